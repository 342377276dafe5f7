import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { evenkeel } from '../../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-show-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A report that was made so many seconds after the epoch. */
function reportAt(path: string, seconds: number): string {
  const file = join(folder, path, 'report.html');
  mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(file, '<!doctype html>');
  utimesSync(file, seconds, seconds);
  return file;
}

/** An opener that writes down what it is to open; returns the PATH on which it is the only one. */
function openerInPath(name: string, script: string): string {
  const bin = join(folder, name);
  mkdirSync(bin);
  writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'xdg-open'), 0o755);
  return [bin, process.env.PATH].join(delimiter);
}

describe('evenkeel show', () => {
  const older = reportAt('.evenkeel/one', 1_000);
  const newest = reportAt('.evenkeel/steps/1.0-to-2.0', 2_000);
  const opened = join(folder, 'opened');

  test('opens the newest report, of a step too, and says where it is', () => {
    const PATH = openerInPath('bin', `printf %s "$1" > '${opened}'`);
    const { exitCode, stdout, stderr } = evenkeel(['show'], folder, undefined, { PATH });
    expect([exitCode, stdout, stderr]).toEqual([0, `${newest}\n`, '']);
    expect(readFileSync(opened, 'utf8')).toBe(newest);
  });

  test('opens nothing when it is only to say where', () => {
    rmSync(opened, { force: true });
    expect(evenkeel(['show', '.evenkeel/one', '--print'], folder).stdout).toBe(`${older}\n`);
    expect(existsSync(opened)).toBe(false);
  });

  test('says that nothing opens it where nothing does', () => {
    const PATH = openerInPath('broken', 'exit 3');
    const { exitCode, stdout, stderr } = evenkeel(['show', '.evenkeel/one'], folder, undefined, { PATH });
    expect([exitCode, stdout]).toEqual([0, `${older}\n`]);
    expect(stderr).toMatch(/open the file in a browser/);
  });

  test.each([
    ['nothing', /is not the folder of a run/],
    ['bare', /has no report\.html: evenkeel report bare makes it/],
    ['list', /each of which has a page: evenkeel show list\/1\.0-to-2\.0/],
  ])('says what to do about %s', (name, why) => {
    mkdirSync(join(folder, name));
    if (name === 'bare') writeFileSync(join(folder, name, 'journal.jsonl'), '');
    const steps = [{ id: '1.0-to-2.0', kind: 'next', releases: ['1.0', '2.0'], isPromised: true }];
    if (name === 'list') writeFileSync(join(folder, name, 'steps.json'), JSON.stringify({ steps }));
    const { exitCode, stderr } = evenkeel(['show', name], folder);
    expect(stderr).toMatch(why);
    expect(exitCode).toBe(2);
  });
});
