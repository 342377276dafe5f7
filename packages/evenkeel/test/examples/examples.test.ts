import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Privileges } from '../../src/model/privileges.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const EVENKEEL = join(ROOT, 'packages/evenkeel/bin/evenkeel.js');

/** Run by `npm test`; the others need long installs and have a script of their own. */
const ALWAYS = ['01-unleash', '04-dotenv', '06-socketio', '09-privileged'];

interface ExpectedResult {
  readonly verdict: string;
  /** Kinds of step of which one must have failed. */
  readonly step?: string | readonly string[];
  /** A regular expression that the evidence, or a warning, must match. */
  readonly evidence?: string;
  /** The class of the cause, and for options the very options. */
  readonly culprit?: string;
  readonly options?: readonly string[];
}

interface Expected {
  readonly cells: Readonly<Record<string, ExpectedResult & { readonly rollback?: ExpectedResult }>>;
  /** For each column, what of the recorded commands would have been refused: `base refuses target: cat`. */
  readonly privileges?: Readonly<Record<string, readonly string[]>>;
  readonly exit: number;
  /** Errors that `check --captured` must find in what the run captured: code and subject; none at all when it is empty. */
  readonly captured?: readonly string[];
}

interface FoundResult {
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly witnesses: readonly { readonly kind: string; readonly failure: unknown }[];
  readonly warnings: readonly unknown[];
  readonly culprit?: { readonly class: string; readonly options?: readonly string[] };
}

interface Report {
  readonly cells: readonly {
    readonly cell: string;
    readonly result: FoundResult;
    readonly rollback: FoundResult;
  }[];
  readonly privileges?: Privileges;
}

const scratch = mkdtempSync(join(tmpdir(), 'examples-of-evenkeel-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const names = readdirSync(join(ROOT, 'examples')).filter((name) =>
  existsSync(join(ROOT, 'examples', name, 'expected.json')),
);
const chosen = names.filter((name) => ALWAYS.includes(name) === (process.env.EVENKEEL_EXAMPLES !== 'rest'));

describe('the examples, on real packages', () => {
  it.each(chosen)('%s comes out as is known', async (name) => {
    const out = join(scratch, name);
    const { exit, output } = await run(['run', `examples/${name}`, '--out', out]);
    const expected = JSON.parse(
      readFileSync(join(ROOT, 'examples', name, 'expected.json'), 'utf8'),
    ) as Expected;
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
    expect(report.cells.map((cell) => cell.cell).sort(), output).toEqual(Object.keys(expected.cells).sort());
    for (const { cell, result, rollback } of report.cells) {
      const known = expected.cells[cell];
      compare(cell, result, known);
      compare(`${cell}/rollback`, rollback, known?.rollback);
    }
    expect(refusals(report.privileges), output).toEqual(expected.privileges);
    expect(exit, output).toBe(expected.exit);
    if (expected.captured === undefined) return;
    const errors = await capturedErrors(out);
    if (expected.captured.length === 0) expect(errors).toEqual([]);
    else expect(errors).toEqual(expect.arrayContaining([...expected.captured]));
  });
});

async function capturedErrors(out: string): Promise<string[]> {
  const { output } = await run(['check', '--captured', out, '--format', 'json']);
  const { findings } = JSON.parse(output.slice(output.indexOf('{'))) as {
    readonly findings: readonly {
      readonly code: string;
      readonly subject: string;
      readonly severity: string;
    }[];
  };
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ code, subject }) => `${code} ${subject}`);
}

function compare(where: string, found: FoundResult, expected: ExpectedResult | undefined): void {
  if (expected === undefined) return;
  expect(found.verdict, `${where}: ${JSON.stringify(found, null, 1)}`).toBe(expected.verdict);
  if (expected.step !== undefined) {
    expect([expected.step].flat(), where).toContain(found.witnesses[0]?.kind);
  }
  if (expected.culprit !== undefined)
    expect([where, found.culprit?.class], JSON.stringify(found.culprit)).toEqual([where, expected.culprit]);
  if (expected.options !== undefined)
    expect([where, found.culprit?.options]).toEqual([where, expected.options]);
  if (expected.evidence !== undefined) {
    expect(textsIn([found.reasons, found.witnesses, found.warnings]).join('\n'), where).toMatch(
      new RegExp(expected.evidence, 's'),
    );
  }
}

function refusals(privileges: Privileges | undefined): Record<string, string[]> | undefined {
  if (privileges === undefined) return undefined;
  const entries = privileges.columns.map(({ column, refused }) => [
    column,
    refused.map(({ filters, release, command }) => `${filters} refuses ${release}: ${command.split(' ')[0]}`),
  ]);
  return Object.fromEntries(entries);
}

/** Every text in a JSON value, as it is. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function run(args: readonly string[]): Promise<{ exit: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [EVENKEEL, ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', (exit) => resolve({ exit, output }));
  });
}
