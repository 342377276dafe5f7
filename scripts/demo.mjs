// Upgrades a real unleash-server from 3.17.6 to 4.19.5 on a real PostgreSQL, in every cell of the matrix.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ROOT } from './prepare.mjs';

ensureBuilt();
const evenkeel = join(ROOT, 'packages/evenkeel/bin/evenkeel.js');
const child = spawn(process.execPath, [evenkeel, 'run', 'examples/01-unleash', ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
});
// Ctrl-C reaches the child as well; it ends in order, and this process waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT') child.kill(signal);
  });
}
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
