import type { JudgedContract } from '../model/judged-contract.ts';
import { printable } from '../model/printable.ts';

const MOST_LINES = 10;

/** For people: what `check` says of the releases, a line for each finding. */
export function renderContract({ findings, left, unread }: JudgedContract): string {
  const count = findings.length + left;
  const shown = findings.slice(0, MOST_LINES);
  const more = count - shown.length;
  return [
    `check of what the releases declare: ${count === 0 ? 'no findings' : count === 1 ? '1 finding' : `${count} findings`}`,
    ...shown.map(({ code, severity, place, message }) => `  ${place}: ${severity} ${code}: ${message}`),
    ...(more === 0 ? [] : [`  ${more} more: evenkeel check tells all of them`]),
    ...unread.map((why) => `  not judged: ${why}`),
  ]
    .map(printable)
    .join('\n');
}
