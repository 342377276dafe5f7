// A report service whose queue is pg-boss: an HTTP API and a worker in one process.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import PgBoss from 'pg-boss';

const packageFile = new URL('./node_modules/pg-boss/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(packageFile, 'utf8'));

const boss = new PgBoss(process.env.DATABASE_URL);
boss.on('error', (error) => console.error(error));
await boss.start();

// The one change that pg-boss 10 asks of code: a queue is made before it is used, and jobs are named with their queue.
const queues = 'createQueue' in boss;
if (queues) for (const name of ['reports', 'pings']) await boss.createQueue(name);

const job = (id) => (queues ? boss.getJobById('reports', id) : boss.getJobById(id));
const complete = (id) => (queues ? boss.complete('pings', id) : boss.complete(id));

// Each release reads its own one of these two; the default of both is to look every two seconds.
await boss.work('reports', { newJobCheckInterval: 500, pollingIntervalSeconds: 0.5 }, async () => {});

const routes = {
  'GET /version': () => [200, { version }],

  'POST /pings': async () => {
    const id = await boss.send('pings');
    const [taken] = [await boss.fetch('pings')].flat();
    if (taken) await complete(taken.id);
    return [id ? 201 : 500, { id }];
  },

  'POST /reports': async (_, { name, inSeconds = 0 }) => {
    const id = await boss.send('reports', { name }, { startAfter: inSeconds });
    return [id ? 201 : 500, { id }];
  },

  'GET /reports/:id': async (id) => {
    const found = await job(id);
    return found ? [200, { name: found.data.name, state: found.state }] : [404, { id }];
  },
};

const server = createServer(async (request, response) => {
  let status = 404,
    answer = {};
  try {
    let body = '';
    for await (const chunk of request) body += chunk;
    const [, id] = request.url.match(/^\/reports\/([^/]+)/) ?? [];
    const route = routes[`${request.method} ${id ? '/reports/:id' : request.url}`];
    if (route) [status, answer] = await route(id, body && JSON.parse(body));
  } catch (error) {
    console.error(error);
    [status, answer] = [500, { error: error.message }];
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
});
server.listen(process.env.PORT, '127.0.0.1');

process.once('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  const stopped = once(boss, 'stopped');
  await boss.stop({ destroy: true });
  await stopped;
  process.exit();
});
