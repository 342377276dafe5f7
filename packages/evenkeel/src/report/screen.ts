import type { Event } from '../model/event.ts';
import type { Result, Verdict } from '../model/verdict.ts';
import { nextStep } from './next-step.ts';
import { type Paint, plain } from './paint.ts';
import { clean, renderMatrix, resultsByName } from './text.ts';

const MOST_CHARACTERS = 200;
const MOST_REASONS = 12;

/** The one screen that matters at the end of a run: the matrix, a line for each reason, what was promised, and what to do next. */
export function renderScreen(events: readonly Event[], verdict: Verdict, paint: Paint = plain): string {
  const started = events.find((event) => event.type === 'run-started');
  if (started === undefined) return 'The journal does not begin with a plan: nothing was run.\n';
  const { name, releases } = started.model;
  const reasons = resultsByName(verdict).flatMap(({ names, result }) => {
    const reason = reasonOf(result);
    const head = `${paint.bold(names.join(' = '))}: ${paint.verdict(result.verdict, result.verdict)}`;
    return reason === undefined ? [] : [`${head}: ${shortened(reason)}`];
  });
  const left = reasons.length - MOST_REASONS;
  const sections = [
    paint.bold(`${name}: ${releases.base.label} -> ${releases.target.label}`),
    renderMatrix(verdict.cells, paint),
    [...reasons.slice(0, MOST_REASONS), ...(left > 0 ? [`and ${left} more`] : [])].join('\n'),
    promisesOf(verdict),
    `${paint.bold('next:')} ${shortened(nextStep(events, verdict))}`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** Why a result is not painless, in a sentence; `undefined` when it is. */
export function reasonOf(result: Result): string | undefined {
  const { culprit, witnesses, reasons, exceptions, warnings, verdict } = result;
  if (verdict === 'painless') return undefined;
  if (culprit !== undefined) return `${culprit.class}: ${culprit.because}`;
  if (exceptions[0] !== undefined) return `needs ${exceptions.map((entry) => entry.name).join(', ')}`;
  if (verdict === 'warns') return warnings[0]?.text;
  return verdict === 'inconclusive'
    ? (reasons[0] ?? witnesses[0]?.failure.message)
    : (witnesses[0]?.failure.message ?? reasons[0]);
}

function promisesOf({ promises, notRun, interrupted, exitCode }: Verdict): string {
  const kept = promises.filter((promise) => promise.kept).length;
  const all =
    promises.length === 0 ? 'no promised cell was run' : `${kept} of ${promises.length} promises kept`;
  const missing = notRun.length === 0 ? '' : `, not run: ${notRun.join(', ')}`;
  return `${all}${missing}${interrupted ? ', interrupted' : ''} (exit code ${exitCode})`;
}

function shortened(text: string): string {
  const line = clean(text);
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
}
