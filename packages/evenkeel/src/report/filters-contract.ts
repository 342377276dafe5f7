import type { FilterFate } from '../model/filters.ts';
import { printable } from '../model/printable.ts';

const NAMES: Readonly<Record<FilterFate['fate'], string>> = {
  stays: 'stays',
  'may-go': 'may go',
  lost: 'lost',
  undecided: 'undecided',
  missing: 'missing',
};

/** For people: what becomes of each filter that does not stay, then how many of which kind. */
export function contractText(fates: readonly FilterFate[]): string {
  const lines = fates
    .filter(({ fate }) => fate !== 'stays')
    .map(({ filter: { name, place }, fate, why, refused }) => {
      const loss =
        refused === undefined ? '' : `; refused ${fate === 'missing' ? 'now' : 'then'}: ${refused}`;
      return `${printable(`${place.file}:${place.line}: ${NAMES[fate]}: ${name}: ${why}${loss}`)}\n`;
    });
  const count = (wanted: FilterFate['fate']) => fates.filter(({ fate }) => fate === wanted).length;
  const missing = count('missing');
  return `${lines.join('')}${count('stays')} stay, ${count('may-go')} may go, ${count('lost')} lost, ${count('undecided')} undecided${missing > 0 ? `, ${missing} missing` : ''}\n`;
}

/** For programs; the format is described in docs/report-format.md. */
export function contractJson(fates: readonly FilterFate[]): string {
  const filters = fates.map(({ filter: { name, place }, fate, from, why, refused }) => ({
    name,
    fate,
    from,
    why,
    ...(refused !== undefined && { refused }),
    ...place,
  }));
  return `${JSON.stringify({ format: 'evenkeel-filters-contract', version: 1, filters }, null, 2)}\n`;
}
