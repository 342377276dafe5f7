import { firstWords } from '../filter/first-words.js';
import { isChaining } from '../filter/match.js';
import type { Filter, Host } from '../filter/types.js';

/** Why a filter can never match, whatever the command line; undefined when it can. */
export function neverMatches(filter: Filter, host: Host): string | undefined {
  const [first = ''] = filter.args;
  switch (filter.class) {
    case 'RegExpFilter':
      return filter.args.length === 0 ? 'has no patterns, so it never matches' : undefined;
    case 'EnvFilter':
      return first.includes('=') ? undefined : 'names no variable, so it never matches';
    case 'IpNetnsExecFilter':
      return filter.runAs === 'root' ? undefined : 'works only with run_as root';
    case 'PathFilter': {
      const link = filter.args.find((arg) => arg.startsWith('/') && isOtherwise(arg, host));
      return link === undefined ? undefined : `'${link}' is a link: paths are compared without links`;
    }
    case 'KillFilter':
      if (first === '') return 'names no program, so it never matches';
      return first.startsWith('/') && isOtherwise(first, host)
        ? `'${first}' is reached by a link, so no process has it as its program: write '${host.realPath(first)}'`
        : undefined;
    default:
      return undefined;
  }
}

const isOtherwise = (path: string, host: Host): boolean =>
  (host.realPath(path) ?? path) !== (path.length > 1 ? path.replace(/\/+$/, '') : path);

/**
 * The earlier filter because of which a filter is never reached: it permits at least the same, and its program exists.
 * @param exists does the filter's program exist?
 */
export function unreachableBy(
  filters: readonly Filter[],
  index: number,
  exists: (filter: Filter) => boolean,
): Filter | undefined {
  const later = filters[index];
  if (later === undefined) return undefined;
  return filters.slice(0, index).find((earlier) => permitsAllOf(earlier, later, filters) && exists(earlier));
}

/** The later filter that permits any arguments where this one picks. */
export function widenedBy(filters: readonly Filter[], index: number): Filter | undefined {
  const narrow = filters[index];
  if (narrow === undefined || narrow.class === 'CommandFilter') return undefined;
  return filters
    .slice(index + 1)
    .find((later) => later.class === 'CommandFilter' && permitsAllOf(later, narrow, filters));
}

function permitsAllOf(wide: Filter, narrow: Filter, filters: readonly Filter[]): boolean {
  // as the inner command of a chain, a filter is asked only when it has the chain's user
  const inChain = filters.some((filter) => isChaining(filter) && filter.runAs === narrow.runAs);
  if (wide.runAs !== narrow.runAs && inChain) return false;
  if (wide.class === 'CommandFilter') {
    const words = firstWords(narrow);
    return words?.every((word) => firstWords(wide)?.includes(word)) ?? false;
  }
  const key = ({ class: kind, exec, args }: Filter) => JSON.stringify([kind, exec, args]);
  return key(wide) === key(narrow);
}
