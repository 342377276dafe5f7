import { isChaining, matchFilter } from '../filter/match.js';
import {
  baseName,
  type Context,
  type Filter,
  joinPath,
  type Match,
  type NoMatch,
  noMatch,
  type ProcessIdentity,
} from '../filter/types.js';
import { stepBudget } from '../regex/regex.js';

/** A command line as it is to be run: nothing in it is looked up again. */
export type Command = {
  /** An absolute path. */
  readonly exec: string;
  readonly args: readonly string[];
  readonly env: readonly (readonly [name: string, value: string])[];
  readonly runAs: string;
  /** Must still be this process when the command starts (a KillFilter's). */
  readonly target?: ProcessIdentity;
};

export type Decision =
  | { readonly kind: 'permit'; readonly filter: Filter; readonly command: Command }
  /** A filter would permit it, but its program is nowhere. */
  | { readonly kind: 'missing'; readonly filter: Filter }
  | { readonly kind: 'deny' };

/** What one filter said, for `--explain`. */
export type Trace = (filter: Filter, words: string) => void;

/** The order of the filters, the folders to look for programs in, and what is asked of the machine. */
export type Rules = Context & { readonly filters: readonly Filter[]; readonly execDirs: readonly string[] };

/**
 * May this command line be run, and how? The first filter that matches and whose program exists decides.
 * Pure but for what `rules.host` reads.
 * @param argv the command line, the program first
 * @param trace told what each filter said
 */
export function decide(rules: Rules, argv: readonly string[], trace: Trace = () => {}): Decision {
  if (argv.length === 0 || !argv.every(isPlainText)) return { kind: 'deny' };
  return walk({ ...rules, steps: stepBudget() }, argv, trace);
}

function walk(rules: Rules, argv: readonly string[], trace: Trace): Decision {
  let missing: Filter | undefined;
  let words = argv;
  let envSeen = false;
  for (const filter of rules.filters) {
    const match = matchNext(rules, filter, words, envSeen);
    envSeen ||= filter.class === 'EnvFilter';
    words = afterFilter(filter, words, rules);
    if (!match.match) {
      trace(filter, match.why);
      continue;
    }
    const inner = match.inner === undefined ? undefined : decideInner(rules, filter, match.inner);
    if (typeof inner === 'string') {
      trace(filter, inner);
      continue;
    }
    const exec = findProgram(rules, filter.exec);
    if (exec === undefined) {
      missing ??= filter;
      trace(filter, `would match, but '${filter.exec}' is nowhere`);
      continue;
    }
    trace(filter, 'matches');
    return { kind: 'permit', filter, command: join(rules, filter, exec, match, inner) };
  }
  return missing === undefined ? { kind: 'deny' } : { kind: 'missing', filter: missing };
}

/** No word of a command line may be longer, in bytes: MAX_ARG_STRLEN, execve(2). */
const MAX_WORD = 131_072;

/** Text that reaches the program as it was judged: no NUL, no half character, nothing that stood for a broken byte. */
const isPlainText = (word: string): boolean =>
  word.length < MAX_WORD && !/[\0\ufffd\ud800-\udfff]/u.test(word);

/** A command line that begins with `env` is, from the first EnvFilter on, for EnvFilters alone (RW-012). */
function matchNext(
  rules: Rules,
  filter: Filter,
  words: readonly string[],
  envSeen: boolean,
): Match | NoMatch {
  if (words.length === 0) return noMatch('an EnvFilter before it took the only word');
  if (envSeen && words[0] === 'env' && filter.class !== 'EnvFilter' && !rules.legacy.has('RW-012'))
    return noMatch("comes after an EnvFilter: from there on 'env' is for EnvFilters alone");
  return matchFilter(filter, words, rules);
}

/** oslo.rootwrap's EnvFilter takes the word `env` off the list that the filters after it see (RW-012). */
function afterFilter(filter: Filter, words: readonly string[], { legacy }: Context): readonly string[] {
  return legacy.has('RW-012') && filter.class === 'EnvFilter' && words[0] === 'env' ? words.slice(1) : words;
}

/**
 * The permit for the command that a chaining filter runs: by a filter with the same user that is not chaining itself.
 * @returns why there is none
 */
function decideInner(rules: Rules, outer: Filter, inner: readonly string[]): Command | string {
  const [program, ...rest] = inner;
  if (program === undefined) return 'there is no inner command';
  const filters = rules.filters.filter((filter) => filter.runAs === outer.runAs && !isChaining(filter));
  const decision = walk({ ...rules, filters }, [baseName(program), ...rest], () => {});
  if (decision.kind !== 'permit') return `no filter permits the inner command '${inner.join(' ')}'`;
  if (rules.legacy.has('RW-001')) return { ...decision.command, exec: program, args: rest, env: [] };
  const { command } = decision;
  if (program.includes('/') && !isSameProgram(rules, program, command.exec))
    return `the inner command '${program}' is not '${command.exec}'`;
  if (decision.filter.class !== 'EnvFilter') return command;
  const env = program === 'env' ? findProgram(rules, 'env') : undefined;
  if (env === undefined) return "the inner command's variables want an 'env' before them";
  const assignments = command.env.map(([name, value]) => `${name}=${value}`);
  return { ...command, exec: env, args: [...assignments, command.exec, ...command.args], env: [] };
}

function isSameProgram({ host }: Rules, given: string, found: string): boolean {
  return given.startsWith('/') && host.realPath(given) === host.realPath(found);
}

/** The whole command line: a chaining filter's words, then the inner command by the path that was checked. */
function join(
  { legacy }: Rules,
  filter: Filter,
  exec: string,
  match: Match,
  inner: Command | undefined,
): Command {
  const target = legacy.has('RW-016') ? undefined : (match.target ?? inner?.target);
  const args = inner === undefined ? match.args : [...match.args, ...innerWords(filter, inner)];
  return { exec, args, env: match.env, runAs: filter.runAs, ...(target && { target }) };
}

/** A chaining filter without patterns has no word of its own: its program stands for the inner one. */
const innerWords = (filter: Filter, { exec, args }: Command): readonly string[] =>
  filter.class === 'ChainingRegExpFilter' && filter.args.length === 0 ? args : [exec, ...args];

/**
 * Where a filter's program is: an absolute path as it is; a name in the first of the folders that has it. When a folder
 * stands there, the search ends: oslo.rootwrap would try to run it (RW-029).
 */
export function findProgram({ host, execDirs }: Rules, exec: string): string | undefined {
  const places = exec.startsWith('/') ? [exec] : execDirs.map((folder) => joinPath(folder, exec));
  const found = places.find((path) => host.isExecutable(path));
  return found !== undefined && host.isFile(found) ? found : undefined;
}
