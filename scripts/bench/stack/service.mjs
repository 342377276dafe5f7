// One of the stack: service.mjs orders|bills|worker VERSION COLUMN; DATABASE_URL and PORT come from the environment.
// COLUMN is where this release keeps who an order is for.
import { createServer } from 'node:http';
import pg from 'pg';

const [service, version, column] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 2 });
pool.on('error', (error) => console.error(error));

const TABLES = { orders: 'orders', bills: 'bills', worker: 'orders' };
const table = TABLES[service];

async function answer(method, id) {
  if (id === undefined) return [200, (await pool.query(`select count(*) from ${table}`)).rows[0]];
  if (method === 'PUT') {
    await pool.query(`insert into ${table} (id, ${column}) values ($1, $2)`, [id, `friend of ${id}`]);
    return [201, { id }];
  }
  const { rows } = await pool.query(`select *, ${column} as who from ${table} where id = $1`, [id]);
  return [rows.length > 0 ? 200 : 404, rows[0] ?? {}];
}

/** Packs what is ordered. */
async function work() {
  await pool.query(`update orders set state = 'packed' where state = 'new' and ${column} is not null`);
}

const server = createServer(async (request, response) => {
  const [, place, id] = request.url.split('/');
  const [status, body] =
    place === 'version'
      ? [200, { version }]
      : await answer(request.method, id).catch((error) => [500, { error: error.message }]);
  const headers = { 'content-type': 'application/json', connection: 'close' };
  response.writeHead(status, headers).end(JSON.stringify(body));
});
server.listen(Number(process.env.PORT), '127.0.0.1');
const working = service === 'worker' && setInterval(() => work().catch(console.error), 50);

process.on('SIGTERM', () => {
  clearInterval(working);
  server.close(async () => {
    await pool.end();
    process.exit(0);
  });
});
