import type { PlanValue } from './model.ts';
import { changeAt, type Mutator } from './mutations.ts';

type Path = readonly PropertyKey[];

const BAD_DURATIONS = [
  '10',
  '1h',
  '-1s',
  '1.5s',
  '10 s',
  's',
  '1e3ms',
  '\u0663s',
  ' 3s',
  '1234567s',
  'P1D',
  '',
];
const BAD_REGEXES = ['(', '[a', '*x', '(?<n>', 'a{2,1}', '\\', '(?<=', '[z-a]', '(?<a>.)(?<a>.)'];
const BAD_NAMES = ['1x', 'a b', '\u00e4', '-a', 'a'.repeat(42), 'a.b', 'a/b', '../a', '\u{1F600}', 'a\n'];
const BAD_REQUESTS = [
  'get /notes',
  'GET',
  '/notes',
  'GET ',
  ' GET /notes',
  'GET/notes',
  '\u0047\u0395T /notes',
  '',
];

/** Sets a value that is picked at a path that is picked. */
function replace(what: string, paths: readonly Path[], values: readonly unknown[]): Mutator<PlanValue> {
  return (plan, pick) => {
    const path = pick(paths);
    const value = pick(values);
    return {
      plan: changeAt(plan, path, value),
      what: `${what} at ${path.join('.')}: ${JSON.stringify(value)}`,
    };
  };
}

const TEXTS: readonly Path[] = [
  ['name'],
  ['releases', 'base', 'label'],
  ['environment', 'mail', 'env', 'LEVEL'],
  ['services', 'api', 'start'],
  ['services', 'api', 'install', 'npm', 0],
  ['services', 'api', 'version', 'http'],
  ['resources', 'note', 'create', 0, 'body', 'id'],
  ['resources', 'note', 'create', 0, 'expect', 'json', 'id'],
  ['probes', 'page', 'send'],
  ['exceptions', 'restart', 'run', 1],
  ['setup', 0, 'sql'],
  ['contract', 'base', 'version'],
];

