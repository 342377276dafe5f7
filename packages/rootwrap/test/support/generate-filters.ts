import { somePattern } from './generate-regex.js';
import { argument, baseName, called, type Maker, path, pidWord, program, user } from './generate-words.js';

/** What a filter says, and a command line that it may well let through. */
export type Draft = {
  readonly words: readonly string[];
  readonly user: string;
  readonly chaining: boolean;
  /** @param inner makes a command line for a chaining filter to run */
  readonly aim: (inner: (user: string) => string[]) => string[];
};

const IP_WORDS =
  'netns netns netn net exec exe ex e list -b -batch --batch -ba vrf v vr addr -family link -n -all'.split(
    ' ',
  );
const ASSIGNMENTS = ['A=', 'B=', 'A=1', 'LANG=C', '=', 'FOO=a=b', 'A=1', 'TZ='];

const simple = (words: string[], user: string, aim: () => string[]): Draft => ({
  words,
  user,
  chaining: false,
  aim,
});

function commandFilter(maker: Maker): Draft {
  const [exec, runAs] = [program(maker), user(maker)];
  const more = maker.random.chance(0.1) ? ['extra', 'words'] : [];
  return simple(['CommandFilter', exec, runAs, ...more], runAs, () => [
    called(maker, exec),
    ...maker.random.some(0, 3, () => argument(maker)),
  ]);
}

function regExpFilter(maker: Maker): Draft {
  const { random } = maker;
  const [exec, runAs] = [program(maker), user(maker)];
  const parts = random.some(0, 2, () => somePattern(random));
  const first = random.chance(0.9) ? baseName(exec) : random.pick([exec, '.*', '(/usr)?/bin/ls|ls', '']);
  const patterns = random.chance(0.03) ? [] : [first, ...parts.map(({ pattern }) => pattern)];
  return simple(['RegExpFilter', exec, runAs, ...patterns], runAs, () => [
    baseName(exec),
    ...parts.map(({ word }) => word()),
  ]);
}

function pathFilter(maker: Maker): Draft {
  const { random, places } = maker;
  const [exec, runAs] = [program(maker), user(maker)];
  const constraint = () => {
    const kind = random.below(10);
    if (kind < 2) return { text: 'pass', word: () => argument(maker) };
    if (kind < 4) {
      const text = random.pick(['nova', '', 'a/b', './x', '--', 'data']);
      return { text, word: () => text };
    }
    const text = random.pick([
      places.at('data'),
      places.at('data'),
      places.at('data'),
      places.at('data/'),
      places.at('data/sub'),
      places.at('datalink'),
      places.at('data/loop'),
      places.at('data/file'),
      places.root,
      '/',
      '/etc',
    ]);
    const near = () =>
      random.chance(0.5) ? text + random.pick(['', '/file', '/sub/file', '-evil/file']) : path(maker);
    return { text, word: near };
  };
  const constraints = random.some(random.chance(0.05) ? 0 : 1, 3, constraint);
  return simple(['PathFilter', exec, runAs, ...constraints.map(({ text }) => text)], runAs, () => [
    called(maker, exec),
    ...constraints.map(({ word }) => word()),
  ]);
}

function killFilter(maker: Maker): Draft {
  const { random, places } = maker;
  const target = random.pick([
    'napper',
    'napper',
    places.at('bin/napper'),
    places.at('bin/napper'),
    places.at('elsewhere/napper'),
    places.at('bin/gone'),
    places.at('bin/swapped'),
    'swapped',
    'gone2',
    './bin/napper',
    '',
  ]);
  const signals = random.pick([[], ['-9'], ['-9', '-HUP'], ['-15', '9'], ['']]);
  const runAs = user(maker);
  return simple(['KillFilter', runAs, ...(random.chance(0.03) ? [] : [target]), ...signals], runAs, () => {
    const signal = random.chance(0.85) ? signals.slice(0, 1) : random.pick([['-9'], ['-HUP'], []]);
    return ['kill', ...signal, pidWord(maker)];
  });
}

function readFileFilter(maker: Maker): Draft {
  const file = path(maker).replaceAll('\n', '');
  const more = maker.random.chance(0.1) ? ['more'] : [];
  return simple(['ReadFileFilter', file, ...more], 'root', () => ['cat', file]);
}

