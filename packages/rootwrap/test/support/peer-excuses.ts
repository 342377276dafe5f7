import { accessSync, constants, readlinkSync } from 'node:fs';
import { type Host, joinPath } from '../../src/filter/types.js';
import { thisHost } from '../../src/host/host.js';
import type { PeerVerdict, Verdict } from './peer.js';
import { ALL_LEGACY, type Ours, same } from './peer-ours.js';

type Difference = {
  readonly ours: Ours;
  readonly argv: readonly string[];
  readonly mine: Verdict;
  readonly theirs: PeerVerdict;
};

const WIDE_DIGITS = /[\uff10-\uff19]/gu;

const withPlainDigits = (words: readonly string[]): string[] =>
  words.map((word) => word.replace(WIDE_DIGITS, (digit) => String(digit.charCodeAt(0) - 0xff10)));

/** What may differ though every restorable deviation is off, and how each is known. */
const EXCUSES: Readonly<Record<string, (difference: Difference) => boolean>> = {
  'the peer crashes': ({ theirs }) => theirs.kind === 'crash',
  'RW-026 text that is not UTF-8': ({ argv, mine }) =>
    mine.kind === 'deny' && /[\ud800-\udfff\ufffd]/u.test(argv.join('')),
  'RW-027 a refused regular expression': ({ ours, mine, theirs }) =>
    theirs.kind !== 'deny' &&
    theirs.kind !== 'crash' &&
    !same(mine, theirs) &&
    ours.hasRefusedPattern(theirs.filter),
  'RW-028 bounded time': ({ ours, argv }) => {
    let undecided = false;
    ours.judge(ALL_LEGACY, argv, thisHost, (_filter, words) => {
      undecided ||= words.includes('too long to decide');
    });
    return undecided;
  },
  'RW-029 a folder is no program': (difference) => agreesOn({ ...thisHost, isFile: mayExecute }, difference),
  'RW-030 links in a circle': (difference) => agreesOn({ ...thisHost, realPath: pythonRealPath }, difference),
  'RW-029 and RW-030': (difference) =>
    agreesOn({ ...thisHost, isFile: mayExecute, realPath: pythonRealPath }, difference),
  // kill(1) does not take them either
  'RW-018 a pid in digits of another script': ({ ours, argv, theirs }) => {
    if (theirs.kind === 'deny' || (argv.at(-1) ?? '').search(WIDE_DIGITS) < 0) return false;
    const plain = ours.judge(ALL_LEGACY, withPlainDigits(argv));
    const command = theirs.kind === 'permit' && { command: withPlainDigits(theirs.command) };
    return same(plain, { ...theirs, ...command });
  },
};

export const excuseFor = (difference: Difference): string | undefined =>
  Object.keys(EXCUSES).find((name) => EXCUSES[name]?.(difference));

const agreesOn = (host: Host, { ours, argv, theirs }: Difference): boolean =>
  same(ours.judge(ALL_LEGACY, argv, host), theirs);

function mayExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** The real path as Python has it: what goes in a circle stays as it is, and the rest of the path with it. */
function pythonRealPath(path: string): string {
  const start = path.startsWith('/') ? path : `${process.cwd()}/${path}`;
  return lexical(follow('/', start, new Map()).path);
}

type Followed = { readonly path: string; readonly whole: boolean };

/** After `circle//rest` Python joins `circle` and `/rest`, which is `/rest`. */
const pythonJoin = (folder: string, rest: string): string =>
  rest.startsWith('/') ? rest : joinPath(folder, rest);

function follow(from: string, path: string, known: Map<string, string | undefined>): Followed {
  let real = path.startsWith('/') ? '/' : from;
  let rest = path.replace(/^\//, '');
  while (rest !== '') {
    const [name = ''] = rest.split('/', 1);
    rest = rest.slice(name.length + 1);
    if (name === '' || name === '.') continue;
    const next = name === '..' ? { path: lexical(`${real}/..`), whole: true } : followOne(real, name, known);
    if (!next.whole) return { path: pythonJoin(next.path, rest), whole: false };
    real = next.path;
  }
  return { path: real, whole: true };
}

function followOne(folder: string, name: string, known: Map<string, string | undefined>): Followed {
  const link = joinPath(folder, name);
  if (known.has(link)) return { path: known.get(link) ?? link, whole: known.get(link) !== undefined };
  const target = linkTarget(link);
  if (target === undefined) return { path: link, whole: true };
  known.set(link, undefined);
  const found = follow(folder, target, known);
  if (found.whole) known.set(link, found.path);
  return found;
}

function lexical(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}
