// Shares 1.0.0: folders that only root may make. Each command that needs root goes through rootwrap.

import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';

const { PORT, SHARES, ROOTWRAP, ROOTWRAP_CONF } = process.env;

// Root goes through sudo too, where there is sudo; who is not root has rootwrap run the command as himself.
const sudo = process.getuid() === 0 && existsSync('/usr/bin/sudo') ? ['/usr/bin/sudo', '-n'] : [];

async function asRoot(...command) {
  const [program, ...words] = [...sudo, ROOTWRAP, ROOTWRAP_CONF, ...command];
  await promisify(execFile)(program, words);
}

async function makeShare(id) {
  await asRoot('mkdir', join(SHARES, id));
  await asRoot('chmod', '0750', join(SHARES, id));
}

function share(id) {
  const facts = statSync(join(SHARES, id), { throwIfNoEntry: false });
  return facts && { id, mode: (facts.mode & 0o777).toString(8) };
}

async function answer({ method, url }) {
  const [, what, id] = url.split('/');
  if (what === 'version') return [200, { version: '1.0.0' }];
  if (what !== 'shares' || !/^[a-z0-9-]*$/.test(id ?? '')) return [404, {}];
  if (method === 'GET' && !id) return [200, { shares: readdirSync(SHARES) }];
  if (method === 'GET') return share(id) ? [200, share(id)] : [404, {}];
  await makeShare(id);
  return [201, { id }];
}

const server = createServer(async (request, response) => {
  const [status, body] = await answer(request).catch((error) => [
    500,
    { error: error.stderr || error.message },
  ]);
  if (status === 500) console.error(`error: ${body.error.trim()}`);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});
server.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => server.close(() => process.exit(0)));
