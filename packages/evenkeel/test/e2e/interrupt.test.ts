import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Event } from '../../src/model/event.ts';
import { journaled, processesOf, type Running, type Sandbox, test, until } from '../support/e2e.ts';
import { cellOf, layShelf, readReport, type ShelfOptions } from '../support/shelf.ts';

interface Moment {
  readonly when: string;
  readonly shelf?: ShelfOptions;
  /** The event after which the signal comes. */
  readonly after: (event: Event) => boolean;
  /** A process that must run by then. */
  readonly running?: RegExp;
}

const inPart = (run: string, part: string) => (event: Event) =>
  event.type === 'phase-started' && event.run === run && event.part === part;

const ENDLESS = 'sleep 600';

const MOMENTS: readonly Moment[] = [
  {
    when: 'while target is installed',
    shelf: { service: { install: { base: { folder: 'base' }, target: { folder: 'target', run: ENDLESS } } } },
    after: (event) => event.type === 'install-started' && event.release === 'target',
    running: /^sleep 600/,
  },
  { when: 'while base starts', after: inPart('control-offline', 'base') },
  { when: 'while the checks are checked', after: inPart('checks', 'base') },
  { when: 'in the middle of a rolling upgrade', after: inPart('rolling-frozen', 'upgrade') },
  { when: 'while base comes back', after: inPart('offline-together', 'rollback') },
  {
    when: 'while a migration hangs',
    shelf: { plan: { migrate: { migrate: `${ENDLESS} & ${ENDLESS}` } } },
    after: inPart('offline-together', 'upgrade'),
    running: /^sleep 600/,
  },
  {
    when: 'while an instance does not become ready',
    shelf: { target: 'never-ready' },
    after: inPart('offline-together', 'upgrade'),
    running: /install\/2\/shelf\.mjs/,
  },
];

async function startUntil(box: Sandbox, { shelf, after, running }: Omit<Moment, 'when'>): Promise<Running> {
  const plan = await layShelf(box, shelf);
  const started = box.start('run', plan, '--out', box.path('out'));
  await journaled(box.path('out'), after);
  const seen = () =>
    running === undefined || processesOf(box.root).some(({ command }) => running.test(command));
  await until(seen, `no process ${running}`);
  return started;
}

/** What no interrupted run may leave; processes and temporary files are looked for after every test. */
function expectNothingKept(out: string): void {
  expect(existsSync(join(out, 'state'))).toBe(false);
}

describe('one signal ends a run in order, with its report', () => {
  for (const moment of MOMENTS) {
    test(moment.when, async ({ box }) => {
      const running = await startUntil(box, moment);
      running.child.kill('SIGINT');
      const ended = await running.end;
      expect({ code: ended.code, fault: /fault of evenkeel/.test(ended.stderr) }).toEqual({
        code: 130,
        fault: false,
      });
      const out = box.path('out');
      expectNothingKept(out);
      const report = readReport(out);
      expect(report).toMatchObject({ interrupted: true, exitCode: 130 });
      expect(cellOf(report, 'rolling:before').result.verdict).toBe('inconclusive');
      expect(readFileSync(join(out, 'report.txt'), 'utf8')).toMatch(/interrupted/);
      expect(readdirSync(out)).toContain('junit.xml');
      const again = await box.evenkeel('report', out);
      expect(again.code).toBe(130);
    });
  }

  test('SIGTERM and SIGHUP, too', async ({ box }) => {
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
      const out = box.path(signal);
      const running = box.start('run', await layShelf(box), '--out', out);
      await journaled(out, inPart('control-offline', 'upgrade'));
      running.child.kill(signal);
      expect((await running.end).code).toBe(130);
      expectNothingKept(out);
      expect(readReport(out).interrupted).toBe(true);
    }
  });

  test('what was decided before stays decided', async ({ box }) => {
    const running = await startUntil(box, { after: inPart('rolling-frozen', 'upgrade') });
    running.child.kill('SIGINT');
    await running.end;
    const report = readReport(box.path('out'));
    const verdicts = report.cells.map(({ cell, result, rollback }) => [
      cell,
      result.verdict,
      rollback.verdict,
    ]);
    expect(verdicts).toEqual([
      ['offline:together', 'painless', 'painless'],
      ['offline:frozen', 'painless', 'painless'],
      ['rolling:frozen', 'inconclusive', 'inconclusive'],
      ['rolling:after', 'inconclusive', 'inconclusive'],
      ['rolling:before', 'inconclusive', 'inconclusive'],
    ]);
  });
});

describe('a second signal ends a run at once', () => {
  const moments: readonly Moment[] = [
    {
      when: 'while instances take their time to stop',
      shelf: { service: { stop: { run: ENDLESS, within: '10m' } } },
      after: inPart('control-offline', 'base'),
    },
    { when: 'in the middle of a rolling upgrade', after: inPart('rolling-frozen', 'upgrade') },
  ];
  for (const moment of moments) {
    test(moment.when, async ({ box }) => {
      const running = await startUntil(box, moment);
      await until(() => processesOf(box.root).length > 0, 'nothing was started');
      running.child.kill('SIGINT');
      let stderr = '';
      running.child.stderr?.on('data', (chunk: Buffer) => {
        stderr += chunk.toString('utf8');
      });
      await until(() => stderr.includes('once more'), 'the first signal was not answered');
      running.child.kill('SIGINT');
      expect((await running.end).code).toBe(130);
      expectNothingKept(box.path('out'));
    });
  }
});
