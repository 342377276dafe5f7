import { describe, test } from 'vitest';
import { expectReport, type MistakeCase } from '../../support/mistake-case.ts';

const REFERENCES: readonly MistakeCase[] = [
  {
    what: 'an unknown service',
    from: 'each: api',
    to: 'each: apj',
    at: 'apj',
    says: /no service is named "apj"/,
    hint: /"api"/,
  },
  {
    what: 'an unknown service to wait for',
    from: 'after: [api, warehouse]',
    to: 'after: [api, warehose]',
    at: 'warehose]',
    says: /no service is named "warehose"/,
    hint: /"warehouse"/,
  },
  {
    what: 'services that wait for each other',
    from: '    instances: { offline: 1, rolling: 3 }\n',
    to: '    after: [web]\n',
    at: '[web]',
    says: /wait for each other: api after web after api/,
  },
  {
    what: 'an unknown placeholder',
    from: '${environment.db.url}',
    to: '${environment.bd.url}',
    at: '"${environment.bd.url}',
    says: /services\.api\.env\.DB: \$\{environment\.bd\.url\} is not known here/,
    hint: /environment\.db\.url/,
  },
  {
    what: 'a word that only one release has',
    from: 'api ${vars.flag}',
    to: 'api ${vars.only}',
    at: 'api ${vars.only}',
    says: /\$\{vars\.only\} is not known here/,
  },
  {
    what: 'a placeholder where none is filled in',
    from: 'name: everything',
    to: 'name: ${release.label}',
    at: '${release.label}\n',
    says: /is not known here/,
  },
  {
    what: 'a placeholder of another place',
    from: 'npm: ["api@${release.label}"]',
    to: 'npm: ["api@${port}"]',
    at: '"api@${port}"',
    says: /\$\{port\} is not known here/,
  },
  {
    what: 'an unknown port',
    from: 'port: admin, within: 2m',
    to: 'port: admni, within: 2m',
    at: 'admni',
    says: /no port is named "admni"/,
    hint: /"admin"/,
  },
  {
    what: 'an unknown PostgreSQL server',
    from: 'on: db, params: []',
    to: 'on: dv, params: []',
    at: 'dv, params',
    says: /no PostgreSQL server is named "dv"/,
    hint: /"db"/,
  },
  {
    what: 'a statement that could go to several servers',
    from: ', on: db, params: []',
    to: '',
    at: '"create table',
    says: /on is missing/,
    hint: /db, warehouse/,
  },
  {
    what: 'a bad regular expression',
    from: 'patterns: ["^WARN"]',
    to: 'patterns: ["^WARN("]',
    at: '"^WARN("',
    says: /Invalid regular expression/,
  },
  {
    what: 'a bad regular expression in a version question',
    from: 'matches: "^(\\\\S+)"',
    to: 'matches: "^(\\\\S+"',
    at: '"^(\\\\S+"',
    says: /Invalid regular expression/,
  },
  {
    what: 'a file that is not there',
    from: 'from: motd.txt',
    to: 'from: modt.txt',
    at: 'modt.txt',
    says: /modt\.txt does not exist/,
  },
  {
    what: 'a release note that is not there',
    from: 'note: notes/rewrite.md',
    to: 'note: notes/missing.md',
    at: 'notes/missing.md',
    says: /release note notes\/missing\.md does not exist/,
  },
  {
    what: 'an install folder that is not there',
    from: 'folder: app,',
    to: 'folder: ap,',
    at: 'ap, npm',
    says: /folder ap does not exist/,
  },
  {
    what: 'a path out of the files folder',
    from: 'path: motd,',
    to: 'path: ../motd,',
    at: '../motd',
    says: /leaves the files folder/,
  },
  {
    what: 'two files in one place',
    from: 'path: motd,',
    to: 'path: filters,',
    at: 'filters, from: motd.txt',
    says: /filters lies at filters already/,
  },
  {
    what: "an operator's edit without a note",
    from: '    note: notes/conf.md\n',
    to: '',
    at: 'conf:\n',
    says: /conf is an operator's file with two variants/,
    hint: /note: FILE/,
  },
  {
    what: 'a service that no probe asks',
    from: '  rows: { service: warehouse, sql: select 1 }\n',
    to: '',
    at: 'warehouse:\n',
    says: /no probe asks service "warehouse"/,
  },
  {
    what: 'a name that is taken',
    from: '  cache: { redis: {} }',
    to: '  api-2: { redis: {} }',
    at: 'api:\n    instances',
    says: /"api-2" names server api-2 of the environment and an instance of service api/,
  },
  {
    what: 'a PostgreSQL version that is not known',
    from: 'postgres: { version: 16,',
    to: 'postgres: { version: 9,',
    at: '9, database',
    says: /PostgreSQL 9 is not known/,
    hint: /15, 16, 17, 18/,
  },
  {
    what: 'a release of the contract that is not there',
    from: 'target: v2\n',
    to: 'target: ./v3\n',
    at: './v3',
    says: /\.\/v3 does not exist/,
    hint: /a folder, or a git ref/,
  },
  {
    what: 'a contract between a release and itself',
    from: 'target: v2\n',
    to: 'target: v1\n',
    at: 'v1\n  config',
    says: /base and target are both "v1"/,
  },
  {
    what: 'a schema that a release does not have',
    from: 'config: etc/schema.json',
    to: 'config: etc/scheme.json',
    at: 'etc/scheme.json',
    says: /etc\/scheme\.json does not exist in v1/,
  },
  {
    what: 'a folder that is a file',
    from: 'filters: etc/rootwrap.d',
    to: 'filters: etc/schema.json',
    at: 'etc/schema.json\n  migrations',
    says: /etc\/schema\.json is no folder/,
  },
  {
    what: 'a file for a release that must be a folder',
    from: 'target: v2\n',
    to: 'target: site/app.conf\n',
    at: 'site/app.conf',
    says: /site\/app\.conf is a file: filters cannot be in it/,
  },
  {
    what: "an operator's file that is not there",
    from: 'files: [site/app.conf]',
    to: 'files: [site/ap.conf]',
    at: 'site/ap.conf',
    says: /site\/ap\.conf does not exist/,
  },
  {
    what: 'a placeholder in the contract',
    from: 'version: "1.0"',
    to: 'version: "${release.label}"',
    at: '"${release.label}"\n',
    says: /contract\.base\.version: \$\{release\.label\} is not known here/,
    hint: /placeholders are not filled in here/,
  },
];

describe('a reference that leads nowhere is reported at its place', () => {
  test.each(REFERENCES)('$what', expectReport);

  test('a placeholder that its kind of server does not have', () => {
    expectReport({
      what: 'the user of a Redis server',
      from: '${environment.db.url}',
      to: '${environment.cache.user}',
      at: '"${environment.cache.user}',
      says: /\$\{environment\.cache\.user\} is not known here/,
    });
  });

  test('a placeholder of a file that belongs to the instances of another service', () => {
    expectReport({
      what: "the file of api's instances, in web",
      from: 'base: web-one',
      to: 'base: "web-one ${files.conf}"',
      at: '"web-one ${files.conf}"',
      says: /\$\{files\.conf\} is not known here/,
    });
  });
});
