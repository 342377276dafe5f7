import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { USUAL_CELLS } from '../../src/model/cell.ts';
import { test } from '../support/e2e.ts';
import { layShelf, readReport, runShelf } from '../support/shelf.ts';

const REPORTS = ['report.html', 'report.txt', 'report.json', 'junit.xml', 'runbook.md'];

/** Every path below a folder, with size and time of its last change. */
function everythingIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.sort().map((name) => {
    const { size, mtimeMs, ctimeMs } = statSync(join(folder, name));
    return [name, size, mtimeMs, ctimeMs].join(' ');
  });
}

function contentsOf(folder: string, names: readonly string[] = REPORTS): string[] {
  return names.map((name) => readFileSync(join(folder, name), 'utf8'));
}

describe('a wrong plan', () => {
  test('exits with 2, says where, and leaves no folder', async ({ box }) => {
    const plan = await layShelf(box);
    const good = readFileSync(plan, 'utf8');
    writeFileSync(plan, good.replace('"ready"', '"raedy"').replace('base/shelf.base.conf', 'base/none.conf'));
    const lines = readFileSync(plan, 'utf8').split('\n');
    const before = everythingIn(box.root);
    for (const out of [[], ['--out', box.path('out')]]) {
      const ended = await box.evenkeel('run', 'shelf/evenkeel.yaml', ...out);
      expect(ended.code).toBe(2);
      for (const word of ['"raedy"', '"base/none.conf"']) {
        const line = lines.findIndex((text) => text.includes(word));
        const column = lines[line]?.indexOf(word) ?? -1;
        expect(ended.stderr).toMatch(new RegExp(`^shelf/evenkeel.yaml:${line + 1}:${column + 1}: `, 'm'));
      }
    }
    expect(everythingIn(box.root)).toEqual(before);
  });

  test('that is not there exits with 2', async ({ box }) => {
    const ended = await box.evenkeel('run', 'nowhere.yaml');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/^nowhere\.yaml:1:1: /);
    expect(readdirSync(box.root)).toEqual(['tmp']);
  });
});

describe('--cell', () => {
  test('runs the cells that are named, and no others', async ({ box }) => {
    const { ended, report } = await runShelf(box, {}, ['offline:frozen']);
    expect(ended.code).toBe(0);
    expect(report.cells.map((cell) => cell.cell)).toEqual(['offline:frozen']);
    expect(report.runs.map((run) => run.run)).toEqual(['control-offline', 'checks', 'offline-frozen']);
  });

  test('may be given again, and takes several, separated by commas', async ({ box }) => {
    const plan = await layShelf(box);
    const several = ['--cell', 'rolling:after,offline:frozen', '--cell', 'rolling:before'];
    const ended = await box.evenkeel('run', plan, '--dry-run', ...several);
    const cells = USUAL_CELLS.filter((id) => new RegExp(`^ +${id}: `, 'm').test(ended.stdout));
    expect(cells).toEqual(['offline:frozen', 'rolling:after', 'rolling:before']);
  });

  test('that names no cell exits with 2 and the nearest word', async ({ box }) => {
    const plan = await layShelf(box);
    const ended = await box.evenkeel('run', plan, '--cell', 'rolling:affter');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/Did you mean rolling:after\?/);
  });
});

test('--dry-run prints every cell and creates nothing', async ({ box }) => {
  const plan = await layShelf(box);
  const before = everythingIn(box.root);
  const ended = await box.evenkeel(
    'run',
    plan,
    '--dry-run',
    '--out',
    box.path('out'),
    '--json',
    box.path('r.json'),
  );
  expect(ended.code).toBe(0);
  for (const cell of USUAL_CELLS) expect(ended.stdout).toMatch(new RegExp(`^ +${cell}: `, 'm'));
  expect(everythingIn(box.root)).toEqual(before);
});

