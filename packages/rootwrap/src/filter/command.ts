import { baseName, type Filter, type Match, matched, type NoMatch, noMatch } from './types.js';

/** Is a word the filter's program, as the filter writes it or by its plain name? */
export const isProgram = (filter: Filter, word: string | undefined): boolean =>
  word === filter.exec || word === baseName(filter.exec);

/** Any arguments, when the first word is the program. */
export function matchCommand(filter: Filter, argv: readonly string[]): Match | NoMatch {
  if (!isProgram(filter, argv[0])) return noMatch(`is about '${baseName(filter.exec)}'`);
  return matched(argv.slice(1));
}
