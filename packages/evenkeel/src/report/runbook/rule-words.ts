import { FILES_ELEMENT, isSchemaElement, type Precedence } from '../../model/lattice.ts';

/** `every worker before any api; the migration expand before any worker`. */
export const rulesInWords = (rules: readonly Precedence[]): string =>
  rules.map(({ first, second }) => `${named(first, 'every')} before ${named(second, 'any')}`).join('; ');

function named(element: string, word: 'every' | 'any'): string {
  if (element === FILES_ELEMENT) return "target's files";
  return isSchemaElement(element) ? `the migration ${element.slice('schema:'.length)}` : `${word} ${element}`;
}
