import { describe, expect, test } from 'vitest';
import { FULL_PLAN, modelOf, SMALL_PLAN } from '../../support/model.ts';

const model = modelOf(FULL_PLAN);
const api = model.services.find((service) => service.name === 'api');

describe('a plan that uses everything', () => {
  test('releases keep their labels, Node versions and words', () => {
    expect(model.releases).toEqual({
      base: { name: 'base', label: '1.0.0', node: '20.18.0', vars: { flag: '--one', only: 'x' } },
      target: { name: 'target', label: '2.0.0', vars: { flag: '--two' } },
    });
  });

  test('each kind of environment server is read', () => {
    const [db, cache, mail] = model.environment;
    expect(db).toEqual({
      name: 'db',
      spec: {
        kind: 'postgres',
        version: '16',
        database: 'main',
        settings: { max_connections: '50', fsync: 'off' },
      },
    });
    expect(cache).toEqual({ name: 'cache', spec: { kind: 'redis' } });
    expect(mail).toMatchObject({
      name: 'mail',
      spec: {
        kind: 'command',
        install: { npm: ['mailer@1.0.0'] },
        process: {
          env: { LEVEL: '3' },
          ports: ['smtp', 'admin'],
          ready: { kind: 'log', pattern: 'listening on \\d+', withinMs: 3000 },
          stop: { signal: 'SIGINT', withinMs: 500 },
        },
      },
    });
  });

  test('services come in start order, whatever their order in the file', () => {
    expect(model.services.map((service) => service.name)).toEqual(['api', 'warehouse', 'web']);
  });

  test('instances are counted for each code axis', () => {
    expect(model.services.map((service) => service.instances)).toEqual([
      { offline: 1, rolling: 3 },
      { offline: 2, rolling: 2 },
      { offline: 1, rolling: 1 },
    ]);
  });

  test('one recipe stands for both releases, two for one each', () => {
    const both = { npm: ['api@${release.label}'], folder: '/plans/app', run: ['npm', 'run', 'build'] };
    expect(api?.install).toEqual({ base: both, target: both });
    expect(model.services.find((service) => service.name === 'web')?.install).toEqual({
      base: { npm: [], folder: '/plans/web-1' },
      target: { npm: [], git: { repository: '/plans/web.git', ref: 'v2' }, run: 'make' },
    });
  });

  test("a service's process keeps what it says", () => {
    expect(api?.program.base).toMatchObject({
      start: 'api ${vars.flag} --config ${files.conf}',
      cwd: '${install}',
      env: { DB: '${environment.db.url}', DEBUG: 'true', WORKERS: '4', DOLLAR: '$${HOME}' },
      ports: ['http', 'admin'],
      ready: {
        kind: 'http',
        method: 'GET',
        path: '/health',
        port: 'admin',
        withinMs: 120_000,
        timeoutMs: 1000,
        expect: { status: [200, 204] },
      },
      stop: { run: 'api-stop ${port}', withinMs: 20_000 },
      logs: ['${work}/api.log'],
    });
    expect(api?.version).toMatchObject({ json: 'app.version', equals: 'v${release.label}' });
  });

  test('a PostgreSQL service is asked for its server version by itself', () => {
    const warehouse = model.services.find((service) => service.name === 'warehouse');
    expect(warehouse?.postgres).toMatchObject({ version: '${vars.flag}', database: 'app' });
    expect(warehouse?.version.check).toMatchObject({ kind: 'sql', on: '' });
  });

  test('files know their variants, their owner and where they come from', () => {
    expect(model.files).toEqual([
      {
        name: 'conf',
        path: 'etc/api.conf',
        from: { base: '/plans/conf/base.conf', target: '/plans/conf/target.conf' },
        variants: 2,
        owner: 'operator',
        note: 'notes/conf.md',
        render: true,
        filters: false,
        each: 'api',
      },
      {
        name: 'filters',
        path: 'filters',
        from: { base: '/plans/filters-1', target: '/plans/filters-2' },
        variants: 2,
        owner: 'package',
        render: false,
        filters: true,
      },
      {
        name: 'motd',
        path: 'motd',
        from: { base: '/plans/motd.txt', target: '/plans/motd.txt' },
        variants: 1,
        owner: 'operator',
        render: false,
        filters: false,
      },
    ]);
  });

  test('migrations run in the order expand, migrate, contract, each at its time', () => {
    expect(model.migrations).toEqual([
      { stage: 'expand', run: 'api-expand', service: 'web', rolling: 'before' },
      { stage: 'migrate', run: ['api', 'migrate'], service: 'api', rolling: 'after' },
      { stage: 'contract', run: 'api-contract', service: 'web', rolling: 'after' },
    ]);
  });

  test('a resource has a list of checks for each action, an empty one for those it lacks', () => {
    const [note, page] = model.resources;
    expect(note?.actions.create).toEqual([
      {
        kind: 'http',
        method: 'POST',
        path: '/notes',
        port: '',
        headers: { 'x-user': '${item}' },
        body: { id: '${item}', tags: [1, true, null] },
        expect: { status: [201], json: { id: '${item}' }, contains: 'id', matches: '^\\{' },
        save: { id: 'data.id' },
        withinMs: 0,
        timeoutMs: 10_000,
      },
    ]);
    expect(note?.actions.verify_noapi).toMatchObject([{ kind: 'sql', on: 'db', expect: { rows: 1 } }]);
    expect(note?.actions.early_create).toMatchObject([{ kind: 'command', command: 'api-user ${item}' }]);
    expect(page?.actions).toMatchObject({ early_create: [], verify_noapi: [], destroy: [] });
  });

  test('the commands for state that lies outside are read', () => {
    expect(model.state).toEqual({
      service: 'web',
      save: 'dump ${state}/all',
      restore: ['load', '${state}/all'],
    });
  });

  test('probes, upgrade checks, warnings, exceptions and promises are read', () => {
    expect(model.probes).toMatchObject([
      { name: 'list', service: 'api', everyMs: 250, answeredBy: 'by.release' },
      { name: 'page', service: 'web', everyMs: 100, check: { kind: 'tcp', send: 'hello' } },
      { name: 'rows', service: 'warehouse', check: { kind: 'sql', on: '' } },
    ]);
    expect(model.upgradeChecks).toEqual([{ name: 'ready', service: 'api', run: 'api-check' }]);
    expect(model.warnings.patterns).toEqual(['^WARN']);
    expect(model.warnings.ignore).toContain('harmless');
    expect(model.exceptions).toMatchObject([
      { name: 'rewrite', when: 'before-start', cells: ['offline:together', 'rolling:after'] },
      { name: 'restart', run: ['restart', 'all'] },
    ]);
    expect(model.promises).toEqual([
      { cell: 'offline:together', rollback: false, atLeast: 'painless', explicit: true },
      { cell: 'rolling:after', rollback: true, atLeast: 'warns', explicit: true },
    ]);
  });
});

