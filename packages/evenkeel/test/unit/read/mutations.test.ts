import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evenkeel } from '../../support/cli.ts';
import { FULL_PLAN, issuesOf } from '../../support/model.ts';
import { type Mutant, mutants } from '../../support/mutations.ts';

const SEED = 20;
const ALL = mutants(200, SEED);
/** One in so many goes through the real command line. */
const EVERY = 7;

const named = (mutant: Mutant, index: number): [string, Mutant] => [`${index + 1}: ${mutant.what}`, mutant];

test('the plan itself is right: what is wrong with a mutant is its mutation', () => {
  expect(issuesOf(FULL_PLAN)).toEqual([]);
});

test('there are 200 different ones, and the same again for the same seed', () => {
  expect(mutants(200, SEED)).toEqual(ALL);
  expect(new Set(ALL.map((mutant) => mutant.text)).size).toBeGreaterThan(150);
});

describe('each wrong plan is answered with an issue that has its place', () => {
  test.each(ALL.map(named))('%s', (_, { text }) => {
    const issues = issuesOf(text);
    expect(issues).not.toEqual([]);
    const lines = text.split('\n');
    for (const issue of issues) {
      expect(issue.line).toBeGreaterThanOrEqual(1);
      expect(issue.line).toBeLessThanOrEqual(Math.max(1, lines.length));
      expect(issue.column).toBeGreaterThanOrEqual(1);
      expect(issue.message.trim()).not.toBe('');
    }
  });
});

describe('through the command line', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-mutants-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const sample = ALL.map(named).filter((_, index) => index % EVERY === 0);

  test('the sample is a good one', () => {
    expect(sample.length).toBeGreaterThanOrEqual(28);
  });

  test.each(sample)('%s: exit code 2, its place, no stack trace, no run folder', (_, { text }) => {
    writeFileSync(join(folder, 'plan.yaml'), text);
    const { exitCode, stdout, stderr } = evenkeel(['run', 'plan.yaml', '--out', 'run'], folder);
    expect(stderr).toMatch(/^plan\.yaml:\d+:\d+: ./);
    expect(stderr).not.toMatch(/^\s+at .*[:(]/m);
    expect(stderr).not.toMatch(/fault of evenkeel/);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(readdirSync(folder)).toEqual(['plan.yaml']);
  });
});
