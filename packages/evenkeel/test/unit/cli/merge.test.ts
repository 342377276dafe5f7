import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { shareOf } from '../../../src/plan/share.ts';
import { evenkeel } from '../../support/cli.ts';
import { journalOf } from '../../support/journal.ts';
import { smallModel } from '../../support/judged.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-merge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A run folder with the journal of a share. */
function layShare(name: string, index: number, seed = 1): void {
  const [started, ...events] = journalOf(smallModel(), ['offline:frozen', 'rolling:frozen']);
  if (started?.type !== 'run-started') throw new Error('no beginning');
  const share = shareOf(started.plan, index, 2);
  const beginning = { ...started, plan: { ...started.plan, seed }, share };
  const own = events.filter((event) => !('run' in event) || share.runs.includes(event.run));
  mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, name, 'journal.jsonl'),
    [beginning, ...own].map((event) => `${JSON.stringify(event)}\n`).join(''),
  );
}

layShare('one', 1);
layShare('two', 2);
layShare('odd', 2, 7);

describe('evenkeel merge', () => {
  test('writes one journal and its reports', () => {
    const end = evenkeel(['merge', 'two', 'one', '-o', 'joined', '--junit', 'there.xml'], folder);
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    for (const name of ['journal.jsonl', 'report.json', 'report.txt', 'junit.xml'])
      expect(existsSync(join(folder, 'joined', name))).toBe(true);
    expect(existsSync(join(folder, 'there.xml'))).toBe(true);
    expect(evenkeel(['merge', 'two', 'one', '-o', 'joined'], folder)).toMatchObject({ exitCode: 2 });
  });

  test('says which share is missing, and is inconclusive', () => {
    const end = evenkeel(['merge', 'one', '-o', 'half'], folder);
    expect(end.exitCode).toBe(3);
    expect(end.stderr).toBe('share 2 of 2 is missing: what it was to decide is inconclusive\n');
  });

  test('refuses a bad mix with what differs, and leaves nothing', () => {
    const end = evenkeel(['merge', 'one', 'odd', '-o', 'bad'], folder);
    expect(end).toMatchObject({
      exitCode: 2,
      stderr: 'one and odd are not shares of one plan; seed: 1 and 7\n',
    });
    expect(existsSync(join(folder, 'bad'))).toBe(false);
    expect(evenkeel(['merge', 'nowhere'], folder).stderr).toMatch(/^nowhere is not the folder of a run/);
  });
});

test('--shard takes a share as 2/4, and nothing else', () => {
  for (const bad of ['0/2', '3/2', '1', '1/100', '-1/2']) {
    const end = evenkeel(['run', 'plan.yaml', '--shard', bad], folder);
    expect(end.exitCode).toBe(2);
    expect(end.stderr).toContain('A share is as 2/4');
  }
});
