import { describe, expect, test } from 'vitest';
import { formatIssue } from '../../../src/model/issue.ts';
import { noteIdOf } from '../../../src/model/release-notes.ts';
import { readReleaseNotes, repeatedIds } from '../../../src/read/notes/notes.ts';

const RENO = 'notes/drop-rpc-95915aaedd3c48d8.yaml';
const CHANGE = '.changeset/brave-dogs-run.md';

function read(name: string, text: string) {
  const { notes, issues } = readReleaseNotes('notes', [{ name, text }]);
  const [note] = notes.notes;
  const entries = note?.entries.map(({ section, text: words, place }) => [section, words, place.line]);
  return { entries, issues: issues.map(formatIssue) };
}

describe('a note of reno', () => {
  test('gives each entry with its place', () => {
    const text = 'prelude: >\n  Much\n  changed.\nupgrade:\n  - |\n    Set x.\n  - Run y.\nfixes: one\n';
    expect(read(RENO, text)).toEqual({
      entries: [
        ['prelude', 'Much changed.', 1],
        ['upgrade', 'Set x.', 5],
        ['upgrade', 'Run y.', 7],
        ['fixes', 'one', 8],
      ],
      issues: [],
    });
  });

  test.each(['', '---\n', '# later\n\n---\n# more\n', 'upgrade: []\n', 'upgrade:\n', 'upgrade: [""]\n'])(
    'may say nothing: %j',
    (text) => expect(read(RENO, text)).toEqual({ entries: [], issues: [] }),
  );

  test.each(
    [
      ['upgrades: [x]\n', ':1:1: reno knows no section "upgrades"; the nearest one is "upgrade"'],
      [
        'fixes:\n  - x: y\n',
        ':2:5: an entry of "fixes" must be a text; it holds a colon and reads as a mapping',
      ],
      ['fixes: [7]\n', ':1:9: an entry of "fixes" must be a text'],
      ['- x\n', ':1:1: a release note is a mapping of sections'],
      ['fixes:\n  - x\n fixes\n', ':3:'],
      ['fixes: [a]\nfixes: [b]\n', ':2:1: the key "fixes" stands here twice'],
      ['fixes: *no\n', ':1:8: '],
      [`${'#'.repeat(5 * 1024 * 1024)}`, ':1:1: the file is larger than 1 MiB'],
      [`fixes: ${'['.repeat(100_000)}`, ':1:1: '],
      ['fixes: "a\0b"\n', ':1:1: the file holds a NUL byte'],
      ['__proto__: [x]\n', ':1:1: reno knows no section "__proto__"'],
    ].map(([text = '', words = '']): [string, () => string, string] => [
      text.slice(0, 30),
      () => text,
      words,
    ]),
  )('says what is wrong with %j', (_title, make, words) => {
    const text = make();
    const { issues } = read(RENO, text);
    expect(issues[0]).toContain(`${RENO}${words}`);
    expect(issues.join('')).not.toContain('evenkeel init');
  });

  test('may begin with a byte order mark', () => {
    expect(read(RENO, '\ufefffixes: [x]\n')).toEqual({ entries: [['fixes', 'x', 1]], issues: [] });
  });

  test('in Latin-1 is refused at the place', () => {
    const text = Buffer.from('fixes:\n  - caf\xe9\n', 'latin1').toString();
    expect(read(RENO, text).issues).toEqual([`${RENO}:2:8: this is not UTF-8; save the file as UTF-8`]);
  });

  test('of aliases by the billion is refused at once', () => {
    const names = [...'abcdefghij'];
    const bomb = names.map((name, at) => {
      const before = names[at - 1];
      return `${name}: &${name} [${before === undefined ? '"lol"' : `${`*${before},`.repeat(9)}*${before}`}]\n`;
    });
    const started = performance.now();
    expect(read(RENO, `${bomb.join('')}fixes: *j\n`).issues.length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('a changeset', () => {
  test('gives its text for each kind of bump', () => {
    const text = '---\n"@a/b": major\n"c": patch\nd: patch\n---\n\nThe option x is gone.\n\nSet y.\n';
    const words = 'The option x is gone.\n\nSet y.';
    expect(read(CHANGE, text)).toEqual({
      entries: [
        ['major', words, 7],
        ['patch', words, 7],
      ],
      issues: [],
    });
  });

  test.each(['', '---\n---\n', '---\n---\ntext\n', '---\r\na: major\r\n---\r\n'])(
    'may say nothing: %j',
    (text) => expect(read(CHANGE, text)).toEqual({ entries: [], issues: [] }),
  );

  test.each([
    ['# Text\n', ':1:1: a changeset begins with front matter'],
    ['---\n"a": major\n', ':1:1: a changeset begins with front matter'],
    ['---\nx: y\n"a": huge\n---\n', ':2:4: the bump of "x" must be one of major, minor, patch, none'],
    ['---\n- a\n---\n', ':2:1: the front matter names packages'],
    ['---\na: [\n---\n', ':2:'],
  ])('says what is wrong with %j', (text, words) => {
    expect(read(CHANGE, text).issues[0]).toContain(`${CHANGE}${words}`);
  });
});

describe('the id of a note', () => {
  test.each([
    ['n/a-b-95915aaedd3c48d8.yaml', '95915aaedd3c48d8'],
    ['95915aaedd3c48d8-old-form-of-it.yaml', '95915aaedd3c48d8'],
    ['.changeset/brave-dogs-run.md', 'brave-dogs-run'],
    ['.changeset/README.md', undefined],
    ['.changeset/config.json', undefined],
    ['n/a-95915aaedd3c48d8.yml', undefined],
  ])('of %s is %s', (file, id) => expect(noteIdOf(file)).toBe(id));

  test('that two notes have is said', () => {
    const files = ['a', 'b'].map((name) => ({ name: `${name}-95915aaedd3c48d8.yaml`, text: 'fixes: [x]' }));
    expect(repeatedIds(readReleaseNotes('n', files).notes).map(formatIssue)).toEqual([
      'b-95915aaedd3c48d8.yaml:1:1: its id 95915aaedd3c48d8 is that of a-95915aaedd3c48d8.yaml too; rename one of them',
    ]);
  });
});
