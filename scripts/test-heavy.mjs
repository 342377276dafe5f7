// Tests that `npm test` leaves out because they take long.
import { spawnSync } from 'node:child_process';
import { ensureBuilt, ROOT } from './prepare.mjs';

ensureBuilt();
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'heavy'], { cwd: ROOT, stdio: 'inherit' });
process.exit(status ?? 1);
