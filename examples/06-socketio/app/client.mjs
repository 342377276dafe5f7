// Real socket.io clients, base's and target's release side by side.
//
//   client.mjs save URL NAME    base's client saves one page of the note, target's client the other
//   client.mjs read URL NAME    each client reads both pages, by both transports
//   client.mjs talk URL         each client says something that the other must hear

import { io as base } from 'base-client';
import { io as target } from 'target-client';

const [what, url, name] = process.argv.slice(2);
const clients = { base, target };

// Pages are bytes, some of them not text: socket.io sends those as attachments of their own.
const page = (client) =>
  Buffer.concat([Buffer.from([0, 255, 10]), Buffer.from(`${name}, saved by ${client}`)]);
const pages = Object.keys(clients).map((client) => ({ pageName: `${name}.${client}`, bytes: page(client) }));

async function connect(client, transports) {
  const socket = clients[client](url, { transports, forceNew: true, reconnection: false });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) =>
      reject(new Error(`${client}'s client can't connect: ${error.message}`)),
    );
  });
  socket.once('disconnect', (reason) => {
    console.error(`${client}'s client was disconnected: ${reason}`);
    process.exit(1);
  });
  return socket;
}

const ask = (socket, ...message) => new Promise((answer) => socket.emit(...message, answer));

async function save() {
  for (const [i, client] of Object.keys(clients).entries()) {
    const socket = await connect(client, ['websocket']);
    const answer = await ask(socket, 'save', pages[i].pageName, pages[i].bytes);
    if (answer !== 'saved') throw new Error(`${client}'s client: ${answer}`);
  }
}

async function read() {
  for (const client of Object.keys(clients)) {
    for (const transport of ['polling', 'websocket']) {
      const socket = await connect(client, [transport]);
      for (const { pageName, bytes } of pages) {
        const answer = await ask(socket, 'read', pageName);
        if (!bytes.equals(Buffer.from(answer)))
          throw new Error(`${client}'s client by ${transport}: ${answer}`);
      }
    }
  }
}

async function talk() {
  for (const [speaker, listener] of [
    ['base', 'target'],
    ['target', 'base'],
  ]) {
    const words = `${speaker} to ${listener}, ${process.pid}`;
    const ears = await connect(listener, ['websocket']);
    const heard = new Promise((resolve) => ears.on('said', (said) => said === words && resolve()));
    const mouth = await connect(speaker, ['websocket']);
    mouth.emit('say', words);
    await heard;
  }
}

// Waiting for an answer that never comes would else be silent.
setTimeout(() => {
  console.error(`${what}: no answer within 5 s`);
  process.exit(1);
}, 5000).unref();

await { save, read, talk }[what]();
process.exit(0);
