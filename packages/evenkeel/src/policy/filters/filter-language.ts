import { baseName, leadingAssignments } from '@evenkeel/rootwrap/rules';
import { ENFA } from 'refa';
import type { FilterKind, PrivilegeFilter } from '../../model/filters.ts';
import { OPTIONS } from './alphabet.ts';
import { type Languages, Undecidable } from './automata.ts';
import { processWord, SEARCH_PATH } from './host.ts';
import { wordsOf } from './word-language.ts';

/** A chaining filter is left out: see `admissions.ts`. */
type Language = (filter: PrivilegeFilter, make: Languages) => ENFA;

const MAX_NAMES = 4;

const programWords = ({ exec }: PrivilegeFilter): string[] => [...new Set([exec, baseName(exec)])];

const command: Language = (filter, make) =>
  make.sequence([make.line([make.texts(programWords(filter))]), make.anyWords()]);

const readFile: Language = ({ args: [path = ''] }, make) =>
  make.line([make.texts(['cat']), make.texts([path])]);

/** A pattern for each word; nothing when there are none, or when rootwrap refuses one. */
function patterns({ args }: PrivilegeFilter, make: Languages): ENFA {
  const words = args.map((pattern) => wordsOf(pattern, make));
  const usable = words.filter((word) => word !== undefined);
  return usable.length < words.length || words.length === 0 ? ENFA.empty(OPTIONS) : make.line(usable);
}

const regExp: Language = (filter, make) => {
  if (baseName(filter.exec) === 'kill')
    throw new Undecidable('which processes it lets end is known when it runs');
  return patterns(filter, make);
};

/** A path is taken as it is written: where links lead is known when it runs. `..` is let through nowhere. */
function constraint(text: string, make: Languages): ENFA {
  if (text === 'pass') return make.anyWord();
  if (!text.startsWith('/')) return make.texts([text]);
  const below = make.sequence([make.texts([text.endsWith('/') ? text : `${text}/`]), make.anyWord()]);
  const slash = make.texts(['/']);
  const upwards = make.sequence([
    make.anyWord(),
    make.texts(['/..']),
    make.union([make.texts(['']), make.sequence([slash, make.anyWord()])]),
  ]);
  return make.without(make.union([make.texts([text]), below]), upwards);
}

const path: Language = (filter, make) =>
  filter.args.length === 0
    ? ENFA.empty(OPTIONS)
    : make.line([make.texts(programWords(filter)), ...filter.args.map((text) => constraint(text, make))]);

/** The process id is written as the program that the process runs. */
const kill: Language = ({ args: [program = '', ...signals] }, make) => {
  const places = program.startsWith('/') ? [program] : SEARCH_PATH.map((folder) => `${folder}/${program}`);
  const target = make.texts(places.map(processWord));
  const signal = signals.length > 0 ? [make.texts(signals)] : [];
  return program === '' ? ENFA.empty(OPTIONS) : make.line([make.texts(['kill']), ...signal, target]);
};

export const NETNS_WORDS = ['net', 'netn', 'netns'];
export const EXEC_WORDS = ['e', 'ex', 'exe', 'exec'];
const VRF_WORDS = ['v', 'vr', 'vrf'];
const BATCH_WORDS = ['b', 'ba', 'bat', 'batc', 'batch'].flatMap((word) => [`-${word}`, `--${word}`]);

/** Any words but those with which `ip` runs another program (rootwrap's RW-002, RW-003). */
const ip: Language = (_filter, make) => {
  const batch = make.line([make.texts(BATCH_WORDS)]);
  const exec = make.line([make.texts([...NETNS_WORDS, ...VRF_WORDS]), make.texts(EXEC_WORDS)]);
  const running = make.sequence([make.anyWords(), make.union([batch, exec]), make.anyWords()]);
  return make.sequence([make.line([make.texts(['ip'])]), make.without(make.anyWords(), running)]);
};

/** The named variables in any order, with or without `env` before them, then the program. */
const env: Language = (filter, make) => {
  const wanted = leadingAssignments(filter.args);
  const names = new Set(wanted.map(([name]) => name));
  if (names.size === 0) return ENFA.empty(OPTIONS);
  if (names.size > MAX_NAMES) throw new Undecidable(`it names more than ${MAX_NAMES} variables`);
  if (names.size < wanted.length) throw new Undecidable('it names a variable twice');
  if (filter.exec.includes('=')) return ENFA.empty(OPTIONS);
  const assignments = wanted.map(([name, value]) =>
    value === ''
      ? make.sequence([make.texts([`${name}=`]), make.anyWord()])
      : make.texts([`${name}=${value}`]),
  );
  const prefix = make.union([make.texts(['']), make.line([make.texts(['env'])])]);
  const orders = make.union(permutations(assignments).map((order) => make.line(order)));
  const words = make.anyWords(Math.max(0, filter.args.length - wanted.length - 1));
  return make.sequence([prefix, orders, make.line([make.texts(programWords(filter))]), words]);
};

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((others) => [item, ...others]),
  );
}

/** The words of a chaining filter before the command that it runs. */
const netnsExec: Language = ({ runAs }, make) =>
  runAs === 'root'
    ? make.line([make.texts(['ip']), make.texts(NETNS_WORDS), make.texts(EXEC_WORDS), make.anyWord()])
    : ENFA.empty(OPTIONS);

const LANGUAGES: Record<FilterKind, Language> = {
  CommandFilter: command,
  RegExpFilter: regExp,
  PathFilter: path,
  KillFilter: kill,
  ReadFileFilter: readFile,
  IpFilter: ip,
  EnvFilter: env,
  IpNetnsExecFilter: netnsExec,
  ChainingRegExpFilter: patterns,
};

/**
 * The command lines that a filter lets through; for a chaining filter, only its own words.
 * @throws Undecidable
 */
export const languageOf: Language = (filter, make) => LANGUAGES[filter.class](filter, make);
