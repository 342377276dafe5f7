import { describe, expect, test } from 'vitest';
import type { Moment } from '../../support/journal.ts';
import { inRollback, inUpgrade, judged, smallModel } from '../../support/judged.ts';

const ONE = [
  'exceptions:',
  '  mend: { run: mend, note: note.md, why: the store moved, cells: [offline:together] }',
];
const TWO = [...ONE, '  tell: { run: tell, note: note.md, cells: [offline:together] }'];

/** The exceptions that a run does. */
function doneIn({ run }: Moment): string[] {
  return run.phases.flatMap(({ steps }) =>
    steps.flatMap(({ action }) => (action.kind === 'exception' ? [action.name] : [])),
  );
}

/** Fails in the upgrade unless the exceptions are done. */
const needs =
  (...names: readonly string[]) =>
  (at: Moment): string | undefined =>
    inUpgrade(at) && at.run.code === 'offline' && names.some((name) => !doneIn(at).includes(name))
      ? `needs ${names.join(', ')}`
      : undefined;

describe('a cell that needs an exception', () => {
  const { of, exitCode } = judged(smallModel(...ONE), { fails: needs('mend') });

  test('is an exception, which is named with its reason and its note', () => {
    expect(of('offline:together').result).toMatchObject({
      verdict: 'exception',
      exceptions: [{ name: 'mend', why: 'the store moved', note: 'note.md' }],
      stale: [],
      witnesses: [{ run: 'offline-together', failure: { message: 'needs mend' } }],
    });
  });

  test('is broken where the exception is not declared, which costs the promise', () => {
    expect(of('offline:frozen').result.verdict).toBe('broken');
    expect(exitCode).toBe(1);
  });

  test('is broken when the exception does not mend it', () => {
    const { result } = judged(smallModel(...ONE), { fails: needs('mend', 'magic') }).of('offline:together');
    expect(result.verdict).toBe('broken');
    expect(result.exceptions).toEqual([]);
  });

  test('is an exception with warnings when the mended run warns', () => {
    const { result } = judged(smallModel(...ONE), {
      fails: needs('mend'),
      warns: (at) => (inUpgrade(at) ? ['this is deprecated'] : []),
    }).of('offline:together');
    expect(result).toMatchObject({ verdict: 'exception', warnings: [{ text: 'this is deprecated' }] });
  });

  test('has the rollback of the run that was mended', () => {
    const { rollback } = judged(smallModel(...ONE), {
      fails: (at) =>
        needs('mend')(at) ?? (inRollback(at) && doneIn(at).length > 0 ? 'no way back' : undefined),
    }).of('offline:together');
    expect(rollback).toMatchObject({
      verdict: 'broken',
      witnesses: [{ failure: { message: 'no way back' } }],
    });
  });
});

describe('a stale exception', () => {
  test('is one without which the cell passes as it is: painless, and said', () => {
    const { result } = judged(smallModel(...ONE)).of('offline:together');
    expect(result).toMatchObject({ verdict: 'painless', stale: ['mend'], exceptions: [] });
  });

  test('is the one of two that is not needed; the other still is', () => {
    const { result } = judged(smallModel(...TWO), { fails: needs('mend') }).of('offline:together');
    expect(result.verdict).toBe('exception');
    expect(result.stale).toEqual(['tell']);
    expect(result.exceptions.map((entry) => entry.name)).toEqual(['mend']);
  });

  test('is none of two that are both needed', () => {
    const { result } = judged(smallModel(...TWO), { fails: needs('mend', 'tell') }).of('offline:together');
    expect(result.stale).toEqual([]);
    expect(result.exceptions.map((entry) => entry.name)).toEqual(['mend', 'tell']);
  });

  test('is not both of two each of which mends it alone: one of them is needed', () => {
    const { result } = judged(smallModel(...TWO), {
      fails: (at) =>
        inUpgrade(at) && at.run.code === 'offline' && doneIn(at).length === 0 ? 'needs one' : undefined,
    }).of('offline:together');
    expect(result.verdict).toBe('exception');
    expect(result.exceptions).not.toEqual([]);
  });
});

describe("an operator's file with two variants", () => {
  const files = smallModel(
    'files:',
    '  conf: { path: api.conf, from: { base: one, target: two }, note: note.md }',
  );

  test('that must be edited makes its cell an exception at best, with the note', () => {
    const needsEdit = (at: Moment): string | undefined =>
      inUpgrade(at) && !at.run.id.endsWith('+exceptions') ? 'old file' : undefined;
    const { of } = judged(files, { fails: needsEdit });
    expect(of('offline:together').result).toMatchObject({
      verdict: 'exception',
      exceptions: [{ name: 'edit:conf', why: expect.stringContaining('api.conf'), note: 'note.md' }],
    });
    expect(of('rolling:after').result.verdict).toBe('exception');
    expect(of('offline:frozen').result.verdict).toBe('broken');
  });

  test('that need not be edited is a stale exception of the cells where files move', () => {
    const { of } = judged(files);
    expect(of('offline:together').result).toMatchObject({ verdict: 'painless', stale: ['edit:conf'] });
    expect(of('offline:frozen').result).toMatchObject({ verdict: 'painless', stale: [] });
  });
});