describe('the contract', () => {
  test('keeps what it says; files and the baseline become absolute', () => {
    expect(model.contract).toEqual({
      base: { release: 'v1', version: '1.0', date: '2024-10-02' },
      target: { release: 'v2', version: '2.0.0' },
      config: 'etc/schema.json',
      filters: 'etc/rootwrap.d',
      migrations: 'migrations',
      notes: 'notes',
      files: ['/plans/site/app.conf'],
      layered: true,
      policy: {
        name: 'ours',
        releases: 2,
        months: 6,
        removeOnlyIn: 'major',
        source: 'https://example.org/policy',
      },
      failOn: 'warning',
      baseline: '/plans/evenkeel-baseline.json',
    });
  });

  test('is absent in a plan without one', () => {
    expect(modelOf(SMALL_PLAN, {})).not.toHaveProperty('contract');
  });

  test('may name a policy, or the numbers that differ', () => {
    const policyOf = (text: string) =>
      modelOf(`${SMALL_PLAN}contract: { policy: ${text} }\n`, {}).contract?.policy;
    expect(policyOf('kubernetes')).toMatchObject({ name: 'kubernetes', releases: 2, months: 6 });
    expect(policyOf('{ months: 3 }')).toEqual({ name: 'releases=1,months=3', releases: 1, months: 3 });
    expect(policyOf('{ remove_only_in: major }')).toEqual({
      name: 'releases=1,months=0,remove_only_in=major',
      releases: 1,
      months: 0,
      removeOnlyIn: 'major',
    });
  });
});

