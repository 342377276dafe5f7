import type { Failure } from './event.ts';
import type { Part } from './plan.ts';

const MOST = 300;

/**
 * Failures that look alike: the same kind of step says the same but for numbers, folders and what was made. One of them is
 * looked into for all. A process that ended says why in its log only: its most telling line counts.
 * @param kind the failing step's
 */
export function failureSignature(part: Part, kind: string, failure: Failure | undefined): string {
  const [line] = failure?.log ?? [];
  const said = kind === 'start' && line !== undefined && line.source === failure?.instance ? line.text : '';
  return `${part} ${kind} ${alike(failure?.message ?? '')} ${alike(said)}`;
}

/** Folders are named after runs, so they come first: they are cut down to the last name. */
const alike = (text: string): string =>
  text
    .replace(/(?:\/[^\s/'"]+)+(?=\/)/g, '')
    .replace(/\b[0-9a-f]{8,}\b/gi, '#')
    .replace(/\d+/g, '#')
    .slice(0, MOST);
