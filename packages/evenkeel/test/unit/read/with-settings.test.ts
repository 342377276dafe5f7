import { describe, expect, it } from 'vitest';
import { mixOptions } from '../../../src/read/config/option-mix.ts';
import { withSettings } from '../../../src/read/config/with-settings.ts';

const ADDED = [
  { id: { group: 'db', name: 'pool' }, value: 5 },
  { id: { group: 'cache', name: 'kind' }, value: 'none' },
];

const CASES: Readonly<Record<string, { readonly before: string; readonly after: string }>> = {
  'app.ini': {
    before: '[db]\nhost = a\n[log]\nlevel = 1\n',
    after: '[db]\npool = 5\nhost = a\n[log]\nlevel = 1\n[cache]\nkind = none\n',
  },
  'app.toml': {
    before: '[db]\nhost = "a"\n',
    after: '[db]\npool = 5\nhost = "a"\n[cache]\nkind = "none"\n',
  },
  'app.yaml': { before: 'db:\n  host: a\n', after: 'db:\n  host: a\n  pool: 5\ncache:\n  kind: none\n' },
  'app.json': {
    before: '{"db":{"host":"a"}}',
    after: `${JSON.stringify({ db: { host: 'a', pool: 5 }, cache: { kind: 'none' } }, null, 2)}\n`,
  },
};

describe('setting more options in an operator’s file', () => {
  for (const [name, { before, after }] of Object.entries(CASES)) {
    it(`puts them where ${name} has them`, () => {
      expect(withSettings(name, before, ADDED)).toBe(after);
    });

    it(`leaves ${name} with each of them alone, too`, () => {
      for (const option of ['[db] pool', '[cache] kind'])
        expect(mixOptions(name, before, after, [option])).toBeDefined();
    });
  }

  it('adds lines to variables', () => {
    const id = { group: '', name: 'POOL' };
    expect(withSettings('.env', 'HOST=a', [{ id, value: true }])).toBe('HOST=a\nPOOL=true\n');
  });

  it('makes nothing of what is no mapping, and of a form that it does not know', () => {
    expect(withSettings('app.json', '{"db":1,"other":{}}', ADDED)).toBeUndefined();
    expect(withSettings('app.yaml', 'db: 1\n', ADDED)).toBeUndefined();
    expect(withSettings('start.sh', 'exec app --pool 5\n', ADDED)).toBeUndefined();
  });
});
