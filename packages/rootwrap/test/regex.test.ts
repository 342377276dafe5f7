import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileRegex, matchRegex } from '../src/regex/regex.js';

/** Whether the whole text matches; a refusal is an error of the test. */
function full(pattern: string, text: string, whole = true): boolean | 'undecided' {
  const regex = compileRegex(pattern);
  if ('refused' in regex) throw new Error(`${pattern}: ${regex.refused}`);
  return matchRegex(regex, text, whole ? 'end' : 'anywhere');
}

const begins = (pattern: string, text: string) => full(pattern, text, false);

function takes(pattern: string, texts: readonly string[]): void {
  for (const text of texts)
    assert.equal(full(pattern, text), true, `${pattern} takes ${JSON.stringify(text)}`);
}

function leaves(pattern: string, texts: readonly string[]): void {
  for (const text of texts)
    assert.equal(full(pattern, text), false, `${pattern} leaves ${JSON.stringify(text)}`);
}

describe('the end and the start of a text', () => {
  it('are \\A and \\Z alone, whatever the flags', () => {
    takes('(?m)\\Aa\\Z', ['a']);
    leaves('(?m)a\\n\\Ab', ['a\nb']);
    assert.equal(begins('a\\Z', 'a\n'), false);
  });

  it('are ^ and $, which lets one newline follow; at each line with (?m)', () => {
    assert.equal(begins('a$', 'a\n'), true);
    assert.equal(begins('a$', 'a\n\n'), false);
    assert.equal(begins('a$', 'a\nb'), false);
    takes('a$\\n', ['a\n']);
    leaves('a$\\nb', ['a\nb']);
    leaves('a\\n^b', ['a\nb']);
    takes('(?m)a$\\n^b', ['a\nb']);
    takes('(?m:a$\\n^)b', ['a\nb']);
    leaves('(?m)a$\\r^b', ['a\rb']);
    leaves('(?m)a$\\u2028^b', ['a\u2028b']);
  });

  it('count when the whole is asked for, in all branches and lazily too', () => {
    takes('a|ab', ['a', 'ab']);
    takes('a*?', ['', 'aaa']);
    leaves('a|b.*', ['aX']);
    assert.equal(begins('a|b.*', 'aX'), true);
    assert.equal(begins('b', 'ab'), false);
  });
});

describe('characters', () => {
  it('are code points, also where surrogates are written apart', () => {
    takes('.', ['😀', 'é', '\u2028', '\r']);
    leaves('.', ['\n', '', 'ab']);
    takes('\\U0001f600[😀-😂]', ['😀😁']);
    leaves('\\udbff\\udc00', ['\u{10fc00}']);
    leaves('[\\udbff\\udc00]{2}', ['\u{10fc00}']);
    leaves('[\ud83d]', ['😀']);
  });

  it('are any at all for . with (?s)', () => {
    takes('(?s)a.b', ['a\nb']);
    takes('(?s:a.)b.', ['a\nbx']);
    leaves('(?s:a.)b.', ['a\nb\n']);
    leaves('(?s)a(?-s:.)', ['a\n']);
  });

  it('are written in octal, in hexadecimal and by letter', () => {
    takes('\\x41\\u0042\\U00000043\\104\\0\\07\\a\\f\\n\\r\\t\\v', ['ABCD\0\x07\x07\f\n\r\t\v']);
    takes('[\\x41\\u0042\\103\\1\\18\\b\\377]+', ['ABC\x01\x018\bÿ']);
    takes('\\08\\301\\377', ['\x008Áÿ']);
    takes('\\-\\_\\é\\ \\/', ['-_é /']);
  });
});

describe('the classes', () => {
  it('know Unicode without (?a), and ASCII only with it', () => {
    takes('\\d', ['0', '٣', '९', '\u{1d7d8}']);
    takes('\\w', ['a', '_', 'é', 'ſ', '²', '½', 'Ⅷ', 'あ', '\u{10400}', '٣']);
    takes('\\s', [' ', '\t', '\v', '\x1c', '\x1f', '\x85', '\xa0', '\u2028', '\u3000']);
    takes('\\D\\W\\S', ['²-a']);
    leaves('\\d', ['²', 'a']);
    leaves('\\w', ['-', '\u0301', '😀', '\u200b']);
    leaves('\\s', ['\ufeff', '\u200b', '\u180e', 'a']);
    leaves('(?a)\\d', ['٣']);
    leaves('(?a)\\w', ['é', 'ſ', '\u212a']);
    leaves('(?a)\\s', ['\x1c', '\x85', '\xa0']);
    takes('(?a:\\W)\\w(?a:[^\\w])[\\W\\d]', ['ééé٣']);
  });

  it('say where a word begins and ends', () => {
    takes('\\bé\\b-\\B', ['é-']);
    leaves('\\Bé', ['é']);
    takes('(?a)\\Bé\\B', ['é']);
    leaves('\\b', ['']);
    leaves('\\B', ['']);
    takes('a\\Bb', ['ab']);
  });
});

