import { isProgram } from './command.js';
import { type Context, type Filter, type Match, matched, type NoMatch, noMatch } from './types.js';

type Assignment = readonly [name: string, value: string];

/** The leading `NAME=VALUE` words. */
export function leadingAssignments(words: readonly string[]): Assignment[] {
  const end = words.findIndex((word) => !word.includes('='));
  return words.slice(0, end < 0 ? words.length : end).map((word) => {
    const at = word.indexOf('=');
    return [word.slice(0, at), word.slice(at + 1)];
  });
}

/** The program that an EnvFilter is about: `env A= B= X` is about X. */
export function envProgram(exec: string, args: readonly string[]): string {
  const names = new Set(leadingAssignments(args).map(([name]) => name));
  return exec.includes('env') && names.size < args.length ? (args[names.size] ?? exec) : exec;
}

/** A program with exactly the environment variables that the filter names. */
export function matchEnv(filter: Filter, argv: readonly string[], context: Context): Match | NoMatch {
  const { legacy } = context;
  const words = argv[0] === 'env' ? argv.slice(1) : argv;
  if (words.length < filter.args.length) return noMatch(`wants ${filter.args.length} words or more`);
  const given = leadingAssignments(words);
  const names = new Set(given.map(([name]) => name));
  const wanted = leadingAssignments(filter.args);
  if (names.size !== given.length && !legacy.has('RW-011')) return noMatch('a variable is named twice');
  if (!isProgram(filter, words[names.size])) return noMatch(`is about '${filter.exec}'`);
  const wantedNames = new Set(wanted.map(([name]) => name));
  if (wantedNames.size === 0) return noMatch('names no variable, so it never matches');
  if (names.size !== wantedNames.size || [...names].some((name) => !wantedNames.has(name)))
    return noMatch(`wants the variables ${[...wantedNames].join(', ') || '(none)'}`);
  if (!legacy.has('RW-010')) {
    const values = new Map(given);
    const wrong = wanted.find(([name, value]) => value !== '' && values.get(name) !== value);
    if (wrong !== undefined) return noMatch(`wants ${wrong[0]}=${wrong[1]}`);
  }
  const env = given.filter(([name, value]) => name !== '' && value !== '');
  return matched(words.slice(given.length + 1), { env });
}
