// Tests that `npm test` leaves out because they take long: playbooks, and all faults of the lattice's tests.
import { spawnSync } from 'node:child_process';
import { ensureBuilt, ROOT } from './prepare.mjs';

ensureBuilt();
const options = { cwd: ROOT, stdio: 'inherit' };
const heavy = spawnSync('npx', ['vitest', 'run', '--project', 'heavy'], options);
const lattice = spawnSync('npm', ['run', '--silent', 'test:lattice'], options);
process.exit(heavy.status || (lattice.status ?? 1));
