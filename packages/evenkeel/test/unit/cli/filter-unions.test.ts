import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { evenkeel } from '../../support/cli.ts';
import { SMALL_PLAN } from '../../support/model.ts';

const folder = mkdtempSync(join(tmpdir(), 'filter-unions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A plan in a folder of its own, with what the filter files of both releases say. */
function layPlan(name: string, filters?: { readonly base: string; readonly target: string }): string {
  const at = join(folder, name);
  const entries = Object.entries(filters ?? {});
  for (const [release, lines] of entries) {
    mkdirSync(join(at, release), { recursive: true });
    writeFileSync(join(at, release, 'a.filters'), lines);
  }
  mkdirSync(at, { recursive: true });
  const file =
    'files: { d: { path: d, from: { base: base, target: target }, owner: package, filters: true } }';
  writeFileSync(join(at, 'evenkeel.yaml'), `${SMALL_PLAN}${filters === undefined ? '' : file}\n`);
  return at;
}

const LS = '[Filters]\nls: CommandFilter, ls, root\n';
const CAT = '[Filters]\ncat: CommandFilter, cat, root\n';

describe('run --dry-run', () => {
  test('plans rolling:union of its own accord where there are filters, and only there', () => {
    const [with_, without] = [layPlan('with', { base: LS, target: CAT }), layPlan('without')];
    expect(evenkeel(['run', '--dry-run'], with_).stdout).toMatch(/^ {2}rolling:union: /m);
    const { stdout, exitCode } = evenkeel(['run', '--dry-run'], without);
    expect([stdout.includes('union'), exitCode]).toEqual([false, 0]);
  });

  test('says why it cannot, when rolling:union is asked for without filters', () => {
    const { stderr, exitCode } = evenkeel(
      ['run', '--dry-run', '--cell', 'rolling:union'],
      layPlan('without'),
    );
    expect(stderr).toMatch(/^rolling:union: no file of the plan is a folder of privilege filters/);
    expect(exitCode).toBe(2);
  });

  test('says at its line which filter cannot be read', () => {
    const at = layPlan('broken', { base: LS, target: '[Filters]\ncat: CommandFilter\n' });
    const { stderr, exitCode } = evenkeel(['run', '--dry-run'], at);
    expect(stderr).toMatch(/^target\/a\.filters:2:/);
    expect(exitCode).toBe(2);
  });
});
