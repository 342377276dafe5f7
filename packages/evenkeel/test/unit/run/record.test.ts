import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { takeRecord } from '../../../src/drivers/store/record.ts';

const folder = mkdtempSync(join(tmpdir(), 'record-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const line = (argv: readonly unknown[], allowed: unknown = true): string =>
  JSON.stringify({ time: '2026-11-23T00:00:00.000Z', argv, filter: 'x', allowed, caller: { uid: 0 } });

/** What is taken of a record with this text. */
async function taken(name: string, text: string) {
  const path = join(folder, name);
  writeFileSync(path, text);
  const record = await takeRecord(path);
  expect(readFileSync(path, 'utf8')).toBe('');
  return record;
}

describe('what rootwrap recorded', () => {
  test('is taken once, each command with how often it was asked for', async () => {
    const text = [line(['ls', '/a']), line(['cat']), line(['ls', '/a'], false), ''].join('\n');
    expect(await taken('plain', text)).toEqual({
      commands: [
        { argv: ['ls', '/a'], allowed: false, times: 2 },
        { argv: ['cat'], allowed: true, times: 1 },
      ],
      left: 0,
    });
  });

  test('is nothing where nobody asked, and there is a file of ours after that', async () => {
    const path = join(folder, 'new');
    expect(await takeRecord(path)).toEqual({ commands: [], left: 0 });
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  test.each([
    ['what is no JSON', '{"argv":["l'],
    ['words that are no texts', line(['ls', 1])],
    ['no words', line([])],
    ['no answer', line(['ls'], 'yes')],
    ['JSON of another kind', 'null'],
    ['a line longer than any that is shown', line(['ls', 'a'.repeat(5000)])],
  ])('counts %s', async (what, text) => {
    expect(await taken(what, `${text}\n${line(['cat'])}\n`)).toEqual({
      commands: [{ argv: ['cat'], allowed: true, times: 1 }],
      left: 1,
    });
  });

  test('of a flood is read in part, and the rest counted', async () => {
    const many = Array.from({ length: 300 }, (_, index) => line(['ls', `/${index}`]));
    const few = await taken('many', `${many.join('\n')}\n`);
    expect([few.commands.length, few.left]).toEqual([200, 100]);
    const large = await taken('large', `${line(['ls', 'x'.repeat(900)])}\n`.repeat(3000));
    expect(large.commands.length).toBe(1);
    expect(large.left).toBeGreaterThan(0);
  });
});
