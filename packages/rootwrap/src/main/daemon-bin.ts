import { rootwrapDaemon } from './daemon.js';
import { run } from './run.js';

run(rootwrapDaemon, process.argv.slice(2));
