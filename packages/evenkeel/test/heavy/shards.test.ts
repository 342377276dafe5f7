import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from '../support/e2e.ts';
import { layShelf, type Report, readReport } from '../support/shelf.ts';

const CELLS = ['--cell', 'offline:together,rolling:frozen'];

/** What a run says of its cells. */
const saidBy = ({ cells, promises, exitCode }: Report): object => ({
  cells: cells.map(({ cell, result, rollback }) => [
    cell,
    result.verdict,
    result.culprit?.class,
    rollback.verdict,
    rollback.culprit?.class,
  ]),
  promises,
  exitCode,
});

test('two shares, joined, say what a whole run says', async ({ box }) => {
  const plan = await layShelf(box, { target: 'data-format' });
  const whole = await box.evenkeel('run', plan, ...CELLS, '--out', 'whole');
  for (const share of ['1', '2']) {
    const ended = await box.evenkeel('run', plan, ...CELLS, '--shard', `${share}/2`, '--out', share);
    expect(ended.stdout).toMatch(new RegExp(`^share ${share} of 2: \\S+$`, 'm'));
    expect(readReport(box.path(share)).cells).toHaveLength(1);
  }
  // As CI does: each machine's folder is brought to another one.
  for (const share of ['1', '2']) cpSync(box.path(share), box.path('elsewhere', share), { recursive: true });
  const ended = await box.evenkeel('merge', 'elsewhere/2', 'elsewhere/1', '-o', 'joined');
  expect(ended.code).toBe(whole.code);
  expect(saidBy(readReport(box.path('joined')))).toEqual(saidBy(readReport(box.path('whole'))));
  expect(readReport(box.path('joined')).cells.map(({ result }) => result.verdict)).toContain('broken');
  const before = readFileSync(join(box.path('joined'), 'report.txt'), 'utf8');
  const again = await box.evenkeel('report', 'joined');
  expect(again.code).toBe(whole.code);
  expect(readFileSync(join(box.path('joined'), 'report.txt'), 'utf8')).toBe(before);
});
