import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Event } from '../../src/model/event.ts';
import { journaled, processesOf, type Sandbox, temporaryFiles, test, until } from '../support/e2e.ts';
import { layShelf, readReport, type ShelfOptions, verdictsOf } from '../support/shelf.ts';

const POSTGRES: ShelfOptions = { plan: { environment: { db: { postgres: { version: 16 } } } } };

const rollingUpgrade = (event: Event) =>
  event.type === 'phase-started' && event.run === 'rolling-frozen' && event.part === 'upgrade';

/** Kills the tool itself, and nothing else, after an event; what it started lives on. */
async function killAfter(
  box: Sandbox,
  plan: string,
  out: string,
  after: (event: Event) => boolean,
): Promise<void> {
  const running = box.start('run', plan, '--cell', 'rolling:frozen', '--out', out);
  await journaled(out, after);
  await until(() => processesOf(box.root).length > 0, 'nothing was started');
  running.child.kill('SIGKILL');
  await running.end;
  expect(processesOf(box.root)).not.toEqual([]);
}

function expectCleaned(box: Sandbox, out: string): void {
  expect(processesOf(box.root)).toEqual([]);
  expect(existsSync(join(out, 'state'))).toBe(false);
  expect(existsSync(join(out, 'journal.jsonl'))).toBe(true);
}

describe('what a killed run left is ended', () => {
  test('by clean, with PostgreSQL in the environment', async ({ box }) => {
    const out = box.path('out');
    await killAfter(box, await layShelf(box, POSTGRES), out, rollingUpgrade);
    expect(processesOf(box.root).some(({ command }) => /postgres/.test(command))).toBe(true);
    const cleaned = await box.evenkeel('clean');
    expect(cleaned.code).toBe(0);
    expect(cleaned.stdout).toContain(out);
    expectCleaned(box, out);
    expect((await box.evenkeel('clean')).stdout).toMatch(/No dead run/);
    expect((await box.evenkeel('report', out)).code).toBe(3);
    expect(verdictsOf(readReport(out), 'result')).toEqual({ 'rolling:frozen': 'inconclusive' });
  });

  test('by the next run, with PostgreSQL in the environment', async ({ box }) => {
    const out = box.path('out');
    await killAfter(box, await layShelf(box, POSTGRES), out, rollingUpgrade);
    const next = await box.evenkeel(
      'run',
      await layShelf(box),
      '--cell',
      'offline:frozen',
      '--out',
      box.path('next'),
    );
    expect(next.code).toBe(0);
    expect(next.stdout).toContain(out);
    expectCleaned(box, out);
  });

  test('by clean, when it was killed while it installed', async ({ box }) => {
    const out = box.path('out');
    const install = { base: { folder: 'base', run: 'sleep 600' }, target: { folder: 'target' } };
    const plan = await layShelf(box, { service: { install } });
    await killAfter(box, plan, out, (event) => event.type === 'install-started');
    expect((await box.evenkeel('clean')).code).toBe(0);
    expectCleaned(box, out);
  });

  test('by clean of its folder alone', async ({ box }) => {
    const out = box.path('out');
    await killAfter(box, await layShelf(box), out, rollingUpgrade);
    expect((await box.evenkeel('clean', out)).code).toBe(0);
    expectCleaned(box, out);
    expect(temporaryFiles(box)).toEqual([]);
  });
});

test('clean leaves a run alone that lives', async ({ box }) => {
  const out = box.path('out');
  const install = { base: { folder: 'base', run: 'sleep 600' }, target: { folder: 'target' } };
  const living = box.start('run', await layShelf(box, { service: { install } }), '--out', out);
  await until(
    () => processesOf(box.root).some(({ command }) => /^sleep/.test(command)),
    'nothing was started',
  );
  const before = processesOf(box.root);
  expect((await box.evenkeel('clean')).stdout).toMatch(/No dead run/);
  const refused = await box.evenkeel('clean', out);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/still going on/);
  expect(processesOf(box.root)).toEqual(before);
  living.child.kill('SIGINT');
  expect((await living.end).code).toBe(130);
});

test('clean refuses a folder that is none of a run, and touches nothing there', async ({ box }) => {
  mkdirSync(box.path('mine', 'state'), { recursive: true });
  expect((await box.evenkeel('clean', box.path('mine'))).code).toBe(2);
  expect(readdirSync(box.path('mine'))).toEqual(['state']);
});

test('a run whose folder is closed to other users works elsewhere, and leaves nothing there', async ({
  box,
}) => {
  const plan = await layShelf(box);
  mkdirSync(box.path('closed'));
  chmodSync(box.path('closed'), 0o700);
  const out = box.path('closed', 'out');
  const ended = await box.evenkeel('run', plan, '--cell', 'offline:frozen', '--out', out);
  expect(ended.code).toBe(0);
  expect(readdirSync(out).sort()).toEqual([
    'cells',
    'journal.jsonl',
    'junit.xml',
    'report.html',
    'report.json',
    'report.txt',
    'runbook.md',
  ]);
});
