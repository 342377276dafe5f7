import { ConfigProblem, type Filter, parseFilters, parseIni } from '@evenkeel/rootwrap/rules';
import type { FilterSet, PrivilegeFilter } from '../../model/filters.ts';
import type { Issue } from '../../model/issue.ts';

/**
 * Reads the filter files of a release as rootwrap does; lines of a class that it does not know are passed over, as there.
 * @param folder as the user named it
 * @param files in the order of their names
 * @returns the filters, or what is wrong with each file
 */
export function readFilterFiles(
  folder: string,
  files: readonly { readonly name: string; readonly text: string }[],
): FilterSet | { readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const filters = files.flatMap(({ name, text }) => {
    try {
      return parseFilters(parseIni(text, name, false), name).filters.map(placed);
    } catch (error) {
      if (!(error instanceof ConfigProblem)) throw error;
      issues.push(issueOf(error));
      return [];
    }
  });
  return issues.length > 0 ? { issues } : { folder, filters };
}

const placed = (filter: Filter): PrivilegeFilter => ({ ...filter, place: { ...filter.place, column: 1 } });

/** The problem's message begins with its place; an issue has it apart. */
function issueOf({ file, line, message }: ConfigProblem): Issue {
  const prefix = line > 0 ? `${file}:${line}: ` : `${file}: `;
  return { file, line: Math.max(line, 1), column: 1, message: message.slice(prefix.length) };
}
