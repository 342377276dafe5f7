// Tests that `npm test` leaves out because they take long: playbooks, all causes, twenty faultless runs.
import { spawnSync } from 'node:child_process';
import { ensureBuilt, ROOT } from './prepare.mjs';

ensureBuilt();
const options = { cwd: ROOT, stdio: 'inherit' };
const heavy = spawnSync('npx', ['vitest', 'run', '--project', 'heavy'], options);
const all = { ...process.env, EVENKEEL_LATTICE: 'all' };
const causes = spawnSync('npx', ['vitest', 'run', '--project', 'e2e', 'causes'], { ...options, env: all });
const env = { ...process.env, EVENKEEL_TIMES: '20' };
const steady = spawnSync('npx', ['vitest', 'run', '--project', 'e2e', 'steady'], { ...options, env });
process.exit([heavy, causes, steady].every(({ status }) => status === 0) ? 0 : 1);
