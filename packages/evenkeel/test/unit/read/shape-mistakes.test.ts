import { describe, test } from 'vitest';
import { expectReport, type MistakeCase } from '../../support/mistake-case.ts';

const SHAPE: readonly MistakeCase[] = [
  {
    what: 'an unknown key',
    from: 'instances: { offline: 1, rolling: 3 }',
    to: 'instnaces: 2',
    at: 'instnaces',
    says: /unknown key "instnaces" in services\.api/,
    hint: /did you mean "instances"\?/,
  },
  {
    what: 'an unknown key in a check',
    from: 'send: hello',
    to: 'sned: hello',
    at: 'sned',
    says: /unknown key "sned"/,
    hint: /"send"/,
  },
  {
    what: 'an unknown key in a union',
    from: 'contract: { run: api-contract }',
    to: 'contract: { rum: api-contract, run: x }',
    at: 'rum',
    says: /unknown key "rum"/,
    hint: /"run"/,
  },
  {
    what: 'a missing key',
    from: '{ label: 2.0.0, vars',
    to: '{ vars',
    at: '{ vars',
    says: /releases\.target\.label is missing/,
  },
  {
    what: 'a mapping where a list belongs',
    from: 'after: [api, warehouse]',
    to: 'after: { api: 1 }',
    at: '{ api: 1 }',
    says: /after should be a list, not a mapping/,
  },
  {
    what: 'a number where a text belongs',
    from: 'label: 1.0.0',
    to: 'label: 1.5',
    at: '1.5,',
    says: /label should be a text.*quotes, not 1\.5/,
  },
  {
    what: 'a word that is none of the right ones',
    from: 'owner: package',
    to: 'owner: pakage',
    at: 'pakage',
    says: /"pakage" is not known here/,
    hint: /"package"/,
  },
  {
    what: 'a cell that does not exist',
    from: 'cells: [offline:together, rolling:after]',
    to: 'cells: [offline:togethre]',
    at: 'offline:togethre',
    says: /is not known here/,
    hint: /"offline:together"/,
  },
  {
    what: 'a bad duration',
    from: 'every: 250ms',
    to: 'every: 1 hour',
    at: '1 hour',
    says: /is not a duration/,
  },
  {
    what: 'a bad name',
    from: '  filters: {',
    to: '  "fil ters": {',
    at: '"fil ters"',
    says: /"fil ters" is not a name/,
  },
  {
    what: 'a bad Node version',
    from: 'node: 20.18.0',
    to: 'node: "20"',
    at: '"20"',
    says: /not an exact Node version/,
  },
  {
    what: 'a request without its method',
    from: 'http: GET /notes,',
    to: 'http: /notes,',
    at: '/notes,',
    says: /METHOD PATH/,
  },
  {
    what: 'a check of two kinds',
    from: '{ service: web, tcp: true,',
    to: '{ service: web, tcp: true, run: x,',
    at: '{ service: web',
    says: /exactly one of .*not tcp and run/,
  },
  {
    what: 'a check of no kind',
    from: '{ service: warehouse, sql: select 1 }',
    to: '{ service: warehouse }',
    at: '{ service: warehouse',
    says: /exactly one of http, sql, tcp, run/,
  },
  {
    what: 'a key that its kind has no use for',
    from: 'sql: select 1 }',
    to: 'sql: select 1, expect: { exit: 0 } }',
    at: '0 } }',
    says: /expect\.exit has no meaning with sql/,
  },
  {
    what: 'a service without a start',
    from: '    start: { base: web-one, target: [web-two, "${port}"] }\n',
    to: '',
    at: 'after: [api',
    says: /start is missing/,
  },
  {
    what: 'a server of two kinds',
    from: 'cache: { redis: {} }',
    to: 'cache: { redis: {}, start: x }',
    at: '{ redis',
    says: /exactly one of postgres, redis, start/,
  },
  {
    what: 'an install of one release only',
    from: 'base: { folder: web-1 }, ',
    to: '',
    at: '{ target: { git',
    says: /needs base too/,
  },
];

describe('a mistake of shape is reported at its place', () => {
  test.each(SHAPE)('$what', expectReport);

  test('a promise of a cell that does not exist', () => {
    expectReport({
      what: 'a promise of a cell that does not exist',
      from: 'rolling:after/rollback: warns',
      to: 'rolling:afer/rollback: warns',
      at: 'rolling:afer',
      says: /"rolling:afer\/rollback"/,
      hint: /"rolling:after\/rollback"/,
    });
  });
});
