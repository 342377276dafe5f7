import { compileRegex, type MatchEnd, matchRegex } from '../regex/regex.js';
import { type Context, type Filter, type Match, matched, type NoMatch, noMatch } from './types.js';

const compiled = new Map<string, ReturnType<typeof compileRegex>>();

/** Compiles a pattern of a filter once. */
function regexOf(pattern: string): ReturnType<typeof compileRegex> {
  const known = compiled.get(pattern) ?? compileRegex(pattern);
  compiled.set(pattern, known);
  return known;
}

/** Why a filter's patterns cannot be used, or undefined. */
export function refusedPattern(filter: Filter): string | undefined {
  for (const pattern of filter.args) {
    const regex = regexOf(pattern);
    if ('refused' in regex) return `regular expression '${pattern}' refused: ${regex.refused}`;
  }
  return undefined;
}

/** A pattern for each word, the program's name included, and no word more. */
export function matchRegExp(filter: Filter, argv: readonly string[], context: Context): Match | NoMatch {
  if (argv.length !== filter.args.length)
    return noMatch(`wants ${filter.args.length} words, not ${argv.length}`);
  const why = firstMismatch(filter, argv, context);
  return why === undefined ? matched(argv.slice(1)) : noMatch(why);
}

/** A pattern for each of the first words; the rest is a command of its own. */
export function matchChainingRegExp(
  filter: Filter,
  argv: readonly string[],
  context: Context,
): Match | NoMatch {
  if (argv.length < filter.args.length)
    return noMatch(`wants at least ${filter.args.length} words, not ${argv.length}`);
  if (filter.args.length === 0 && !context.legacy.has('RW-001'))
    return noMatch('names no word, so that it would run another program than the one that was checked');
  const why = firstMismatch(filter, argv, context);
  if (why !== undefined) return noMatch(why);
  const prefix = Math.max(filter.args.length, 1);
  return matched(argv.slice(1, prefix), { inner: argv.slice(filter.args.length) });
}

/** All patterns must be usable: one refused pattern refuses the filter. */
function firstMismatch(filter: Filter, argv: readonly string[], context: Context): string | undefined {
  const refused = refusedPattern(filter);
  if (refused !== undefined) return refused;
  for (const [index, pattern] of filter.args.entries()) {
    const answer = matches(pattern, argv[index] ?? '', context);
    if (answer === 'undecided') return `word ${index + 1} is too long to decide for '${pattern}'`;
    if (!answer) return `word ${index + 1} does not match '${pattern}'`;
  }
  return undefined;
}

/** oslo.rootwrap asks `re.match(pattern + '$', word)`: RW-006 and RW-007 are about what that lets through. */
function matches(pattern: string, word: string, { legacy, steps }: Context): boolean | 'undecided' {
  const newline = legacy.has('RW-007');
  const regex = regexOf(legacy.has('RW-006') ? pattern + (newline ? '$' : '\\Z') : pattern);
  const end: MatchEnd = legacy.has('RW-006') ? 'anywhere' : newline ? 'or-newline' : 'end';
  return 'refused' in regex ? false : matchRegex(regex, word, end, steps);
}
