import { describe, expect, test } from 'vitest';
import { optionChanges } from '../../../src/read/config/option-changes.ts';

describe("what an operator's edit changes", () => {
  test('is named by option, without values', () => {
    const changes = optionChanges('nova.conf', '[a]\nx = 1\ny = 2\n', '[a]\nx = 3\nz = 2\n');
    expect(changes).toEqual([
      { option: '[a] y', how: 'removed' },
      { option: '[a] x', how: 'changed' },
      { option: '[a] z', how: 'added' },
    ]);
  });

  test('counts quotes: releases may read them differently', () => {
    expect(optionChanges('.env', 'PASSWORD=s3cret#42\n', 'PASSWORD="s3cret#42"\n')).toEqual([
      { option: 'PASSWORD', how: 'changed' },
    ]);
  });

  test('is nothing when only comments differ', () => {
    expect(optionChanges('site.yaml', 'a:\n  b: 1 # one\n', '# new\na:\n  b: 1\n')).toEqual([]);
  });

  test('of a script is the flags that came and went', () => {
    expect(
      optionChanges('serve.sh', 'exec serve --delay 20 --port 1 db\n', 'exec serve --port 1 db\n'),
    ).toEqual([{ option: '--delay', how: 'removed' }]);
  });
});