test('--json and --junit write the same reports there too', async ({ box }) => {
  const plan = await layShelf(box);
  const [json, junit, out] = [box.path('there.json'), box.path('there.xml'), box.path('out')];
  const ended = await box.evenkeel(
    ...['run', plan, '--cell', 'offline:frozen', '--out', out, '--json', json, '--junit', junit],
  );
  expect(ended.code).toBe(0);
  expect(contentsOf(box.root, ['there.json', 'there.xml'])).toEqual(
    contentsOf(out, ['report.json', 'junit.xml']),
  );
});

describe('--out', () => {
  test('refuses a folder that holds something, and nothing is lost', async ({ box }) => {
    const plan = await layShelf(box);
    const out = box.path('out');
    mkdirSync(join(out, 'cells'), { recursive: true });
    writeFileSync(join(out, 'journal.jsonl'), 'an earlier run\n');
    const before = everythingIn(box.root);
    const ended = await box.evenkeel('run', plan, '--out', out);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/is not empty/);
    expect(everythingIn(box.root)).toEqual(before);
  });

  test('takes an empty folder; without it, the run has one of its own below .evenkeel', async ({ box }) => {
    const plan = await layShelf(box);
    mkdirSync(box.path('out'));
    for (const out of [['--out', 'out'], []]) {
      const ended = await box.evenkeel('run', plan, '--cell', 'offline:frozen', ...out);
      expect(ended.code).toBe(0);
    }
    const own = readdirSync(box.path('.evenkeel')).filter((name) => name !== 'costs.json');
    expect(own).toHaveLength(1);
    for (const folder of [box.path('out'), box.path('.evenkeel', own.join())]) {
      expect(readdirSync(folder).sort()).toEqual(['cells', 'journal.jsonl', ...REPORTS].sort());
    }
  });
});

test('--keep leaves installs and state for inspection, and clean removes them', async ({ box }) => {
  const plan = await layShelf(box);
  const out = box.path('out');
  const ended = await box.evenkeel('run', plan, '--cell', 'rolling:frozen', '--out', out, '--keep');
  expect(ended.code).toBe(0);
  const kept = everythingIn(join(out, 'state')).map((line) => line.split(' ')[0]);
  expect(kept.filter((name) => /^install\/\d+\/release\.json$/.test(name ?? ''))).toHaveLength(2);
  expect(kept).toContain('cells/rolling-frozen/files/commands.json');
  expect(kept).toContain('cells/rolling-frozen/data/items');
  const cleaned = await box.evenkeel('clean', out);
  expect(cleaned.code).toBe(0);
  expect(existsSync(join(out, 'state'))).toBe(false);
  expect(readReport(out).exitCode).toBe(0);
});

describe('evenkeel report', () => {
  test('rebuilds every report byte for byte, wherever the folder lies', async ({ box }) => {
    const { ended, out } = await runShelf(box, { target: 'data-format' }, [
      'offline:together',
      'rolling:frozen',
    ]);
    const before = contentsOf(out);
    const elsewhere = box.path('elsewhere');
    cpSync(out, elsewhere, { recursive: true });
    for (const folder of [out, elsewhere]) {
      for (const name of REPORTS) rmSync(join(folder, name));
      const again = await box.evenkeel('report', folder);
      expect(again.code).toBe(ended.code);
      expect(contentsOf(folder)).toEqual(before);
    }
  });

  test('of a journal that was cut off is inconclusive', async ({ box }) => {
    const { out } = await runShelf(box, {}, ['offline:frozen']);
    const journal = join(out, 'journal.jsonl');
    const whole = statSync(journal).size;
    // Of the last line, which says that the run is finished, a part; then of the run itself.
    for (const [size, verdict] of [
      [whole - 2, 'painless'],
      [Math.floor(whole * 0.8), 'inconclusive'],
    ] as const) {
      truncateSync(journal, size);
      const again = await box.evenkeel('report', out);
      expect(again.code).toBe(3);
      expect(readReport(out).cells.map((cell) => cell.result.verdict)).toEqual([verdict]);
    }
  });

  test('of a folder that is none of a run exits with 2', async ({ box }) => {
    const ended = await box.evenkeel('report', box.tmp);
    expect(ended.code).toBe(2);
    expect(readdirSync(box.tmp)).toEqual([]);
  });
});
