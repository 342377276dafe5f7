// A letterbox: everybody may drop a letter, which is sealed with the public key.
// Reading one needs the private key, and that needs DB_PASSWORD as dotenv read it from the operator's file.
// PORT and LETTERS (the folder) come from the environment.

import 'dotenv/config';
import { createPrivateKey, privateDecrypt, publicEncrypt } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const { PORT, LETTERS, DB_PASSWORD } = process.env;
const { version } = JSON.parse(
  readFileSync(new URL('node_modules/dotenv/package.json', import.meta.url), 'utf8'),
);
const letterFile = (id) => join(LETTERS, `${encodeURIComponent(id)}.letter`);

function seal(text) {
  return publicEncrypt(readFileSync(join(LETTERS, 'public.pem')), Buffer.from(text));
}

function open(sealed) {
  const key = createPrivateKey({ key: readFileSync(join(LETTERS, 'private.pem')), passphrase: DB_PASSWORD });
  return privateDecrypt(key, sealed).toString();
}

async function answer(request) {
  const [, place, id] = request.url.split('/').map(decodeURIComponent);
  const is = (method, name) => request.method === method && place === name;

  if (is('GET', 'version')) return [200, { version }];
  if (is('POST', 'letters')) {
    let body = '';
    for await (const part of request) body += part;
    const letter = JSON.parse(body);
    writeFileSync(letterFile(letter.id), seal(letter.text));
    return [201, { id: letter.id }];
  }
  if (is('GET', 'letters') && id === undefined) {
    return [200, { letters: readdirSync(LETTERS).filter((name) => name.endsWith('.letter')).length }];
  }
  if (is('GET', 'letters')) return [200, { id, text: open(readFileSync(letterFile(id))) }];
  return [404, { error: 'no such page' }];
}

const server = createServer(async (request, response) => {
  let status, body;
  try {
    [status, body] = await answer(request);
  } catch (error) {
    [status, body] = [error.code === 'ENOENT' ? 404 : 500, { error: error.message }];
  }
  // While stopping, a kept connection would hold the process for seconds after its last answer.
  if (!server.listening) response.setHeader('connection', 'close');
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
});

server.listen(Number(PORT), '127.0.0.1');

const stop = () => server.close(() => process.exit(0));
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
