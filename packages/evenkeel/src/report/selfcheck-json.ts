import type { Event } from '../model/event.ts';
import { given } from '../model/given.ts';
import { watcherInWords } from '../model/mutant.ts';
import type { MutantResult, Selfcheck } from '../model/selfcheck.ts';

/** The report of a selfcheck for programs; the format is described in docs/selfcheck.md. Ends with a newline. */
export function renderSelfcheckJson(
  events: readonly Event[],
  { mutants, troubles, interrupted, exitCode }: Selfcheck,
  fingerprint: string,
): string {
  const started = events.find((event) => event.type === 'run-started');
  const report = {
    format: 'evenkeel-selfcheck',
    version: 1,
    name: started?.model.name ?? '',
    base: started?.model.releases.base.label ?? '',
    command: started?.command ?? '',
    fingerprint,
    mutants: mutants.map(entryOf),
    troubles,
    interrupted,
    exitCode,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function entryOf(mutant: MutantResult) {
  const { watcher, breakage, request, outcome, seen } = mutant;
  const words = outcome === 'survived' ? survivalInWords(mutant) : watcherInWords(watcher);
  return { watcher, breakage, outcome, words, request, ...given({ seen: seen === '' ? undefined : seen }) };
}

/** A sentence: who did not notice what. */
export function survivalInWords({ watcher, survival }: MutantResult): string {
  return `${watcherInWords(watcher)} ${survival}`;
}
