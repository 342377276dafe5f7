// A service of one file: notes in a folder, and a version. Usage: tiny-service.mjs PORT VERSION FOLDER
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [port, version, folder] = process.argv.slice(2);
if (version === 'broken') process.exit(7);
mkdirSync(folder, { recursive: true });

createServer((request, response) => {
  const answer = (status, body) => response.writeHead(status).end(JSON.stringify(body));
  const [, , id] = request.url.split('/');
  if (request.url === '/version') return answer(200, { version });
  if (id === undefined) return answer(200, readdirSync(folder));
  const file = join(folder, id);
  if (request.method === 'PUT') writeFileSync(file, id);
  else if (!existsSync(file)) return answer(404, {});
  else if (request.method === 'DELETE') rmSync(file);
  answer(200, { id });
}).listen(Number(port), '127.0.0.1');

process.on('SIGTERM', () => process.exit(0));
