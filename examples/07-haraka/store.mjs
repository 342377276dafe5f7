// store.mjs PORT FOLDER: the mail store behind the relay. One file per recipient and mail.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

const [port, folder] = process.argv.slice(2);
let mails = 0;

createServer((socket) => {
  let text = '';
  let recipients = [];
  let inData = false;

  function answer(line) {
    if (/^rcpt to:/i.test(line)) recipients.push(/<([^@>]+)@/.exec(line)[1]);
    if (/^data/i.test(line)) {
      inData = true;
      return socket.write('354 go on\r\n');
    }
    if (/^quit/i.test(line)) return socket.end('221 bye\r\n');
    socket.write('250 ok\r\n');
  }

  function keep(mail) {
    mails += 1;
    for (const name of recipients) {
      mkdirSync(`${folder}/${name}`, { recursive: true });
      writeFileSync(`${folder}/${name}/${process.pid}-${mails}.eml`, mail);
    }
    recipients = [];
    inData = false;
    socket.write('250 stored\r\n');
  }

  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    text += chunk;
    for (;;) {
      const end = inData ? '\r\n.\r\n' : '\r\n';
      const at = text.indexOf(end);
      if (at < 0) return;
      const head = text.slice(0, at);
      text = text.slice(at + end.length);
      if (inData) keep(head);
      else answer(head);
    }
  });
  socket.write('220 store.example.test\r\n');
}).listen(Number(port), '127.0.0.1');