describe('sets', () => {
  it('hold ], - and ^ at odd places', () => {
    takes('[]a]+', [']a']);
    takes('[^]a]', ['b', '\n']);
    leaves('[^]a]', [']', 'a']);
    takes('[a-]+', ['a-']);
    takes('[-a]+', ['a-']);
    takes('[a\\-z]+', ['a-z']);
    leaves('[a\\-z]', ['b']);
    takes('[--/]+', ['-./']);
    takes('[]-_]+', [']^_']);
    takes('[a^]+', ['a^']);
    takes('[\\]\\\\]+', [']\\']);
    takes('[a-c-e]+', ['abc-e']);
    takes('[\\d-]+', ['1-']);
    takes('[[.(*+?|$]+', ['[.(*+?|$']);
    takes('[[:alpha:]]', [':]', 'a]']);
  });

  it('are not refused for what Python only warns of', () => {
    takes('[a&&b]+', ['a&b']);
    takes('[a||b]+', ['a|b']);
    takes('[!--]', ['%']);
  });
});

describe('repeats', () => {
  it('are counted, and braces that count nothing are themselves', () => {
    takes('a{2}b{1,2}c{,1}d{2,}', ['aabdd', 'aabbcddd']);
    leaves('a{2}', ['a', 'aaa']);
    takes('a{,}', ['', 'aaa']);
    takes('a{}b{c}d{1', ['a{}b{c}d{1']);
    takes('a{ 1}x{1, 2}{-1}', ['a{ 1}x{1, 2}{-1}']);
    takes('{', ['{']);
    takes('}a}', ['}a}']);
    takes('(?:){3}a{0}', ['']);
  });

  it('try few first when lazy, and give nothing back when possessive', () => {
    takes('a+?b??a{1,3}?', ['aa', 'aaba']);
    leaves('a++a', ['aaa']);
    leaves('a?+a', ['a']);
    leaves('a{1,2}+a', ['aa']);
    takes('a*+b', ['aab']);
    takes('(?:ab){1,2}+ab', ['ababab']);
    leaves('(?:ab)++ab', ['ababab']);
  });
});

describe('groups', () => {
  it('give nothing back when atomic', () => {
    leaves('(?>a*)a', ['aaa']);
    leaves('(?>a|ab)c', ['abc']);
    takes('(?>ab|a)c', ['abc', 'ac']);
    takes('(?>a+?)a', ['aa']);
  });

  it('look ahead and behind', () => {
    takes('(?=ab)a.', ['ab']);
    takes('(?!ab)..', ['ac']);
    leaves('(?!ab)..', ['ab']);
    takes('ab(?<=ab)(?<!b.)c', ['abc']);
    leaves('ab(?<!ab)', ['ab']);
    takes('a(?<=a|b)(?<=[ab])(?<=\\Aa)', ['a']);
    takes('(?<!a)b', ['b']);
    takes('(?<=(?:a*){0})b', ['b']);
    takes('(?=a)*b', ['b']);
  });

  it('have names, comments and flags of their own', () => {
    takes('(?P<first>a)(?P<_2>b)(?#note \\) more)c', ['abc']);
    takes('a(?#note)*', ['aaa']);
    takes('(?i:a)b', ['Ab', 'ab']);
    leaves('(?i:a)b', ['AB']);
    takes('(?i)a(?-i:b)', ['Ab']);
    leaves('(?i)a(?-i:b)', ['AB']);
    takes('(?ms-i:a.$)', ['a\n']);
  });
});

describe('flags', () => {
  it('(?i) knows the characters outside ASCII that are equal to a letter', () => {
    takes('(?i)k[i]s[^a-z]', ['KIS-', '\u212aİſ-', 'kıS1']);
    leaves('(?i)[^k]', ['\u212a']);
    leaves('(?ia)k', ['\u212a']);
    takes('(?ia)é[à-þ]', ['éâ']);
    leaves('(?ia)é', ['É']);
    takes('(?i)[X-b]+', ['xXyYzZ[^aAbB']);
    leaves('(?i)[X-b]', ['c', 'w']);
    takes('(?i)[Z-a]', ['z', 'A', '_']);
  });

  it('(?x) skips white space and comments, but not where they are escaped or in a set', () => {
    takes('(?x) a b # c\n \\  [ ] \\# d', ['ab  #d']);
    takes('(?x) a *', ['aaa']);
    takes('(?x)a#\\\nb', ['a']);
    takes('(?x: a b )c ', ['abc ']);
    takes('(?x)a(?-x: b)', ['a b']);
    takes('(?x) (?i) a', ['A']);
    takes('(?x)a\u00a0', ['a\u00a0']);
    takes('(?x)a{1, 2}', ['a{1,2}']);
  });
});

describe("patterns of OpenStack's filters", () => {
  it('take and leave what they are there for', () => {
    takes('^[/]*([^/\\0]+(/+)?)*$', ['/', '//a/b', 'a//b/', '', 'a\n']);
    leaves('^[/]*([^/\\0]+(/+)?)*$', ['a\0', '/a/\0/b']);
    takes('/etc/(?!\\.\\.).*', ['/etc/passwd', '/etc/a/../b']);
    leaves('/etc/(?!\\.\\.).*', ['/etc/../root', '/etc/..', '/etc/a\nb']);
    takes("echo '((.|\\n)*)' > /.*", ["echo 'a\nb' > /tmp/x", "echo '' > /"]);
    leaves("echo '((.|\\n)*)' > /.*", ["echo 'a' > x", 'echo a > /x']);
    takes('blkio:\\S+', ['blkio:a/é']);
    leaves('blkio:\\S+', ['blkio:', 'blkio:a b', 'blkio:\x85']);
    takes('-?\\d+', ['-1', '٣']);
    leaves('-?\\d+', ['--1', '', '1\n']);
  });
});
