// A greeting service whose queue is Graphile Worker: an HTTP API and a worker in one process.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { run } from 'graphile-worker';
import pg from 'pg';

const packageFile = new URL('./node_modules/graphile-worker/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(packageFile, 'utf8'));

const connectionString = process.env.DATABASE_URL;
const runner = await run({
  connectionString,
  taskList: {
    greet: async ({ id }, helpers) => {
      await helpers.query('insert into greetings (id) values ($1) on conflict do nothing', [id]);
    },
  },
});

const pool = new pg.Pool({ connectionString });
pool.on('error', (error) => console.error(error));
const rows = async (statement, params) => (await pool.query(statement, params)).rows;

const routes = {
  'GET /version': () => [200, { version }],

  'GET /jobs': async () => {
    const [{ count }] = await rows('select count(*)::int from graphile_worker.jobs');
    return [200, { count }];
  },

  'POST /jobs': async (_, { id, inSeconds = 0 }) => {
    const runAt = new Date(Date.now() + inSeconds * 1000);
    await runner.addJob('greet', { id }, { jobKey: id, runAt });
    return [201, { id }];
  },

  'GET /jobs/:id': async (id) => {
    if ((await rows('select from greetings where id = $1', [id])).length) return [200, { id, state: 'done' }];
    if ((await rows('select from graphile_worker.jobs where key = $1', [id])).length)
      return [200, { id, state: 'waiting' }];
    return [404, { id }];
  },

  'POST /jobs/:id/now': async (id) => {
    const found = await rows(
      `select job.id from graphile_worker.jobs,
         graphile_worker.reschedule_jobs(array[jobs.id], run_at => now()) job where jobs.key = $1`,
      [id],
    );
    return [found.length ? 202 : 404, { id }];
  },
};

const server = createServer(async (request, response) => {
  let status = 404,
    answer = {};
  try {
    let body = '';
    for await (const chunk of request) body += chunk;
    const [, id] = request.url.match(/^\/jobs\/([^/]+)/) ?? [];
    const route = routes[`${request.method} ${request.url.replace(/^\/jobs\/[^/]+/, '/jobs/:id')}`];
    if (route) [status, answer] = await route(id, body && JSON.parse(body));
  } catch (error) {
    console.error(error);
    [status, answer] = [500, { error: error.message }];
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
});
server.listen(process.env.PORT, '127.0.0.1');

// The worker may decide to stop. Like the package's own command line, the process then ends,
// with the exit code that the worker has set.
await runner.promise;
server.close();
server.closeAllConnections();
await pool.end();
