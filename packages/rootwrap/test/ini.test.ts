import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigProblem, parseIni } from '../src/ini/ini.js';

const valuesOf = (text: string, strict = false) =>
  Object.fromEntries(
    [...(parseIni(text, 'f', strict).sections.get('Filters') ?? [])].map(([name, { value }]) => [
      name,
      value,
    ]),
  );

describe("Python's configparser dialect", () => {
  it('lowers names, splits at the first = or :, and keeps what looks like a comment in a line', () => {
    assert.deepEqual(valuesOf('[Filters]\nAB : x = y\nc=d ; e # f\n'), { ab: 'x = y', c: 'd ; e # f' });
  });

  it('joins continuation lines over empty lines and comments', () => {
    assert.deepEqual(valuesOf('[Filters]\na = x,\n  y,\n\n# note\n  z\nb = 1\n'), {
      a: 'x,\ny,\n\nz',
      b: '1',
    });
  });

  it('lets the last of several win, at the place of the first', () => {
    assert.deepEqual(Object.keys(valuesOf('[Filters]\na=1\nb=2\nA=3\n')), ['a', 'b']);
    assert.equal(valuesOf('[Filters]\na=1\nb=2\nA=3\n').a, '3');
  });

  it('names file and line of what it does not take', () => {
    const problem = (text: string, strict = false) => {
      try {
        parseIni(text, 'f', strict);
      } catch (error) {
        if (error instanceof ConfigProblem) return error.message;
        throw error;
      }
      return undefined;
    };
    assert.equal(problem('a=1\n'), 'f:1: this line stands before any [section]');
    assert.equal(problem('[S]\n\njunk\n'), "f:3: this line is not 'name = value'");
    assert.equal(problem('[S]\na=1\nA=2\n', true), "f:3: option 'a' stands there twice");
    assert.equal(problem('[S]\n[S]\n', true), 'f:2: section [S] stands there twice');
    assert.equal(problem('[DEFAULT]\n[DEFAULT]\n', true), undefined);
  });
});
