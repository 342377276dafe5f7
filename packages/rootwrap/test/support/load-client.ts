/** A client process of the load test: it runs commands until all are done or it is killed, and says so. */
import { Worker } from './wire.js';

const [path = '', key = '', name = '', calls = '0'] = process.argv.slice(2);
const worker = await Worker.open({ path, key: Buffer.from(key, 'hex') });
for (let index = 0; index < Number(calls); index += 1) {
  const word = `${name} ${index}`;
  const [kind, value] = await worker.run(['echo', word]);
  if (kind !== '#RETURN' || JSON.stringify(value) !== JSON.stringify([0, `${word}\n`, '']))
    throw new Error(`${word} was answered with ${kind} ${JSON.stringify(value)}`);
  process.stdout.write('.');
}
await worker.close();
