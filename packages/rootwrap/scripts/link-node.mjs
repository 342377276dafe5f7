// The launchers in bin/ look for Node next to what was built first: this is the one that built it.
import { rmSync, symlinkSync } from 'node:fs';

const link = new URL('../dist/node', import.meta.url);
rmSync(link, { force: true });
symlinkSync(process.execPath, link);
