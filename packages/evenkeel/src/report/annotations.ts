import type { Event } from '../model/event.ts';
import type { Verdict } from '../model/verdict.ts';
import { casesOf } from './cases.ts';
import { reasonOf } from './screen.ts';

/** GitHub shows ten of a kind for each step of a job; more would only hide each other. */
const MOST = 10;

/**
 * Annotations for GitHub Actions: an error for each broken promise, and for each that could not be judged, since both fail the
 * job; a warning for what else is not painless, unless nobody promised anything.
 */
export function annotations(events: readonly Event[], verdict: Verdict): string {
  const started = events.find((event) => event.type === 'run-started');
  const file = started?.planFile === undefined ? '' : `file=${property(started.planFile)},line=1,`;
  const lines = casesOf(events, verdict).flatMap(({ name, result, fate }) => {
    const reason = reasonOf(result);
    if (reason === undefined) return [];
    const kind = fate === 'failed' || fate === 'error' ? 'error' : 'warning';
    return [
      `::${kind} ${file}title=${property(`evenkeel ${name}`)}::${data(`${result.verdict}: ${reason}`)}\n`,
    ];
  });
  const of = (kind: string): string[] => lines.filter((line) => line.startsWith(`::${kind} `)).slice(0, MOST);
  return [...of('error'), ...of('warning')].join('');
}

/** What a command's text must have in percent-encoding. Source: escapeData and escapeProperty in actions/toolkit. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
