import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { ConfigOption, ConfigSchema } from '../../../src/model/config-schema.ts';
import { editsFor } from '../../../src/policy/operator/fix.ts';
import { decidingSettings, settingsByName } from '../../../src/policy/operator/lookup.ts';
import { readIni } from '../../../src/read/config/ini-document.ts';
import { changedText, changesBy } from '../../../src/read/config/ini-edit.ts';
import { operatorFileOf } from '../../../src/read/config/operator-ini.ts';
import { unifiedDiff } from '../../../src/report/unified-diff.ts';
import { fileOf, lint, option, schema } from '../../support/operator.ts';

const base = schema(
  option('DEFAULT/kept'),
  option('DEFAULT/gone', { aliases: ['DEFAULT/went'], deprecation: { reason: 'use\n[new] thing' } }),
  option('DEFAULT/bare'),
  option('DEFAULT/old_name', { aliases: ['DEFAULT/older_name'] }),
  option('DEFAULT/moved'),
  option('db/url', { aliases: ['DEFAULT/sql'] }),
  option('db2/url', { aliases: ['DEFAULT/sql'] }),
  option('DEFAULT/path', { kind: 'multi' }),
);
const target = schema(
  option('DEFAULT/kept'),
  option('DEFAULT/new_name', { aliases: ['DEFAULT/old_name'] }),
  option('New/moved', { aliases: ['DEFAULT/moved'] }),
  option('db/url'),
  option('db2/url'),
  option('DEFAULT/paths', { kind: 'multi', aliases: ['DEFAULT/path', 'db/path'] }),
);

function fixed(text: string) {
  const { document } = readIni('site.conf', text);
  const changes = changesBy(document, editsFor(operatorFileOf(document), base, target, 'N+1'));
  return { text: changedText(document, changes), patch: unifiedDiff('site.conf', document.lines, changes) };
}

describe('what becomes of a file', () => {
  test.each([
    [
      'a name in the same group is renamed in its place',
      '[DEFAULT]\n# c\n  \nold_name =  1\n   2 \nkept=1',
      '[DEFAULT]\n# c\n  \nnew_name =  1\n   2 \nkept=1',
    ],
    [
      'what stands before the key, and how its line ends, stays',
      '[DEFAULT]\n\u00a0old_name=1\r\nkept=1',
      '[DEFAULT]\n\u00a0new_name=1\r\nkept=1',
    ],
    [
      'what went is commented out with the reason',
      '[DEFAULT]\r\ngone = 1\r\n  2\r\nkept=1\r\n',
      '[DEFAULT]\r\n# evenkeel: removed in N+1: use [new] thing\r\n#gone = 1\r\n#  2\r\nkept=1\r\n',
    ],
    [
      'and without a reason in so many words',
      '[DEFAULT]\nbare=1',
      '[DEFAULT]\n# evenkeel: removed in N+1: no reason is given\n#bare=1',
    ],
    [
      'a former name of what went goes too',
      '[DEFAULT]\nwent=1\n',
      '[DEFAULT]\n# evenkeel: removed in N+1: use [new] thing\n#went=1\n',
    ],
    [
      'what moves goes behind the last option there',
      '[new]\nx=1\n  2\n# end\n[DEFAULT]\nmoved=1',
      '[new]\nx=1\n  2\nmoved=1\n# end\n[DEFAULT]\n',
    ],
    ['or below the head of an empty section', '[DEFAULT]\nmoved=1\n[NEW]', '[DEFAULT]\n[NEW]\nmoved=1\n'],
    ['or into a new section', '[DEFAULT]\nkept=1\nmoved=1', '[DEFAULT]\nkept=1\n\n[New]\nmoved=1\n'],
    [
      'what follows an unended line is a line of its own',
      '[DEFAULT]\nmoved=1\nkept=1',
      '[DEFAULT]\nkept=1\n\n[New]\nmoved=1\n',
    ],
    [
      'one former name of two options becomes both',
      '[DEFAULT]\nsql=1\n[db]\nx=1\n',
      '[DEFAULT]\n[db]\nx=1\nurl=1\n\n[db2]\nurl=1\n',
    ],
    [
      'the name that wins is kept',
      '[DEFAULT]\nolder_name=1\nold_name=2\n',
      '[DEFAULT]\n# evenkeel: not read: [DEFAULT] new_name is set too, and wins\n#older_name=1\nnew_name=2\n',
    ],
    [
      'the present name wins',
      '[DEFAULT]\nold_name=1\nnew_name=2\n',
      '[DEFAULT]\n# evenkeel: not read: [DEFAULT] new_name is set too, and wins\n#old_name=1\nnew_name=2\n',
    ],
    [
      'of several values all stay, in the order in which they are read',
      '[DEFAULT]\npaths=1\npath=2\n[db]\npath=3\n',
      '[DEFAULT]\npaths=3\npaths=2\npaths=1\n[db]\n',
    ],
    [
      'what neither release knows is left alone',
      '[DEFAULT]\ntypo=1\n[lvm]\na=1\n',
      '[DEFAULT]\ntypo=1\n[lvm]\na=1\n',
    ],
  ])('%s', (_, before, after) => expect(fixed(before).text).toBe(after));

  test('a hostile schema cannot write lines of its own', () => {
    const evil = schema(
      option('DEFAULT/x\nkept=evil', { aliases: ['DEFAULT/kept'] }),
      option('a]\n[b/y', { aliases: ['DEFAULT/bare'] }),
    );
    expect(editsFor(fileOf('[DEFAULT]\nkept=1\nbare=1\n'), base, evil, 'N+1')).toEqual([]);
  });
});

