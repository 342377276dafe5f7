import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/model/plan.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { type RunSoFar, renderMatrixSoFar } from '../../../src/report/matrix-so-far.ts';
import { smallModel, withWorker } from '../../support/judged.ts';

const ROOM = { width: 100, height: 40 };
const CAPTION = 'runs so far; they are judged at the end';
const PASSED = { base: 'passed', upgrade: 'passed', rollback: 'passed' } as const;

const plan: Plan = makePlan(smallModel(), { cells: ['offline:frozen', 'rolling:frozen'], seed: 1 });

/** The runs of a cell that are made whatever others do, and those that wait for them. */
function runsOf(cell: string): string[] {
  return plan.cells.flatMap(({ id, attempts }) =>
    id === cell ? attempts.flatMap((attempt) => attempt.runs) : [],
  );
}

/** What the matrix says in a row's column `frozen`, without blanks around. */
function said(lines: readonly string[], row: string): string | undefined {
  return lines
    .map((line) => line.split('|').map((word) => word.trim()))
    .find(([, first]) => first === row)?.[2];
}

const offline = { ...plan, cells: plan.cells.filter(({ id }) => id === 'offline:frozen') };

const drawn = (soFar: readonly (readonly [string, RunSoFar])[]) =>
  renderMatrixSoFar(offline, new Map(soFar), ROOM);

describe('the matrix while it fills in', () => {
  const [run = ''] = runsOf('offline:frozen');

  test('says what waits, runs and is done, in the rows and columns of the report', () => {
    const soFar = new Map<string, RunSoFar>([[run, PASSED]]);
    for (const each of runsOf('rolling:frozen')) soFar.set(each, 'running');
    const lines = renderMatrixSoFar(plan, soFar, ROOM);
    expect(lines[0]).toBe(CAPTION);
    expect(lines.join('\n')).toMatch(/code \\ files +\| frozen +\| together +\| after +\| before/);
    expect(said(lines, 'offline')).toBe('1 passed');
    expect(said(lines, 'rolling')).toBe('running');
    expect(said(renderMatrixSoFar(plan, new Map(), ROOM), 'rolling')).toBe('waiting');
  });

  test('counts the way back by itself', () => {
    const lines = drawn([[run, { ...PASSED, rollback: 'failed' }]]);
    expect(said(lines, 'offline')).toBe('1 passed');
    expect(said(lines, 'rollback')).toBe('1 failed');
  });

  test('tells a base that does not work, and what broke off, from a failure of the target', () => {
    const none = { upgrade: 'not-run', rollback: 'not-run' } as const;
    expect(said(drawn([[run, { base: 'failed', ...none }]]), 'offline')).toBe('1 base failed');
    const broken = drawn([[run, { base: 'not-run', ...none, harness: 'disk full' }]]);
    expect(said(broken, 'offline')).toBe('1 broke off');
    expect(said(drawn(runsOf('offline:frozen').map((each) => [each, 'skipped'])), 'offline')).toBe('not run');
  });

  test('names no verdict: the judge has not spoken', () => {
    const failed = { ...PASSED, upgrade: 'failed' } as const;
    const text = drawn([[run, failed]]).join('\n');
    expect(text).not.toMatch(/painless|warns|exception|broken|inconclusive/);
  });

  test('breaks words into lines where it is too wide, and is left out where that is too much', () => {
    const two = makePlan(withWorker(), { cells: ['rolling:frozen'], seed: 1, lattice: { mode: 'chains' } });
    const [first = '', second = ''] = two.cells[0]?.attempts[0]?.runs ?? [];
    const soFar = new Map<string, RunSoFar>([
      [first, PASSED],
      [second, 'running'],
    ]);
    const draw = (room: typeof ROOM) => renderMatrixSoFar(two, soFar, room);
    const wide = draw(ROOM);
    expect(said(wide, 'rolling')).toBe('1 passed, running');
    const width = Math.max(...wide.map((line) => line.length)) - 1;
    const narrow = draw({ width, height: 40 });
    expect(said(narrow, 'rolling')).toBe('1 passed');
    expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(draw({ width, height: narrow.length })).toEqual(narrow);
    expect(draw({ width, height: narrow.length - 1 })).toEqual([]);
    expect(draw({ width: 20, height: 40 })).toEqual([]);
  });

  test('shows a share its own cells', () => {
    const runs = plan.runs.filter(({ id }) => !runsOf('rolling:frozen').includes(id));
    expect(said(renderMatrixSoFar({ ...plan, runs }, new Map(), ROOM), 'rolling')).toBeUndefined();
    expect(renderMatrixSoFar({ ...plan, runs: [] }, new Map(), ROOM)).toEqual([]);
  });
});
