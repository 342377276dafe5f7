// Notes, kept as files in a shared folder and reachable through every node of a Moleculer cluster.
// HTTP comes in on one node; the action may run on any.
//
// PORT         HTTP
// NODE         this node's name: node-1, node-2, ...
// CLUSTER      the transporter ports of all nodes in the order of their names, separated by commas
// NOTES        the shared folder

import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import moleculer from 'moleculer';

const { PORT, NODE, CLUSTER, NOTES } = process.env;
const nodes = CLUSTER.split(',').map((port, i) => `tcp://127.0.0.1:${port}/node-${i + 1}`);
const noteFile = (id) => join(NOTES, `${encodeURIComponent(id)}.note`);

const broker = new moleculer.ServiceBroker({
  nodeID: NODE,
  logger: true,
  transporter: { type: 'TCP', options: { udpDiscovery: false, urls: nodes, gossipPeriod: 1 } },
  registry: { preferLocal: false },
  requestTimeout: 800,
  // A node that leaves in good order must not cost a request, so those are tried again elsewhere.
  // A timeout isn't: a second try would hide that a node in the list doesn't answer.
  retryPolicy: {
    enabled: true,
    retries: 3,
    delay: 50,
    check: (error) => error?.retryable === true && error.name !== 'RequestTimeoutError',
  },
  tracking: { enabled: true, shutdownTimeout: 3000 },
});

broker.createService({
  name: 'notes',
  actions: {
    async save({ params: { id, text } }) {
      await writeFile(noteFile(id), text);
      return { id, text };
    },
    async read({ params: { id } }) {
      try {
        return { id, text: await readFile(noteFile(id), 'utf8') };
      } catch (error) {
        if (error.code === 'ENOENT') return null;
        throw error;
      }
    },
    whoami: () => ({ node: NODE, version: broker.MOLECULER_VERSION }),
  },
});

async function answer(request, url) {
  const [, place, id] = url.pathname.split('/').map(decodeURIComponent);
  // "?node=" asks one node by name; without it Moleculer's balancer chooses.
  const nodeID = url.searchParams.get('node');
  const options = nodeID ? { nodeID } : {};
  const is = (method, name) => request.method === method && place === name;

  if (is('GET', 'version')) return [200, { version: broker.MOLECULER_VERSION }];
  if (is('GET', 'whoami')) return [200, await broker.call('notes.whoami', {}, options)];
  if (is('POST', 'notes')) {
    let body = '';
    for await (const part of request) body += part;
    return [201, await broker.call('notes.save', JSON.parse(body), options)];
  }
  if (is('GET', 'notes')) {
    const note = await broker.call('notes.read', { id }, options);
    return note ? [200, note] : [404, { error: `no note ${id}` }];
  }
  return [404, { error: 'no such page' }];
}

const server = createServer(async (request, response) => {
  let status, body;
  try {
    [status, body] = await answer(request, new URL(request.url, 'http://localhost'));
  } catch (error) {
    // As an API gateway does it: the error's own status and text.
    [status, body] = [
      error.code >= 400 && error.code < 600 ? error.code : 500,
      { error: `${error.name}: ${error.message}` },
    ];
  }
  // While stopping, a kept connection would hold the process for seconds after its last answer.
  if (!server.listening) response.setHeader('connection', 'close');
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
});

await broker.start();
server.listen(Number(PORT), '127.0.0.1');

async function stop() {
  await new Promise((closed) => server.close(closed));
  await broker.stop();
  process.exit(0);
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
