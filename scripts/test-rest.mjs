// The examples that `npm test` leaves out because their installs take long.
import { spawnSync } from 'node:child_process';
import { ensureBuilt, ROOT } from './prepare.mjs';

ensureBuilt();
const env = { ...process.env, EVENKEEL_EXAMPLES: 'rest' };
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'examples'], {
  cwd: ROOT,
  stdio: 'inherit',
  env,
});
process.exit(status ?? 1);