/** Ways to break what a plan means: names, numbers and words that are wrong wherever they are put. */
export const ENTRY_MUTATORS: readonly Mutator<PlanValue>[] = [
  replace(
    'a duration',
    [
      ['probes', 'list', 'every'],
      ['services', 'api', 'ready', 'within'],
      ['services', 'api', 'ready', 'timeout'],
      ['services', 'api', 'stop', 'within'],
      ['environment', 'mail', 'stop', 'within'],
      ['resources', 'note', 'verify', 'within'],
    ],
    [...BAD_DURATIONS, 10, null],
  ),
  replace(
    'a regular expression',
    [
      ['services', 'web', 'version', 'matches'],
      ['environment', 'mail', 'ready', 'log'],
      ['resources', 'note', 'create', 0, 'expect', 'matches'],
      ['warnings', 'patterns', 0],
      ['warnings', 'ignore', 0],
    ],
    BAD_REGEXES,
  ),
  replace(
    'a request',
    [
      ['probes', 'list', 'http'],
      ['services', 'api', 'version', 'http'],
      ['resources', 'note', 'verify', 'http'],
    ],
    BAD_REQUESTS,
  ),
  replace('a placeholder', TEXTS, [
    '${nope}',
    'x ${} y',
    '${__proto__}',
    '${ services.api }',
    '$${ok} ${no}',
    '${\u{1F914}}',
  ]),
  replace(
    'a service',
    [
      ['resources', 'note', 'service'],
      ['probes', 'list', 'service'],
      ['files', 'conf', 'each'],
      ['setup', 1, 'service'],
      ['migrate', 'migrate', 'service'],
      ['upgrade_checks', 'ready', 'service'],
      ['state', 'service'],
      ['exceptions', 'rewrite', 'service'],
      ['services', 'web', 'after', 0],
    ],
    ['apii', 'db', 'API', '', 'constructor', '__proto__', 'api-1', '\u0430pi'],
  ),
  replace(
    'a port or server',
    [
      ['services', 'api', 'ready', 'port'],
      ['setup', 0, 'on'],
      ['resources', 'note', 'verify_noapi', 0, 'on'],
    ],
    ['https', 'cache', 'api', '8080', ''],
  ),
  replace(
    'services that wait for each other',
    [['services', 'api', 'after']],
    [['api'], ['web'], ['warehouse', 'web']],
  ),
  replace(
    'a number of instances',
    [['services', 'api', 'instances']],
    [0, 21, -1, 1.5, '2', { offline: 0 }, { both: 1 }, []],
  ),
  replace(
    'a PostgreSQL version',
    [['environment', 'db', 'postgres', 'version']],
    [14, 19, '9.6', 16.1, 'latest', '16.1', ''],
  ),
  replace(
    'a status',
    [['resources', 'note', 'create', 0, 'expect', 'status']],
    [99, 600, 'OK', [], [200, '201'], 200.5],
  ),
  replace('a Node version', [['releases', 'base', 'node']], ['20', 'v20.18.0', '20.x.x', '^20.18.0', 20]),
  replace('a signal', [['environment', 'mail', 'stop', 'signal']], ['TERM', 'SIGSTOP', 'sigterm', 15]),
  replace(
    'cells',
    [['exceptions', 'rewrite', 'cells']],
    [[], ['offline:after'], ['offline'], 'offline:together', ['OFFLINE:TOGETHER']],
  ),
  replace(
    'promises',
    [['promises']],
    [['rolling:together'], { 'offline:together': 'broken' }, { offline: 'warns' }, 'all'],
  ),
  replace('a path', [['files', 'motd', 'path']], ['../motd', '/etc/motd', 'a/../../b', '..', 'filters', '']),
  replace(
    'a file',
    [
      ['files', 'motd', 'from'],
      ['files', 'conf', 'from', 'target'],
      ['files', 'conf', 'note'],
      ['exceptions', 'rewrite', 'note'],
      ['services', 'api', 'install', 'folder'],
      ['contract', 'config'],
      ['contract', 'migrations'],
      ['contract', 'files', 0],
    ],
    ['not/there', './gone.txt', '\u{1F4C4}', ' '],
  ),
  replace(
    'a policy',
    [['contract', 'policy']],
    [
      'openstck',
      '',
      {},
      { name: 'ours' },
      { months: -1 },
      { releases: 0 },
      { releases: '2' },
      { remove_only_in: 'minor' },
    ],
  ),
  replace(
    'a day',
    [['contract', 'base', 'date']],
    ['2024-13-01', '2023-02-29', '2024-1-1', 'yesterday', 20241002, '', '2024-10-02T00:00:00Z'],
  ),
  replace(
    'a release',
    [
      ['contract', 'target'],
      ['contract', 'base', 'release'],
    ],
    ['./not/there', '/not/there', '', { relase: 'v2' }, 2, [], 'site/app.conf'],
  ),
  replace('the version', [['version']], [0, 2, '1', 1.1, true, [1]]),
  replace(
    'a check',
    [['probes', 'rows']],
    [
      { service: 'warehouse' },
      { service: 'warehouse', sql: 'select 1', run: 'x' },
      { service: 'warehouse', sql: 'select 1', expect: { status: 200 } },
      { service: 'warehouse', tcp: false },
      { service: 'warehouse', log: 'ready' },
      'select 1',
    ],
  ),
  replace(
    'a taken name',
    [
      ['environment', 'api'],
      ['environment', 'api-3'],
      ['environment', 'warehouse-2'],
    ],
    [{ redis: {} }],
  ),
  (plan, pick) => {
    const section = pick(['environment', 'services', 'files', 'resources', 'probes', 'exceptions']);
    const entries = plan[section] as Record<string, unknown>;
    const name = pick(BAD_NAMES);
    entries[name] = pick(Object.values(entries));
    return { plan, what: `a name in ${section}: ${JSON.stringify(name)}` };
  },
];
