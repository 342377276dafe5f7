import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { realFiles } from '../../../src/drivers/store/files.ts';

const folder = mkdtempSync(join(tmpdir(), 'laid-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('files that a group may write where the plan lies are laid so that only their owner may', async () => {
  const from = join(folder, 'from');
  mkdirSync(from);
  writeFileSync(join(from, 'run.sh'), 'true\n');
  symlinkSync('/nowhere', join(from, 'link'));
  chmodSync(join(from, 'run.sh'), 0o775);
  chmodSync(from, 0o777);
  const to = join(folder, 'site', 'to');
  await realFiles.lay(from, to);
  const modes = [join(folder, 'site'), to, join(to, 'run.sh')].map((path) => statSync(path).mode & 0o777);
  expect(modes.map((mode) => mode.toString(8))).toEqual(['755', '755', '755']);
});
