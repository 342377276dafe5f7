import { matchCommand } from './command.js';
import { type Context, type Filter, type Match, matched, type NoMatch, noMatch } from './types.js';

/**
 * A constraint for each argument: `pass` (anything), an absolute directory (the argument's real path is in it), or
 * the very word.
 */
export function matchPath(filter: Filter, argv: readonly string[], context: Context): Match | NoMatch {
  const command = matchCommand(filter, argv);
  if (!command.match) return command;
  if (command.args.length !== filter.args.length)
    return noMatch(`wants ${filter.args.length} arguments, not ${command.args.length}`);
  if (filter.args.length === 0) return noMatch('names no argument, so it never matches');
  const args: string[] = [];
  for (const [index, constraint] of filter.args.entries()) {
    const arg = checkArgument(constraint, command.args[index] ?? '', context);
    if (typeof arg !== 'string') return arg;
    args.push(arg);
  }
  return matched(args);
}

/** @returns the argument as it may be run */
function checkArgument(constraint: string, value: string, { host, legacy }: Context): string | NoMatch {
  if (!constraint.startsWith('/'))
    return constraint === 'pass' || constraint === value
      ? value
      : noMatch(`'${value}' is not '${constraint}'`);
  if (!value.startsWith('/') && !legacy.has('RW-015')) return noMatch(`'${value}' is a relative path`);
  const real = host.realPath(value);
  if (real === undefined) return noMatch(`'${value}' goes round in links`);
  const inside = legacy.has('RW-004') ? real.startsWith(constraint) : isInside(real, constraint);
  if (!inside) return noMatch(`'${real}' is not in '${constraint}'`);
  return legacy.has('RW-014') ? (host.realPath(value) ?? real) : real;
}

function isInside(real: string, directory: string): boolean {
  if (!real.startsWith(directory)) return false;
  return directory.endsWith('/') || real.length === directory.length || real[directory.length] === '/';
}
