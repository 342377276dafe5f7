import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import type { Event } from '../../src/model/event.ts';
import { eventsOf, type Sandbox, test } from '../support/e2e.ts';
import { tinyPlan } from '../support/tiny-run.ts';

const FILTER = (command: string): string => `[Filters]\n${command}: CommandFilter, ${command}, root\n`;

/** A plan with a file of the package in two variants, and with a contract over both folders. */
function lay(box: Sandbox, target: string): void {
  for (const [release, command] of [
    ['old', 'mount'],
    ['new', 'umount'],
  ] as const) {
    mkdirSync(box.path(`${release}/rules`), { recursive: true });
    writeFileSync(box.path(`${release}/rules/own.filters`), FILTER(command));
    writeFileSync(box.path(`${release}/unit.txt`), `[Unit]\nExecStart=${command}\n`);
  }
  writeFileSync(box.path('note.md'), 'edit it\n');
  const more = `files:
  unit: { path: unit.txt, from: { base: old/unit.txt, target: new/unit.txt }, owner: package }
  own: { path: own.ini, from: { base: old/unit.txt, target: new/unit.txt }, owner: operator, note: note.md }
contract: { base: old, target: ${target}, filters: rules }
`;
  writeFileSync(box.path('plan.yaml'), tinyPlan('2.0.0') + more);
}

const judgedIn = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === 'contract-judged' ? [event] : []));

describe('a run of a plan with a contract', () => {
  test('tells what check finds, in all of its reports, and no verdict depends on it', async ({ box }) => {
    lay(box, 'new');
    const checked = await box.evenkeel('check', '--plan', 'plan.yaml');
    expect(checked.code, checked.stderr).toBe(1);
    const run = await box.evenkeel('run', 'plan.yaml', '--cell', 'offline:together', '--out', 'run');
    expect(run.code, run.stdout).toBe(0);

    const [judged] = judgedIn(eventsOf(box.path('run')));
    const heads = checked.stdout.split('\n').filter((line) => /: (?:error|warning|note) /.test(line));
    expect(heads.length).toBeGreaterThan(0);
    expect(judged?.findings.map(({ place, severity, code }) => `${place}: ${severity} ${code}`)).toEqual(
      heads.map((line) => /^(.*?: (?:error|warning|note) \w+):/.exec(line)?.[1]),
    );
    const [first] = judged?.findings ?? [];
    expect(readFileSync(box.path('run/report.txt'), 'utf8')).toContain(`  ${heads[0]?.split(';')[0]}`);
    const report = JSON.parse(readFileSync(box.path('run/report.json'), 'utf8'));
    expect(report.contract.findings[0]).toEqual(first);
    expect(readFileSync(box.path('run/report.html'), 'utf8')).toContain(first?.remedy.split('<')[0]);
  });

  test('shows the diff of what a package ships, and nothing of what the operator wrote', async ({ box }) => {
    lay(box, 'new');
    await box.evenkeel('run', 'plan.yaml', '--cell', 'offline:together', '--out', 'run');
    const [started] = eventsOf(box.path('run'));
    const files = started?.type === 'run-started' ? started.model.files : [];
    expect(files.map(({ name, patch }) => [name, patch?.lines])).toEqual([
      ['unit', ['@@ -1,2 +1,2 @@', ' [Unit]', '-ExecStart=mount', '+ExecStart=umount']],
      ['own', undefined],
    ]);
  });

  test('goes on when the contract cannot be read, and says why it is not judged', async ({ box }) => {
    lay(box, 'gone');
    const run = await box.evenkeel('run', 'plan.yaml', '--cell', 'offline:together', '--out', 'run');
    expect(run.code, run.stdout + run.stderr).toBe(0);
    const [judged] = judgedIn(eventsOf(box.path('run')));
    expect(judged?.findings).toEqual([]);
    expect(judged?.unread.join()).toMatch(/gone/);
    expect(run.stdout).toMatch(/not judged: .*gone/);
  });
});
