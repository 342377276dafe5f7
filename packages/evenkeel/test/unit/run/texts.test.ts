import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameJson, valueAtPath } from '../../../src/model/json-path.ts';
import { MissingValueError, parseTemplate, renderDeep, renderTemplate } from '../../../src/model/template.ts';
import { pickEvidence } from '../../../src/run/evidence.ts';

describe('placeholders', () => {
  test.each([
    ['plain', 'plain'],
    ['${a}', '1'],
    ['x${ a }y${b}', 'x1y2'],
    ['$${a}', '${a}'],
    ['$$${a}', '$${a}'],
    ['$a {a} ${a', '$a {a} ${a'],
    ['', ''],
  ])('%j is filled in as %j', (text, filled) => {
    expect(renderTemplate(text, { a: '1', b: '2' })).toBe(filled);
  });

  test('what is filled in is not filled in again', () => {
    expect(renderTemplate('${a}', { a: '${b}', b: 'x' })).toBe('${b}');
  });

  test('a name without a value is an error that names it', () => {
    expect(() => renderTemplate('${nobody}', {})).toThrow(MissingValueError);
    expect(() => renderTemplate('${nobody}', {})).toThrow(/nobody/);
  });

  test('a name of every object is no value', () => {
    expect(() => renderTemplate('${constructor}', {})).toThrow(MissingValueError);
  });

  test('a text without them stays as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('${'));
        expect(renderTemplate(text, {})).toBe(text);
        expect(parseTemplate(text).every((part) => 'text' in part)).toBe(true);
      }),
    );
  });

  test('every text in a value is filled in, and nothing else is touched', () => {
    const value = { a: ['${x}', 1, null, true, { '${x}': 'y${x}' }] };
    expect(renderDeep(value, { x: 'z' })).toEqual({ a: ['z', 1, null, true, { '${x}': 'yz' }] });
  });
});

describe('paths into JSON', () => {
  const value = { a: { b: [{ c: 1 }, { c: null }] }, 'x-y': 0 };

  test.each([
    ['a.b.0.c', 1],
    ['a.b[0].c', 1],
    ['$.a.b[1].c', null],
    ['x-y', 0],
    ['a.b.2', undefined],
    ['a.toString', undefined],
    ['__proto__', undefined],
    ['a.b.0.c.d', undefined],
  ])('%s', (path, found) => {
    expect(valueAtPath(value, path)).toEqual(found);
  });

  test('of the empty path is the value itself', () => {
    expect(valueAtPath(value, '')).toBe(value);
  });

  test('two values are the same when their JSON is, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const again = JSON.parse(JSON.stringify(json)) as unknown;
        const copy = JSON.parse(JSON.stringify(json)) as unknown;
        expect(sameJson(again, copy)).toBe(true);
        expect(sameJson([again], { 0: copy })).toBe(false);
        expect(sameJson({ a: again }, { a: copy, b: 1 })).toBe(false);
      }),
    );
    expect(sameJson({ a: 1, b: [2, 3] }, { b: [2, 3], a: 1 })).toBe(true);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
    expect(sameJson(null, {})).toBe(false);
    expect(sameJson('1', 1)).toBe(false);
  });
});

describe('log lines as evidence', () => {
  const line = (text: string, source = 'api-1') => ({ source, text });

  test('put those that look like errors first, and otherwise keep their order', () => {
    const lines = ['started', 'ready', 'Error: cannot open store', 'stopped'].map((text) => line(text));
    expect(pickEvidence(lines)[0]?.text).toBe('Error: cannot open store');
    expect(
      pickEvidence(lines)
        .slice(1)
        .map((entry) => entry.text),
    ).toEqual(['started', 'ready', 'stopped']);
  });

  test('put what the error says before its stack', () => {
    const lines = ['    at error (file.js:1)', 'FATAL: no such column'].map((text) => line(text));
    expect(pickEvidence(lines)[0]?.text).toBe('FATAL: no such column');
  });

  test('put the instance that failed before the others', () => {
    const lines = [line('error one', 'api-1'), line('error two', 'api-2')];
    expect(pickEvidence(lines, 'api-2').map((entry) => entry.source)).toEqual(['api-2', 'api-1']);
  });

  test('are few, short and never empty', () => {
    const lines = Array.from({ length: 500 }, (_, index) =>
      line(index % 2 === 0 ? ' ' : 'x'.repeat(10_000 + index)),
    );
    const picked = pickEvidence(lines);
    expect(picked).toHaveLength(20);
    expect(picked.every((entry) => entry.text.trim() !== '' && entry.text.length < 700)).toBe(true);
  });
});
