import type { Event } from '../model/event.ts';
import type { PromiseKept, Result, Verdict } from '../model/verdict.ts';
import { makeRunbook } from './runbook/make-runbook.ts';
import { RUNBOOK } from './text.ts';

/** What to do now, in a sentence or two; judged from the exit code down, as whoever reads only this needs it. */
export function nextStep(events: readonly Event[], verdict: Verdict): string {
  const started = events.find((event) => event.type === 'run-started');
  if (started === undefined) return 'nothing was run: run it again';
  const again = `then run again: ${started.command}`;
  if (verdict.exitCode === 4) return `this is a fault of evenkeel itself: report it, with the journal`;
  if (verdict.interrupted) return `run it again: ${started.command}`;
  if (started.share !== undefined && verdict.exitCode === 0)
    return `join it with the other ${started.share.of === 2 ? 'share' : 'shares'}: evenkeel merge DIR…`;
  const fallen = verdict.promises.filter(({ kept }) => !kept);
  const broken =
    fallen.find(({ verdict: name }) => name === 'broken') ??
    fallen.find(({ verdict: name }) => name !== 'inconclusive');
  if (broken !== undefined) return `${mend(nameOf(broken), resultOf(verdict, broken))}; ${again}`;
  const [open] = fallen;
  if (open !== undefined)
    return `${nameOf(open)} proved nothing: ${resultOf(verdict, open)?.reasons[0] ?? 'see the report'}; mend that, ${again}`;
  if (verdict.exitCode !== 0) return `the run did not come to its end: ${again.slice(5)}`;
  const answer = makeRunbook(events, verdict);
  if (answer.kind !== 'safe') return 'no safe way was found: tell operators so before they upgrade';
  return `give ${RUNBOOK} to operators: it is the way that passed, as ${answer.runbook.cell} has it`;
}

function mend(name: string, result: Result | undefined): string {
  const culprit = result?.culprit;
  if (culprit !== undefined) return `${name} fails by ${culprit.class} (${culprit.because}): mend it`;
  const [exception] = result?.exceptions ?? [];
  if (exception !== undefined) return `${name} needs ${exception.name}: do without it, or promise less`;
  const [warning] = result?.warnings ?? [];
  if (warning !== undefined) return `${name} logs deprecations: handle them, or promise less`;
  return `${name} fails: see its failing step above, mend it`;
}

const nameOf = ({ cell, rollback }: PromiseKept): string => `${cell}${rollback ? '/rollback' : ''}`;

function resultOf(verdict: Verdict, { cell, rollback }: PromiseKept): Result | undefined {
  const found = verdict.cells.find((entry) => entry.cell === cell);
  return rollback ? found?.rollback : found?.result;
}
