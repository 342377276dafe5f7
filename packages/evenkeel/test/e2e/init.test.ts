import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { USUAL_CELLS } from '../../src/model/cell.ts';
import { type Sandbox, test } from '../support/e2e.ts';

/** Packages as they are found, by what is told apart: the name, and how they are started. */
const PACKAGES: readonly [string, Readonly<Record<string, unknown>>][] = [
  ['a package with a command', { name: 'shelf', version: '2.0.0', bin: { 'shelf-server': 'shelf.mjs' } }],
  ['a package with one unnamed command', { name: 'shelf', version: '2.0.0', bin: 'shelf.mjs' }],
  [
    'a package with a start script',
    { name: 'shelf', version: '2.0.0', scripts: { start: 'node shelf.mjs' } },
  ],
  ['a package with neither', { name: 'shelf', version: '2.0.0' }],
  ['a package of an organisation', { name: '@readers/book.shelf', version: '2.0.0-rc.1' }],
  ['a package whose name begins with a digit', { name: '2shelves', version: '2.0.0' }],
  ['a package whose name is all digits', { name: '451', version: '2.0.0' }],
  ['a package without name and version', {}],
];

async function initAndRead(box: Sandbox, folder: string): Promise<string> {
  const written = await box.startIn(folder, 'init').end;
  expect(written).toMatchObject({ code: 0, stderr: '' });
  const plan = readFileSync(join(folder, 'evenkeel.yaml'), 'utf8');
  const read = await box.startIn(folder, 'run', '--dry-run').end;
  expect(read).toMatchObject({ code: 0, stderr: '' });
  for (const cell of USUAL_CELLS) expect(read.stdout).toMatch(new RegExp(`^ +${cell}: `, 'm'));
  return plan;
}

function folderWith(box: Sandbox, facts: object | undefined): string {
  const folder = box.path('package');
  mkdirSync(folder);
  if (facts !== undefined) writeFileSync(join(folder, 'package.json'), JSON.stringify(facts));
  return folder;
}

describe('evenkeel init writes a plan that is read without issues', () => {
  test('an empty folder', async ({ box }) => {
    await initAndRead(box, folderWith(box, undefined));
  });

  for (const [what, facts] of PACKAGES) {
    test(what, async ({ box }) => {
      const plan = await initAndRead(box, folderWith(box, facts));
      if (typeof facts.name === 'string') expect(plan).toContain(facts.name);
      if (typeof facts.version === 'string') expect(plan).toContain(`target: { label: "${facts.version}" }`);
    });
  }

  test('a package whose last release git knows', async ({ box }) => {
    const folder = folderWith(box, { name: 'shelf', version: '2.0.0', bin: 'shelf.mjs' });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=shelf', '-c', 'user.email=shelf@localhost', ...args], {
        cwd: folder,
      });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'shelf');
    git('tag', 'v1.4.0');
    const plan = await initAndRead(box, folder);
    expect(plan).toContain('base: { label: "1.4.0" }');
    expect(plan).toContain('shelf@1.4.0');
  });
});

test('evenkeel init refuses to replace a plan', async ({ box }) => {
  const folder = folderWith(box, undefined);
  const file = join(folder, 'evenkeel.yaml');
  writeFileSync(file, 'mine\n');
  const ended = await box.startIn(folder, 'init').end;
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(/is there already/);
  expect(readFileSync(file, 'utf8')).toBe('mine\n');
});