function ipFilter(maker: Maker): Draft {
  const { random, places } = maker;
  const [exec, runAs] = [random.pick(['ip', 'ip', 'ip', places.at('sbin/ip'), '/opt/ip']), user(maker)];
  return simple(['IpFilter', exec, runAs], runAs, () => [
    'ip',
    ...random.some(0, 4, () => random.pick(IP_WORDS)),
  ]);
}

function envFilter(maker: Maker): Draft {
  const { random, places } = maker;
  const [exec, runAs] = [program(maker), user(maker)];
  const variables = random.some(random.chance(0.05) ? 0 : 1, 3, () => random.pick(ASSIGNMENTS));
  const more = random.some(0, random.chance(0.2) ? 1 : 0, () => argument(maker).replaceAll('\n', ''));
  const first = random.pick(['env', 'env', 'env', places.at('bin/env'), 'printenv', exec]);
  return simple(['EnvFilter', first, runAs, ...variables, exec, ...more], runAs, () => {
    const given = random.shuffled(variables).map((word) => {
      const asGiven = word.endsWith('=') && word !== '=' ? word + random.pick(['', '1', 'a b', 'x=y']) : word;
      return random.chance(0.9) ? asGiven : `${word.split('=')[0]}=${random.pick(['', '2'])}`;
    });
    return [...(random.chance(0.7) ? ['env'] : []), ...given, called(maker, exec), ...more];
  });
}

function ipNetnsExecFilter(maker: Maker): Draft {
  const { random, places } = maker;
  const [exec, runAs] = [
    random.pick(['ip', 'ip', 'ip', places.at('sbin/ip')]),
    random.pick(['root', 'root', 'root', 'nobody']),
  ];
  const words = ['IpNetnsExecFilter', exec, runAs];
  const netns = () => random.pick(['netns', 'netns', 'netns', 'net', 'netn', 'n']);
  const execWord = () => random.pick(['exec', 'exec', 'exec', 'e', 'ex', 'x']);
  return {
    words,
    user: runAs,
    chaining: true,
    aim: (inner) => ['ip', netns(), execWord(), 'blue', ...inner(runAs)],
  };
}

function chainingRegExpFilter(maker: Maker): Draft {
  const { random } = maker;
  const [exec, runAs] = [random.pick(['nice', 'nice', 'env', program(maker)]), user(maker)];
  const parts = random.chance(0.6)
    ? [{ pattern: '-?\\d+', word: () => random.pick(['5', '-5', '5\n', 'x']) }]
    : random.some(0, 2, () => somePattern(random));
  const patterns = random.chance(0.06) ? [] : [baseName(exec), ...parts.map(({ pattern }) => pattern)];
  const own = () => (patterns.length === 0 ? [] : [baseName(exec), ...parts.map(({ word }) => word())]);
  const words = ['ChainingRegExpFilter', exec, runAs, ...patterns];
  return { words, user: runAs, chaining: true, aim: (inner) => [...own(), ...inner(runAs)] };
}

function oddFilter(maker: Maker): Draft {
  const { random } = maker;
  const lines = [
    ['NoFilter', 'ls', 'root'],
    ['commandfilter', 'ls', 'root'],
    [''],
    ['ChainingFilter', 'ls', 'root'],
    ['"CommandFilter"', 'ls', 'root'],
  ];
  const broken = [
    ['CommandFilter'],
    ['PathFilter', 'ls'],
    ['KillFilter'],
    ['ReadFileFilter'],
    ['os', 'ls'],
    ['realpath', 'ls'],
  ];
  const words = random.pick(random.chance(0.04) ? broken : lines);
  return simple(words, 'root', () => ['ls', ...random.some(0, 1, () => argument(maker))]);
}

const KINDS: readonly (readonly [weight: number, make: (maker: Maker) => Draft])[] = [
  [14, commandFilter],
  [18, regExpFilter],
  [16, pathFilter],
  [12, killFilter],
  [4, readFileFilter],
  [8, ipFilter],
  [14, envFilter],
  [8, ipNetnsExecFilter],
  [10, chainingRegExpFilter],
  [2, oddFilter],
];

export function someFilter(maker: Maker): Draft {
  let left = maker.random.below(KINDS.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, make] of KINDS) {
    if (left < weight) return make(maker);
    left -= weight;
  }
  return commandFilter(maker);
}
