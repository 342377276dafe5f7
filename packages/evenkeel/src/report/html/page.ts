import { wellFormed } from '../well-formed.ts';
import type { View } from './view.ts';

/** Where the built page waits for its data. */
const PLACE = '{"evenkeel":"data"}';

/**
 * The page of a run: one file that needs nothing else.
 * @param template the built page
 * @throws when the template has not exactly one place for the data: it is not the page of this version
 */
export function htmlReport(template: string, view: View): string {
  const [before, after, ...others] = template.split(PLACE);
  if (before === undefined || after === undefined || others.length > 0)
    throw new Error('the template of the HTML report has no place for the data, or more than one');
  // In a script element that is no JavaScript only `<` can begin anything else. Source: HTML, 4.12.1.3.
  return before + wellFormed(JSON.stringify(view)).replaceAll('<', '\\u003c') + after;
}
