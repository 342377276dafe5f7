// An instance of the fleet of the playbook's test: what is installed in FOLDER, on PORT; every request is logged.
// It is ill where FOLDER/ill names its release. Usage: fleet-service.mjs NAME PORT FOLDER LOG
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [name, port, folder, log] = process.argv.slice(2);
const version = readFileSync(join(folder, 'installed'), 'utf8').trim();
const ill = existsSync(join(folder, 'ill')) && readFileSync(join(folder, 'ill'), 'utf8').trim() === version;
const answers = {
  '/health': {},
  '/version': { app: { version } },
  '/notes': [{ id: 'first' }],
};

createServer((request, response) => {
  const status = ill && request.url === '/health' ? 500 : 200;
  appendFileSync(log, `${name} ${request.url} ${version} ${status}\n`);
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify(answers[request.url] ?? null));
}).listen(Number(port), '127.0.0.1');
