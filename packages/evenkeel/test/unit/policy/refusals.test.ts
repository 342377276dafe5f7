import { describe, expect, test } from 'vitest';
import { hasHiddenWords } from '../../../src/model/filters.ts';
import { type RanCommand, refusalsOf } from '../../../src/policy/filters/refusals.ts';
import { readFilterFiles } from '../../../src/read/filters/filter-files.ts';
import { renderPrivileges } from '../../../src/report/privileges-text.ts';

/** Filters that admit these programs. */
function filters(...programs: readonly string[]) {
  const lines = programs.map((program) => `${program}: CommandFilter, ${program}, root`);
  const text = `[Filters]\n${lines.join('\n')}\n`;
  const set = readFilterFiles('d', [{ name: 'd/a.filters', text }]);
  if ('issues' in set) throw new Error(JSON.stringify(set.issues));
  return set;
}

const ran = (release: 'base' | 'target', instance: string, ...argv: string[]): RanCommand => ({
  argv,
  allowed: true,
  redacted: hasHiddenWords(argv),
  place: { file: 'run', line: 1, column: 1 },
  release,
  instances: [instance],
});

const COMMANDS = [
  ran('base', 'api-1', 'ls'),
  ran('base', 'api-1', 'chmod', '1'),
  ran('base', 'api-2', 'chmod', '2'),
  ran('target', 'api-1', 'ls'),
  ran('target', 'api-1', 'truncate', 'x'),
];
const [BASE, TARGET, UNION] = [
  filters('ls', 'chmod'),
  filters('ls', 'truncate'),
  filters('ls', 'chmod', 'truncate'),
];

const truncate = {
  release: 'target',
  filters: 'base',
  command: 'truncate x',
  count: 1,
  instances: ['api-1'],
};
const chmod = {
  release: 'base',
  filters: 'target',
  command: 'chmod 1',
  count: 2,
  instances: ['api-1', 'api-2'],
};

describe('what each column would have refused of recorded commands', () => {
  test('is what the filters of one release refuse to the code of the other', () => {
    expect(refusalsOf(COMMANDS, { base: BASE, target: TARGET, union: UNION })).toEqual([
      { column: 'frozen', refused: [truncate], undecidable: 0 },
      { column: 'together', refused: [], undecidable: 0 },
      { column: 'after', refused: [truncate], undecidable: 0 },
      { column: 'before', refused: [chmod], undecidable: 0 },
      { column: 'union', refused: [], undecidable: 0 },
    ]);
  });

  test("is told of target's own filters in every column that ends with them", () => {
    const own = refusalsOf([ran('target', 'api-1', 'chmod')], { base: BASE, target: TARGET, union: UNION });
    const columns = own.filter(({ refused }) => refused.some((entry) => entry.filters === 'target'));
    expect(columns.map(({ column }) => column)).toEqual(['together', 'after', 'before', 'union']);
  });

  test('leaves union out when there is none', () => {
    const columns = refusalsOf(COMMANDS, { base: BASE, target: TARGET }).map(({ column }) => column);
    expect(columns).toEqual(['frozen', 'together', 'after', 'before']);
  });

  test('counts commands of which it cannot be told, once each', () => {
    const hidden = [ran('target', 'api-1', 'truncate', 'size=***')];
    const answers = refusalsOf(hidden, { base: BASE, target: TARGET, union: UNION });
    expect(answers.map(({ undecidable }) => undecidable)).toEqual([1, 1, 1, 1, 1]);
    expect(answers.flatMap(({ refused }) => refused)).toEqual([]);
  });

  test('is told to people with one line for columns of one answer, and nothing that a terminal obeys', () => {
    const odd = [...COMMANDS, ran('target', 'api-1', 'odd\u001b[31m')];
    const columns = refusalsOf(odd, { base: BASE, target: TARGET, union: UNION });
    const text = renderPrivileges({ recorded: { base: 3, target: 3 }, columns, left: 2 });
    expect(text.split('\n').filter((line) => !line.includes('odd'))).toEqual([
      "privileged commands: base's code asked for 3, target's for 3, and 2 more that were not looked at",
      "  frozen: base's filters refuse what target's code runs (api-1): truncate x",
      "  after: base's filters refuse what target's code runs (api-1): truncate x",
      "  before: target's filters refuse what base's code runs (api-1, api-2): chmod 1 and 1 more like it",
    ]);
    expect(text).not.toContain('\u001b');
  });
});
