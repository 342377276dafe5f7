import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../..');
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What the import rules say of a folder with these sources, by their path below packages/NAME/src. */
function judged(sources: Readonly<Record<string, string>>, name = 'evenkeel'): string {
  const folder = mkdtempSync(join(tmpdir(), 'imports-of-evenkeel-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(sources)) {
    const file = join(folder, 'packages', name, 'src', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return cruise(folder, name);
}

function cruise(cwd: string, name = 'evenkeel'): string {
  const args = [
    '--config',
    join(ROOT, '.dependency-cruiser.cjs'),
    `packages/${name}/src`,
    '--output-type',
    'err',
  ];
  const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/depcruise'), args, { cwd, encoding: 'utf8' });
  return stdout;
}

const LOWER = 'export const lower = 1;\nexport type Lower = number;\n';

describe('the import rules', () => {
  test('have looked at the whole source', () => {
    const [, modules] = /(\d+) modules/.exec(cruise(ROOT)) ?? [];
    expect(Number(modules)).toBeGreaterThan(80);
  });

  test('have looked at the whole source of the privileged wrapper', () => {
    const [, modules] = /(\d+) modules/.exec(cruise(ROOT, 'rootwrap')) ?? [];
    expect(Number(modules)).toBeGreaterThan(40);
  });

  test.each([
    ['wrapper-decides-without-effects', 'decide/a.ts', "import { lower } from '../launch/b.ts';\nlower;\n"],
    [
      'wrapper-decides-without-effects',
      'filter/a.ts',
      "import { statSync } from 'node:fs';\nstatSync('/');\n",
    ],
    ['wrapper-client-stands-alone', 'client/a.ts', "import { lower } from '../launch/b.ts';\nlower;\n"],
    ['wrapper-imports-nothing-but-node', 'main/a.ts', "import { z } from 'zod';\nz;\n"],
    ['wrapper-wire-touches-no-files', 'wire/a.ts', "import { statSync } from 'node:fs';\nstatSync('/');\n"],
    [
      'wrapper-starts-processes-in-one-place',
      'main/a.ts',
      "import { spawn } from 'node:child_process';\nspawn('true');\n",
    ],
  ])('%s finds a breach in %s', (rule, path, text) => {
    expect(judged({ [path]: text, 'launch/b.ts': LOWER }, 'rootwrap')).toContain(`error ${rule}`);
  });

  test.each([
    ['model-imports-nothing', 'model/a.ts', 'read/b.ts', "import { lower } from '../read/b.ts';\nlower;\n"],
    [
      'pure-folders-import-only-model',
      'judge/a.ts',
      'plan/b.ts',
      "import { lower } from '../plan/b.ts';\nlower;\n",
    ],
    [
      'run-imports-only-model',
      'run/a.ts',
      'drivers/b.ts',
      "import type { Lower } from '../drivers/b.ts';\nexport type A = Lower;\n",
    ],
    ['only-cli-composes', 'report/a.ts', 'cli/b.ts', "import { lower } from '../cli/b.ts';\nlower;\n"],
    [
      'drivers-import-model-and-ports',
      'drivers/a.ts',
      'run/execute.ts',
      "import { lower } from '../run/execute.ts';\nlower;\n",
    ],
  ])('%s finds a breach', (rule, path, other, text) => {
    expect(judged({ [path]: text, [other]: LOWER })).toContain(`error ${rule}`);
  });

  test.each([
    ['contract-knows-only-the-rules-of-the-wrapper', 'policy/a.ts', 'main/run.ts'],
    ['only-the-contract-knows-the-wrapper', 'report/a.ts', 'rules.ts'],
  ])('%s finds a breach', (rule, path, other) => {
    const text = `import { lower } from '../../../rootwrap/src/${other}';\nlower;\n`;
    expect(judged({ [path]: text, [`../../rootwrap/src/${other}`]: LOWER })).toContain(`error ${rule}`);
    expect(
      judged({ 'policy/a.ts': text.replace(other, 'rules.ts'), '../../rootwrap/src/rules.ts': LOWER }),
    ).toContain('no dependency violations found');
  });

  test('pure-folders-have-no-effects finds a file read in a pure folder', () => {
    const text = "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n";
    expect(judged({ 'read/a.ts': text })).toContain('error pure-folders-have-no-effects');
  });

  test('let through what is allowed', () => {
    const text = "import { lower } from '../model/b.ts';\nexport const a = lower;\n";
    expect(judged({ 'judge/a.ts': text, 'model/b.ts': LOWER })).toContain('no dependency violations found');
  });
});
