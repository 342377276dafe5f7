import { type Filter, type Match, matched, type NoMatch, noMatch } from './types.js';

/** `cat` of one file, and of nothing else. */
export function matchReadFile(filter: Filter, argv: readonly string[]): Match | NoMatch {
  const [path = ''] = filter.args;
  if (argv.length !== 2 || argv[0] !== 'cat' || argv[1] !== path)
    return noMatch(`is about 'cat ${path}' alone`);
  return matched([path]);
}
