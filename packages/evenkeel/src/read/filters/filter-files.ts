import { ConfigProblem, type Filter, parseFilters, parseIni } from '@evenkeel/rootwrap/rules';
import type { FilterSet, PassedOver, PrivilegeFilter } from '../../model/filters.ts';
import type { Issue } from '../../model/issue.ts';

/**
 * Reads the filter files of a release as rootwrap does; a class that it does not know is no mistake there.
 * @param folder as the user named it
 * @param files in the order of their names
 * @returns the filters, or what is wrong with each file
 */
export function readFilterFiles(
  folder: string,
  files: readonly { readonly name: string; readonly text: string }[],
): FilterSet | { readonly issues: readonly Issue[] } {
  const excess = excessOf(files);
  if (excess !== undefined) return { issues: [excess] };
  const issues: Issue[] = [];
  const filters: PrivilegeFilter[] = [];
  const passedOver: PassedOver[] = [];
  for (const { name, text } of files)
    try {
      const parsed = parseFilters(parseIni(text, name, false), name);
      for (const filter of parsed.filters) filters.push(placed(filter));
      passedOver.push(...parsed.skipped.map(passed), ...repeatedName(text, name));
    } catch (error) {
      if (!(error instanceof ConfigProblem)) throw error;
      issues.push(issueOf(error));
    }
  return issues.length > 0 ? { issues } : { folder, filters, passedOver };
}

function passed(problem: ConfigProblem): PassedOver {
  const { message, ...place } = issueOf(problem);
  return { place, why: message };
}

/** The first name that stands in a file twice: Python keeps only the later line. */
function repeatedName(text: string, name: string): PassedOver[] {
  try {
    parseIni(text, name, true);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    const { place, why } = passed(error);
    return why.startsWith('option') ? [{ place, why: `${why}: the line before this one has no effect` }] : [];
  }
}

/** Characters of all files together: neutron's are 6000, and each filter is compared with many. */
const MAX_LENGTH = 512 * 1024;

/** The file with which there is too much to compare. */
function excessOf(files: readonly { readonly name: string; readonly text: string }[]): Issue | undefined {
  let left = MAX_LENGTH;
  for (const { name, text } of files) {
    left -= text.length;
    if (left < 0)
      return {
        file: name,
        line: 1,
        column: 1,
        message: `with this file, longer than ${MAX_LENGTH} characters`,
      };
  }
  return undefined;
}

const placed = (filter: Filter): PrivilegeFilter => ({ ...filter, place: { ...filter.place, column: 1 } });

/** The problem's message begins with its place; an issue has it apart. */
function issueOf({ file, line, message }: ConfigProblem): Issue {
  const prefix = line > 0 ? `${file}:${line}: ` : `${file}: `;
  return { file, line: Math.max(line, 1), column: 1, message: message.slice(prefix.length) };
}
