// A socket.io server that keeps notes as files in a shared folder and passes on what clients say.
// PORT and NOTES (the folder) come from the environment.

import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Server } from 'socket.io';

const { PORT, NOTES } = process.env;
const { version } = JSON.parse(
  readFileSync(new URL('node_modules/socket.io/package.json', import.meta.url), 'utf8'),
);
const noteFile = (name) => join(NOTES, `${encodeURIComponent(name)}.note`);

// socket.io answers below /socket.io/, this function everything else.
const http = createServer((request, response) => {
  const known = request.url === '/version';
  response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(known ? { version } : { error: 'no such page' }));
});
const io = new Server(http);

io.on('connection', (socket) => {
  socket.on('save', async (name, bytes, answer) => {
    await writeFile(noteFile(name), bytes);
    answer('saved');
  });
  socket.on('read', async (name, answer) => {
    answer(await readFile(noteFile(name)).catch((error) => `cannot read ${name}: ${error.code}`));
  });
  socket.on('say', (words) => socket.broadcast.emit('said', words));
});

http.listen(Number(PORT), '127.0.0.1');

const stop = () => io.close(() => process.exit(0));
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
