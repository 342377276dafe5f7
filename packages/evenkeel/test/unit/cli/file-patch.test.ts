import { describe, expect, test } from 'vitest';
import { patchOf } from '../../../src/cli/file-patch.ts';

describe('the diff of a file that a package ships', () => {
  test('has what goes and what comes, with three lines around', () => {
    const before = 'a\nb\nc\nd\ne\nold\n';
    expect(patchOf(before, before.replace('old', 'new'))).toEqual({
      lines: ['@@ -3,4 +3,4 @@', ' c', ' d', ' e', '-old', '+new'],
      more: 0,
    });
  });

  test('of a file that one release does not have is all of the other', () => {
    expect(patchOf('', 'one\ntwo\n')?.lines.slice(1)).toEqual(['+one', '+two']);
    expect(patchOf('one\n', '')?.lines.slice(1)).toEqual(['-one']);
  });

  test('is bounded in its lines and in their length, and says how many more there are', () => {
    const long = Array.from({ length: 500 }, (_, index) => `${index}${'x'.repeat(400)}\n`).join('');
    const patch = patchOf('', long);
    expect([patch?.lines.length, patch?.more]).toEqual([200, 301]);
    expect(Math.max(...(patch?.lines ?? []).map((line) => line.length))).toBeLessThanOrEqual(301);
  });

  test('is not made of what is alike, too large, too different, or no text', () => {
    const rows = (sign: string): string =>
      Array.from({ length: 3000 }, (_, index) => `${sign}${index}\n`).join('');
    expect(patchOf('same\n', 'same\n')).toBeUndefined();
    expect(patchOf('', 'x'.repeat(300 * 1024))).toBeUndefined();
    expect(patchOf(rows('a'), rows('b'))).toBeUndefined();
    expect(patchOf('a\0', 'b\0')).toBeUndefined();
  });
});
