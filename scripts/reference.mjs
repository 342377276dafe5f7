// Writes docs/reference from what the built command line says of itself; with --check only says what is not up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './prepare.mjs';
import { ask, commandsPage } from './reference/commands.mjs';
import { planPage } from './reference/plan-schema.mjs';

const FOLDER = join(ROOT, 'docs', 'reference');

const pages = {
  'commands.md': await commandsPage(),
  'plan-schema.md': planPage(JSON.parse(await ask(['schema']))),
};
const stale = Object.entries(pages).filter(([name, text]) => text !== written(name));

if (!process.argv.includes('--check')) {
  for (const [name, text] of stale) writeFileSync(join(FOLDER, name), text);
} else if (stale.length > 0) {
  const names = stale.map(([name]) => `docs/reference/${name}`);
  process.stderr.write(`Not up to date: ${names.join(', ')}. Run "npm run docs:reference".\n`);
  process.exit(1);
}

function written(name) {
  const file = join(FOLDER, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
