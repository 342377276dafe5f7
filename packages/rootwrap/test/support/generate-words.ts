import type { Random } from './generate-random.js';
import { type Places, PROGRAMS } from './peer-places.js';

export type Maker = { readonly random: Random; readonly places: Places };

const ODD_PROGRAMS = [
  'gamma',
  'noexec',
  'folder',
  'linkprog',
  'dangling',
  'nowhere',
  'sub/tool',
  'kill',
  'cat',
];
const ARGUMENTS = [
  '-l',
  '-a',
  '-la',
  'x',
  'a b',
  '',
  'é',
  '日本',
  'x\n',
  '-n',
  '5',
  '-5',
  'A=1',
  'env',
  'netns',
  'exec',
];

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A word for any place of a command line. */
export function argument({ random, places }: Maker): string {
  return random.chance(0.8) ? random.pick(ARGUMENTS) : path({ random, places });
}

/** A path near the ones that PathFilters are about. */
export function path({ random, places }: Maker): string {
  const folder = random.pick([
    'data',
    'data',
    'data',
    'data/sub',
    'data/link',
    'datalink',
    'data-evil',
    'data/evil',
    'data/up/data-evil',
    'data/out',
    'data/dangling',
    'data/loop',
    'data/ping',
    'loop-evil',
    'data/new',
    'datafile',
  ]);
  const tail = random.pick([
    '',
    '',
    '/',
    '/file',
    '/file',
    '/sub/../file',
    '/..',
    '/./new',
    '//file',
    '/../data-evil/file',
    '/chain7',
    '/chain39',
    '/chain45',
    '/file/x',
    '/a\nb',
  ]);
  const start = random.pick(['full', 'full', 'full', 'full', 'relative', 'double', 'none']);
  if (start === 'none') return random.pick(['', '.', '/', '..', 'data', '/etc/passwd']);
  if (start === 'relative') return folder + tail;
  return (start === 'double' ? '/' : '') + places.at(folder + tail);
}

export const program = ({ random, places }: Maker): string => {
  const name = random.chance(0.8) ? random.pick(PROGRAMS) : random.pick(ODD_PROGRAMS);
  if (random.chance(0.65)) return name;
  return random.pick([
    places.at(`bin/${name}`),
    places.at(`bin/${name}`),
    places.at(`sbin/${name}`),
    `/opt/${name}`,
    `./${name}`,
    '',
  ]);
};

export const user = ({ random }: Maker): string =>
  random.pick(['root', 'root', 'root', 'root', 'root', 'nobody', 'daemon']);

export const called = ({ random }: Maker, exec: string): string =>
  random.chance(0.75) ? baseName(exec) : exec;

/** A process id, or what looks like one. */
export function pidWord({ random, places }: Maker): string {
  const pid = String(random.pick(places.pids));
  if (random.chance(0.7)) return pid;
  const wide = [...pid].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
  const under = `${pid.slice(0, 1)}_${pid.slice(1)}`;
  return random.pick([
    ` ${pid}`,
    `+${pid}`,
    `0${pid}`,
    `${pid}\n`,
    under,
    `_${pid}`,
    `\u001c${pid}\u2003`,
    `\ufeff${pid}`,
    `-${pid}`,
    '0',
    '-1',
    '',
    'x',
    '9'.repeat(30),
    `${pid}.0`,
    `/${pid}`,
    'self',
    wide,
  ]);
}
