import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventBody } from '../../../src/model/event.ts';
import { evenkeel } from '../../support/cli.ts';
import { journalOf, stamped } from '../../support/journal.ts';
import { modelOf, SMALL_PLAN } from '../../support/model.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-captured-of-evenkeel-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lay(name: string, ...more: readonly EventBody[]): void {
  const events = journalOf(modelOf(SMALL_PLAN), ['offline:together']);
  const bodies: EventBody[] = events.map(({ seq: _, at: __, ...body }) => body as EventBody);
  mkdirSync(join(folder, name));
  const lines = stamped([...bodies, ...more]).map((event) => `${JSON.stringify(event)}\n`);
  writeFileSync(join(folder, name, 'journal.jsonl'), lines.join(''));
}

const ran = (release: 'base' | 'target', sql: string, cut?: number): EventBody => ({
  type: 'statements',
  run: 'offline-together',
  part: release === 'base' ? 'base' : 'upgrade',
  step: 'offline-together/1.1',
  server: 'db',
  release,
  statements: [{ database: 'app', sql }],
  ...(cut !== undefined && { cut }),
});

beforeAll(() => {
  lay('run', ran('base', 'CREATE TABLE orders ()'), ran('target', 'DROP TABLE orders'));
  lay('cut', ran('base', 'CREATE TABLE orders ()'), ran('target', 'CREATE TABLE lines ()', 2));
  lay('without');
  lay('odd', { ...ran('base', ''), statements: [{ sql: 1 }] } as unknown as EventBody);
  mkdirSync(join(folder, 'one'));
  writeFileSync(
    join(folder, 'one/schema.json'),
    '{"type":"object","properties":{"port":{"type":"integer"}}}',
  );
});

const check = (...args: readonly string[]) => evenkeel(['check', ...args], folder);

describe('evenkeel check --captured', () => {
  test.each([
    ['alone, with the names that the plan gives the releases', [], '1.0.0'],
    [
      'beside other inputs of two releases',
      ['--base', 'one', '--target', 'one', '--config', 'schema.json'],
      'one',
    ],
  ])('judges what a run captured, %s', (_title, more, label) => {
    const { exitCode, stdout, stderr } = check('--captured', 'run', ...more);
    expect(stderr).toBe('Judged: the statements that offline-together ran, 1 of target after 1 of base.\n');
    expect(stdout).toMatch(
      new RegExp(`^run/journal\\.jsonl:\\d+:\\d+: error MIG102: the table orders of ${label} is dropped\n`),
    );
    expect(exitCode).toBe(1);
  });

  test('says what was too much to be kept, with exit code 2', () => {
    const { exitCode, stdout, stderr } = check('--captured', 'cut');
    expect(stderr).toMatch(/\ncut\/journal\.jsonl:\d+:1: 2 more statements ran in this step than are kept/);
    expect([exitCode, stdout]).toEqual([2, '0 errors, 0 warnings, 0 notes\n']);
  });

  test.each([
    ['a run without statements', ['--captured', 'without'], 'without/journal.jsonl tells of no statements'],
    ['a folder that is not there', ['--captured', 'none'], 'none is not the folder of a run'],
    [
      'an event that is none',
      ['--captured', 'odd'],
      /^odd\/journal\.jsonl:\d+:1: statements\.statements\.0\.database: /,
    ],
    [
      'two sources of migrations',
      ['--captured', 'run', '--migrations', 'db', '--base', 'a', '--target', 'b'],
      'give one of them',
    ],
    [
      'one release',
      ['--captured', 'run', '--base', 'one'],
      'Which releases? Name them with --base and --target',
    ],
    [
      'other inputs without releases',
      ['--captured', 'run', '--config', 'schema.json'],
      'Which releases? Name them with --base and --target',
    ],
    ['nothing at all', [], 'Which releases? Name them with --base and --target'],
  ])('answers %s with exit code 2', (_title, args, message) => {
    const { exitCode, stdout, stderr } = check(...args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
    expect([exitCode, stdout]).toEqual([2, '']);
  });
});
