import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { evenkeel } from '../../support/cli.ts';
import { type Behaviour, journalOf } from '../../support/journal.ts';
import { withWorker } from '../../support/judged.ts';
import { failingIn } from '../../support/rehearsed.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-runbook-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runIn(name: string, behaviour: Behaviour): void {
  mkdirSync(join(folder, name));
  const events = journalOf(withWorker(), ['rolling:frozen'], behaviour);
  writeFileSync(
    join(folder, name, 'journal.jsonl'),
    events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  );
}

describe('evenkeel runbook', () => {
  test('writes the runbook where it is wanted, from the journal alone', () => {
    runIn('safe', failingIn(['1.0', '2.0']));
    const { exitCode, stdout } = evenkeel(['runbook', 'safe', '-o', 'upgrade.md'], folder);
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(readFileSync(join(folder, 'upgrade.md'), 'utf8')).toMatch(/every worker before any api/);
  });

  test('makes no playbook where no order is safe, and says what fails', () => {
    runIn('unsafe', failingIn(['1.0', '0.1']));
    const { exitCode, stderr } = evenkeel(
      ['runbook', 'unsafe', '--format', 'ansible', '-o', 'upgrade.yml'],
      folder,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/smallest combination that fails: \*\*api@target\*\*/);
    expect(existsSync(join(folder, 'upgrade.yml'))).toBe(false);
  });

  test('says why where nothing was proved', () => {
    runIn('ill', { fails: ({ run }) => (run.purpose === 'control' ? 'ill' : undefined) });
    const { exitCode, stdout } = evenkeel(['runbook', 'ill'], folder);
    expect(stdout).toMatch(/base alone/);
    expect(exitCode).toBe(3);
  });

  test.each([
    [['runbook', 'nowhere'], /nowhere is not the folder of a run/],
    [['runbook', 'safe', '--cell', 'offline:frozen'], /did not take offline:frozen; it took: rolling:frozen/],
    [['runbook', 'safe', '-o', 'not/there.md'], /cannot write not\/there\.md/],
  ])('%j is bad input', (args, message) => {
    const { exitCode, stderr } = evenkeel(args, folder);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });
});
