import { given } from '../../model/given.ts';
import type { Witness } from '../../model/verdict.ts';
import { bounded, firstOf } from './bounded.ts';
import type { FailureView } from './view.ts';

const MOST_LINES = 20;
const MOST_CHARACTERS = 600;

/** A witness as the page shows it: a few lines of the log, and where the rest is. */
export function failureView(witness: Omit<Witness, 'kind'>): FailureView {
  const { run, phase, state, step, failure } = witness;
  const { shown, more } = firstOf(failure.log, MOST_LINES);
  return {
    run: bounded(run),
    phase: bounded(phase),
    state: bounded(state),
    step: bounded(step),
    message: bounded(failure.message),
    ...given({ answer: failure.answer === undefined ? undefined : bounded(failure.answer) }),
    log: shown.map(({ source, text }) => ({
      source: bounded(source),
      text: bounded(text, MOST_CHARACTERS),
      file: logFile(run, source),
    })),
    moreLog: more,
  };
}

/** Where the log of an instance or a server lies in the folder of the run. */
export const logFile = (run: string, source: string): string =>
  `cells/${bounded(run)}/logs/${bounded(source)}.log`;
