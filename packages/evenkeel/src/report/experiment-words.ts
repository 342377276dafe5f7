import type { Experiment } from '../model/culprit.ts';

/** An experiment in words: what was different, how it ended, and the run that shows it. */
export function experimentInWords({ change, outcome, run, times }: Experiment): string {
  const often = times === undefined ? '' : ` ${times} times of ${times}`;
  return `${change}: ${OUTCOMES[outcome]}${often} (${run})`;
}

const OUTCOMES: Readonly<Record<Experiment['outcome'], string>> = {
  passes: 'passes',
  fails: 'fails',
  'gets-past': 'gets past it',
};