describe('the defaults that the guide names', () => {
  const small = modelOf(SMALL_PLAN, {});
  const [service] = small.services;

  test('of a service: two instances, one port, its own folder, SIGTERM and ten seconds', () => {
    expect(service?.instances).toEqual({ offline: 2, rolling: 2 });
    expect(service?.program.target).toMatchObject({
      cwd: '${work}',
      ports: ['main'],
      ready: { kind: 'tcp' },
      stop: { signal: 'SIGTERM', withinMs: 10_000 },
    });
  });

  test('of checks: once, any 2xx, exit code 0, ten seconds for a try', () => {
    expect(service?.version).toMatchObject({ equals: '${release.label}' });
    expect(small.probes).toMatchObject([
      { everyMs: 100, check: { withinMs: 0, timeoutMs: 10_000, expect: { status: [], json: {} } } },
    ]);
    expect(small.resources[0]?.actions.create).toMatchObject([{ kind: 'command', expect: { exit: 0 } }]);
  });

  test('of what is left out: nothing, and every cell for an exception', () => {
    expect(small).toMatchObject({ environment: [], files: [], setup: [], migrations: [], promises: [] });
    const cells = model.exceptions.find((entry) => entry.name === 'restart')?.cells ?? [];
    expect([...cells].sort()).toEqual([
      'offline:frozen',
      'offline:together',
      'rolling:after',
      'rolling:before',
      'rolling:frozen',
      'rolling:union',
    ]);
  });

  test('a promise in a list is kept by an exception', () => {
    const promising = modelOf(`${SMALL_PLAN}promises: [rolling:before/rollback]\n`, {});
    expect(promising.promises).toEqual([
      { cell: 'rolling:before', rollback: true, atLeast: 'exception', explicit: false },
    ]);
  });

  test('a single migrate command is the migration, before rolling code moves', () => {
    const migrating = modelOf(`${SMALL_PLAN}migrate: change\n`, {});
    expect(migrating.migrations).toEqual([
      { stage: 'migrate', run: 'change', service: 'api', rolling: 'before' },
    ]);
  });

  test('a deprecation is a warning, but for those of the kinds that Node itself has', () => {
    const counts = (line: string): boolean =>
      small.warnings.patterns.some((pattern) => new RegExp(pattern, 'i').test(line)) &&
      !small.warnings.ignore.some((pattern) => new RegExp(pattern, 'i').test(line));
    expect(counts('option "store" is deprecated')).toBe(true);
    expect(counts('Deprecation: use --port')).toBe(true);
    expect(counts('OBSOLETE: --port')).toBe(true);
    expect(counts('--port will be removed in 3.0')).toBe(true);
    expect(counts('Node 18 is no longer supported')).toBe(true);
    expect(counts('(node:123) [DEP0005] DeprecationWarning: Buffer() is deprecated')).toBe(false);
    expect(counts('(node:123) Warning: deprecate: several loggers')).toBe(false);
    expect(counts('(node:123) NOTE: this library will be removed')).toBe(false);
    expect(counts('(node:123) [VERWAR002] VerdaccioWarning: "logs" has been deprecated')).toBe(true);
    expect(counts('all is well')).toBe(false);
  });
});
