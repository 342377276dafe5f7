import { describe, expect, it, test } from 'vitest';
import { mixOptions, separableOptions } from '../../../src/read/config/option-mix.ts';

const cases = {
  'site.conf': {
    base: '[DEFAULT]\n# how\ndebug = true\nworkers = 4\n\n[api]\nport = 1\nhosts = a,\n  b\n',
    target: '[DEFAULT]\n# how\ndebug = true\nworkers = 8\n\n[api]\nhosts = a,\n  c\n\n[cache]\nsize = 2\n',
    names: ['[api] port', '[DEFAULT] workers', '[api] hosts', '[cache] size'],
    each: {
      '[api] port': /\[api\]\nhosts = a,\n {2}b\n/,
      '[cache] size': /\[cache\]\nsize = 2\n$/,
      '[DEFAULT] workers': /workers = 8\n\n\[api\]\nport = 1/,
    },
  },
  '.env': {
    base: 'A=1\nPASS=s3cret#42\n',
    target: 'PASS="s3cret#42"\nB=2\n',
    names: ['A', 'PASS', 'B'],
    each: { PASS: /^A=1\nPASS="s3cret#42"\n$/, A: /^PASS=s3cret#42\n$/, B: /^A=1\nPASS=s3cret#42\nB=2\n$/ },
  },
  'config.yaml': {
    base: 'logs:\n  type: stdout\nweb:\n  title: x\n  on: yes\n',
    target: 'log:\n  type: stdout\nweb:\n  title: y\n  on: yes\n',
    names: ['[logs] type', '[log] type', '[web] title'],
    each: { '[web] title': /^logs:\n {2}type: stdout\nweb:\n {2}title: y\n {2}on: yes\n$/ },
  },
  'config.toml': {
    base: 'name = "x"\n\n[server]\nport = 1\nold = [\n  1,\n  2,\n]\n',
    target: 'name = "x"\n\n[server]\nport = 2\n',
    names: ['[server] old', '[server] port'],
    each: { '[server] old': /^name = "x"\n\n\[server\]\nport = 1\n$/, '[server] port': /port = 2\nold = \[/ },
  },
  'config.json': {
    base: '{"a": 1, "b": {"c": 2, "d": 3}}',
    target: '{"b": {"c": 4}, "e": 5}',
    names: ['a', '[b] d', '[b] c', 'e'],
    each: { '[b] d': /^\{\n {2}"a": 1,\n {2}"b": \{\n {4}"c": 2\n {2}\}\n\}\n$/ },
  },
} as const;

describe('some of the changes of an edit', () => {
  for (const [name, { base, target, names, each }] of Object.entries(cases)) {
    test(`are told apart in ${name}`, () => {
      expect([...separableOptions(name, base, target)].sort()).toEqual([...names].sort());
    });
    for (const [option, pattern] of Object.entries(each)) {
      test(`${option} alone is made in ${name}`, () => {
        expect(mixOptions(name, base, target, [option])).toMatch(pattern);
      });
    }
    test(`all of them say what the edited ${name} says`, () => {
      const all = mixOptions(name, base, target, separableOptions(name, base, target));
      expect(separableOptions(name, all ?? '', target)).toEqual([]);
    });
  }

  it('is nothing where no text says just that', () => {
    expect(mixOptions('a.yaml', '{a: 1, b: 2}\n', '{b: 2}\n', ['a'])).toBeUndefined();
  });

  it('is words where the form is not known', () => {
    const base = '#!/bin/sh\nexec serve --delay 100 --port 80 --watch db.json\n';
    const target = '#!/bin/sh\nexec serve --port 81 --watch db.json\n';
    expect(separableOptions('start.sh', base, target)).toEqual(['--delay', '--port']);
    expect(mixOptions('start.sh', base, target, ['--delay'])).toBe(
      '#!/bin/sh\nexec serve --port 80 --watch db.json\n',
    );
  });
});

describe('options taken out of a file', () => {
  it('leave the others as they were', () => {
    expect(mixOptions('site.conf', '[a]\nx = 1\ny = 2\n', '', ['[a] x'])).toBe('[a]\ny = 2\n');
    expect(mixOptions('config.json', '{"a":1,"b":2}', '{}', ['a'])).toBe('{\n  "b": 2\n}\n');
  });
});
