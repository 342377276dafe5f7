// mail.mjs send PORT NAME            hand one mail for NAME to the relay
// mail.mjs check PORT NAME FOLDER    the relay still takes mail for NAME at the site's limit of size, and the
//                                    mail sent before lies in the store, exactly once
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';

const [what, port, name, folder] = process.argv.slice(2);
const subject = `Subject: for ${name}`;
const envelope = [
  'EHLO client.example.org',
  'MAIL FROM:<sender@example.org>',
  `RCPT TO:<${name}@example.test>`,
];
const mail = [
  'From: sender@example.org',
  `To: ${name}@example.test`,
  subject,
  'Date: Mon, 1 Jan 2024 00:00:00 +0000',
  `Message-ID: <${name}@example.org>`,
  '',
  `This is the mail for ${name}.`,
  '.',
].join('\r\n');

/** Says the lines one after the other, each after the answer to the one before; gives back the whole talk. */
function talk(lines) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    const rest = [...lines];
    let answer = '';
    let all = '';
    socket.setTimeout(5000, () => socket.destroy(new Error(`no answer for 5 s, so far:\n${all}`)));
    socket.on('error', reject);
    socket.on('close', () =>
      rest.length ? reject(new Error(`connection closed, so far:\n${all}`)) : resolve(all),
    );
    socket.on('data', (chunk) => {
      answer += chunk;
      const last = /^(\d)\d\d .*\r\n$/m.exec(answer);
      if (!last) return;
      all += answer;
      answer = '';
      if (last[1] > 3) return reject(new Error(`refused:\n${all}`));
      if (rest.length) socket.write(`${rest.shift()}\r\n`);
    });
  });
}

function stop(why) {
  console.error(why);
  process.exit(1);
}

try {
  const lines = what === 'send' ? [...envelope, 'DATA', mail, 'QUIT'] : [...envelope, 'QUIT'];
  const all = await talk(lines);
  console.log(all);
  if (what === 'check') {
    if (!/^250[ -]SIZE 10485760\r$/m.test(all))
      stop('the limit of size is not the 10485760 that the site has set');
    const stored = existsSync(`${folder}/${name}`) ? readdirSync(`${folder}/${name}`) : [];
    if (stored.length !== 1) stop(`mails for ${name} in the store: ${stored.length} instead of 1`);
    if (!readFileSync(`${folder}/${name}/${stored[0]}`, 'utf8').includes(subject))
      stop(`the mail for ${name} is not the one sent`);
  }
} catch (error) {
  stop(error.message);
}
