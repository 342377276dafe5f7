import { leadingAssignments } from './env.js';
import { baseName, type Filter } from './types.js';

/**
 * The words with one of which every command line of a filter begins, `NAME=` for any assignment to that name.
 * @returns undefined when they cannot be listed
 */
export function firstWords(filter: Filter): readonly string[] | undefined {
  switch (filter.class) {
    case 'CommandFilter':
    case 'PathFilter':
      return [...new Set([filter.exec, baseName(filter.exec)])];
    case 'RegExpFilter':
    case 'ChainingRegExpFilter': {
      const [first = ''] = filter.args;
      return /^[\w/-]+$/.test(first) ? [first] : undefined;
    }
    case 'KillFilter':
      return ['kill'];
    case 'ReadFileFilter':
      return ['cat'];
    case 'IpFilter':
    case 'IpNetnsExecFilter':
      return ['ip'];
    case 'EnvFilter':
      return ['env', ...leadingAssignments(filter.args).map(([name]) => `${name}=`)];
  }
}
