import type { PrivilegeFilter } from '../../model/filters.ts';
import type { Finding, Rule } from '../../model/finding.ts';
import { nameOf, programOf } from './admissions.ts';
import type { Difference } from './compare.ts';
import { commandInWords } from './host.ts';

type Witnessed = Extract<Difference, { kind: 'witness' }>;

/** How differences are put into words. */
interface Words {
  readonly rule: Rule;
  /** @param what the program, and the user when it is not root */
  readonly message: (what: string, filters: string) => string;
}

const MAX_NAMES = 6;

/** One finding for each program and user, with the shortest command line of all its filters. */
export function findingsByProgram(differences: readonly Difference[], { rule, message }: Words): Finding[] {
  const groups = new Map<string, Witnessed[]>();
  for (const difference of differences) {
    if (difference.kind !== 'witness') continue;
    const subject = subjectOf(difference);
    groups.set(subject, [...(groups.get(subject) ?? []), difference]);
  }
  return [...groups].flatMap(([subject, group]) => {
    const [shortest] = group.toSorted((a, b) => lengthOf(a) - lengthOf(b));
    if (shortest === undefined) return [];
    const { inner, filter } = shortest.admission;
    return [
      {
        rule,
        place: placeOf(inner ?? filter, filter),
        subject,
        message: message(subject, namesOf(group)),
        witness: commandInWords(shortest.argv),
      },
    ];
  });
}

/** What is built in has no place; the chaining filter has. */
const placeOf = (
  inner: Witnessed['admission']['filter'],
  outer: Witnessed['admission']['filter'],
): Finding['place'] => (inner.place.line > 0 ? inner.place : outer.place);

const lengthOf = ({ argv }: Witnessed): number => commandInWords(argv).length;

/** A program by its plain name, and the user unless it is root. */
export function subjectOf({ admission }: Difference): string {
  const { runAs } = admission.filter;
  return runAs === 'root' ? programOf(admission) : `${programOf(admission)} as ${runAs}`;
}

function namesOf(group: readonly Witnessed[]): string {
  const names = [...new Set(group.map(({ admission }) => nameOf(admission)))];
  const more = names.length - MAX_NAMES;
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return `filter${names.length === 1 ? '' : 's'} ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A finding about one filter of a release, as it stands there; its witness is the filter unless one is given. */
export const findingOf = (
  rule: Rule,
  filter: PrivilegeFilter,
  message: string,
  witness = filterInWords(filter),
): Finding => ({
  rule,
  place: filter.place,
  subject: `filter ${filter.name}`,
  message: `filter ${filter.name} ${message}`,
  witness,
});

/** A filter as its line has it, without its name. */
export const filterInWords = ({ class: kind, exec, runAs, args }: PrivilegeFilter): string =>
  `${kind}, ${[exec, runAs, ...args].join(', ')}`;

const MAX_HIDERS = 3;

/** Filters by their names and places. */
export function filtersInWords(filters: readonly PrivilegeFilter[]): string {
  const named = ({ name, place }: PrivilegeFilter) =>
    place.line > 0 ? `${name} (${place.file}:${place.line})` : `the built-in ${name}`;
  const more = filters.length - MAX_HIDERS;
  return `${filters.slice(0, MAX_HIDERS).map(named).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
