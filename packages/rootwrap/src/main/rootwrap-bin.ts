import { rootwrap } from './rootwrap.js';
import { run } from './run.js';

run(rootwrap, process.argv.slice(2));