const NAMES = [
  'kept',
  'gone',
  'went',
  'bare',
  'old_name',
  'older_name',
  'new_name',
  'moved',
  'sql',
  'url',
  'path',
  'paths',
];
const GROUPS = ['DEFAULT', 'db', 'DB2', 'new', 'other'];
const known = (group: string, name: string) =>
  [base, target].some(({ options }) =>
    options.some(({ id, aliases }) =>
      [id, ...aliases].some((each) => each.name === name && each.group.toLowerCase() === group.toLowerCase()),
    ),
  );

/** Files whose settings one of the releases knows, with all that may stand between them. */
const anyFile = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.constantFrom(...GROUPS),
        fc.array(
          fc.tuple(
            fc.constantFrom(...NAMES),
            fc.constantFrom('=', ' : '),
            fc.constantFrom('1', '2', '3\n  4', ''),
            fc.constantFrom('', '', '# c', ' ', '\n;d'),
          ),
        ),
      ),
      { maxLength: 6 },
    ),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  )
  .map(([sections, eol, isEnded]) => {
    const lines = sections.flatMap(([group, settings]) => [
      `[${group}]`,
      ...settings
        .filter(([name]) => known(group, name))
        .flatMap(([name, sign, value, after]) => [
          `${name}${sign}${value}`,
          ...(after === '' ? [] : [after]),
        ]),
    ]);
    const text = lines.join('\n').replaceAll('\n', eol);
    return isEnded && text !== '' ? text + eol : text;
  });

const settingsRead = (text: string, wanted: ConfigOption) =>
  decidingSettings(wanted, settingsByName(fileOf(text))).map(({ value }) => value);
const valueRead = (text: string, wanted: ConfigOption) => {
  const values = settingsRead(text, wanted);
  return wanted.type.kind === 'multi' ? values : values.slice(-1);
};
const named = ({ options }: ConfigSchema, group: string, name: string) =>
  options.find(({ id }) => id.group === group && id.name === name);

describe('of any file', () => {
  test('a second run changes nothing', () => {
    fc.assert(
      fc.property(anyFile, (text) => fixed(fixed(text).text).text === fixed(text).text),
      { numRuns: 3000 },
    );
  });

  test('the result has only names of target', () => {
    fc.assert(
      fc.property(anyFile, (text) => {
        const codes = lint(fixed(text).text, target).map(({ rule }) => rule.code);
        expect(codes).not.toContain('OPR101');
        expect(codes).not.toContain('OPR104');
      }),
      { numRuns: 3000 },
    );
  });

  test('target reads what it read before, or else what base read', () => {
    const pairs: [string, string, string, string][] = [
      ['DEFAULT', 'kept', 'DEFAULT', 'kept'],
      ['DEFAULT', 'old_name', 'DEFAULT', 'new_name'],
      ['DEFAULT', 'moved', 'New', 'moved'],
      ['db', 'url', 'db', 'url'],
      ['db2', 'url', 'db2', 'url'],
    ];
    fc.assert(
      fc.property(anyFile, (text) => {
        const after = fixed(text).text;
        for (const [group, name, newGroup, newName] of pairs) {
          const [old, fresh] = [named(base, group, name), named(target, newGroup, newName)];
          if (old === undefined || fresh === undefined) throw new Error('no such option');
          const present = valueRead(text, { ...fresh, aliases: [] });
          expect(valueRead(after, fresh)).toEqual(present.length > 0 ? present : valueRead(text, old));
        }
        const paths = named(target, 'DEFAULT', 'paths');
        if (paths !== undefined) expect(valueRead(after, paths)).toEqual(valueRead(text, paths));
      }),
      { numRuns: 3000 },
    );
  });

  test('what is not concerned stays, in its order', () => {
    const others = (text: string) =>
      text.split(/\r?\n/).filter((line) => /^(\[other\]|# c|;d|kept.*)$/.test(line));
    fc.assert(
      fc.property(anyFile, (text) => {
        expect(others(fixed(text).text)).toEqual(others(text));
      }),
    );
  });
});

describe('the patch', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-patch-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is what patch(1) needs to make the same file', ({ skip }) => {
    if (spawnSync('patch', ['--version']).error !== undefined) skip('patch is not installed');
    const file = join(folder, 'site.conf');
    fc.assert(
      fc.property(anyFile, (text) => {
        const { text: after, patch } = fixed(text);
        writeFileSync(file, text);
        if (patch === '') return text === after;
        const end = spawnSync('patch', ['--binary', '-s', '-p0'], {
          cwd: folder,
          input: patch,
          encoding: 'utf8',
        });
        expect(end.stdout + end.stderr).toBe('');
        return readFileSync(file, 'utf8') === after;
      }),
      { numRuns: 300 },
    );
  });

  test('tells only the lines around a change', () => {
    const filler = Array.from({ length: 20 }, (_, index) => `# ${index}`).join('\n');
    const { patch } = fixed(`[DEFAULT]\nold_name=1\n${filler}\nbare=1`);
    expect(patch).toBe(
      [
        '--- site.conf',
        '+++ site.conf',
        '@@ -1,5 +1,5 @@',
        ' [DEFAULT]',
        '-old_name=1',
        '+new_name=1',
        ' # 0',
        ' # 1',
        ' # 2',
        '@@ -20,4 +20,5 @@',
        ' # 17',
        ' # 18',
        ' # 19',
        '-bare=1',
        '\\ No newline at end of file',
        '+# evenkeel: removed in N+1: no reason is given',
        '+#bare=1',
        '\\ No newline at end of file',
        '',
      ].join('\n'),
    );
  });
});
