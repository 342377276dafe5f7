import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/judge/judge.ts';
import { judgeSelfcheck } from '../../../src/judge/selfcheck.ts';
import type { Event, EventBody } from '../../../src/model/event.ts';
import { type Mutant, type MutantOutcome, mutantKey, type Survivor } from '../../../src/model/mutant.ts';
import type { Plan, PlannedRun } from '../../../src/model/plan.ts';
import { makeSelfcheckPlan } from '../../../src/plan/selfcheck-plan.ts';
import { renderSelfcheck } from '../../../src/report/selfcheck-text.ts';
import { journalOf, stamped } from '../../support/journal.ts';
import { smallModel } from '../../support/judged.ts';

const model = smallModel();
const plan = makeSelfcheckPlan(model);

interface Course {
  /** How a mutant fares in a run; default: it is noticed. */
  readonly fares?: (mutant: Mutant, run: PlannedRun) => MutantOutcome;
  /** A run in which base fails, at its last step. */
  readonly fails?: string;
  readonly ends?: EventBody;
}

/** The journal of a selfcheck that takes such a course. */
function journal({ fares, fails, ends }: Course): Event[] {
  const bodies: EventBody[] = plan.runs.flatMap((run): EventBody[] => {
    const steps = run.phases.flatMap((phase) => phase.steps);
    const tries = steps.flatMap(({ action }): EventBody[] => {
      if (action.kind !== 'mutant') return [];
      const outcome = fares?.(action.mutant, run) ?? 'killed';
      return [{ type: 'mutant-tried', run: run.id, mutant: action.mutant, outcome, seen: 'it said no' }];
    });
    const failure = { message: 'base is ill', log: [] };
    const step = steps.at(-1)?.id ?? '';
    const failed: EventBody = { type: 'step-finished', run: run.id, step, ms: 1, failure };
    const base = run.id === fails ? 'failed' : 'passed';
    const outcome = { base, upgrade: 'not-run', rollback: 'not-run' } as const;
    return [
      { type: 'cell-run-started', run: run.id },
      ...tries,
      ...(run.id === fails ? [failed] : []),
      { type: 'cell-run-finished', run: run.id, outcome },
    ];
  });
  const [started] = journalOf(model, ['offline:together']);
  if (started?.type !== 'run-started') throw new Error('no beginning');
  return stamped([{ ...started, plan }, ...bodies, ends ?? { type: 'run-finished' }]);
}

const outcomes = (course: Course): Record<string, string> =>
  Object.fromEntries(
    judgeSelfcheck(journal(course)).mutants.map((mutant) => [mutantKey(mutant), mutant.outcome]),
  );

describe('a selfcheck', () => {
  test('in which everything is noticed is passed', () => {
    expect(outcomes({})).toEqual({
      'verify note 1 never-created': 'killed',
      'verify note 1 gone': 'killed',
      'verify note 1 stopped': 'killed',
      'verify note 1 status': 'not-applicable',
      'verify note 1 body': 'not-applicable',
      'probe list never-created': 'not-applicable',
      'probe list gone': 'not-applicable',
      'probe list stopped': 'killed',
      'probe list status': 'killed',
      'probe list body': 'killed',
    });
    expect(judgeSelfcheck(journal({})).exitCode).toBe(0);
  });

  test('names a survivor in a sentence', () => {
    const events = journal({ fares: ({ breakage }) => (breakage === 'body' ? 'survived' : 'killed') });
    const verdict = judgeSelfcheck(events);
    expect(verdict.exitCode).toBe(1);
    expect(renderSelfcheck(events, verdict)).toContain(
      'probe list passes whatever body the answer has (GET /notes)\n',
    );
  });

  test('counts one that is noticed once and missed once as a survivor', () => {
    const seen = new Set<string>();
    const isSecond = (mutant: Mutant): boolean => {
      const isKnown = seen.has(mutantKey(mutant));
      seen.add(mutantKey(mutant));
      return isKnown;
    };
    const found = outcomes({ fares: (mutant) => (isSecond(mutant) ? 'survived' : 'killed') });
    expect(found['verify note 1 never-created']).toBe('survived');
    expect(found['verify note 1 gone']).toBe('killed');
  });

  test('takes nothing from a run that base does not get through, but for survivors', () => {
    const found = outcomes({ fails: 'stopped-api' });
    expect(found['probe list stopped']).toBe('not-tried');
    expect(found['verify note 1 gone']).toBe('killed');
    expect(judgeSelfcheck(journal({ fails: 'stopped-api' })).exitCode).toBe(3);
    const missed = journal({ fails: 'stopped-api', fares: () => 'survived' });
    expect(judgeSelfcheck(missed).exitCode).toBe(1);
  });

  test('is not passed when something could not be tried', () => {
    const course: Course = { fares: ({ breakage }) => (breakage === 'status' ? 'not-tried' : 'killed') };
    expect(outcomes(course)['probe list status']).toBe('not-tried');
    expect(judgeSelfcheck(journal(course)).exitCode).toBe(3);
  });

  test('that was interrupted, cut off, or broke is no answer', () => {
    const events = journal({ fares: () => 'survived' });
    const interrupted = stamped([...events.slice(0, -1), { type: 'interrupted', signal: 'SIGINT' }]);
    expect(judgeSelfcheck(interrupted)).toMatchObject({ interrupted: true, exitCode: 130 });
    expect(judgeSelfcheck(journal({}).slice(0, -1)).exitCode).toBe(3);
    expect(judgeSelfcheck(journal({ ends: { type: 'harness-error', message: 'oops' } })).exitCode).toBe(4);
    expect(judgeSelfcheck([]).exitCode).toBe(3);
  });
});

describe('a run that was told of a survivor', () => {
  const verdictsFor = (watcher: Survivor['watcher']): string[] => {
    const [started, ...rest] = journalOf(model, ['offline:together', 'rolling:frozen']);
    if (started?.type !== 'run-started') throw new Error('no beginning');
    const survivors = [{ watcher, breakage: 'gone', why: 'it is blind' }] as const;
    const told: Plan = { ...started.plan, survivors };
    return judge([{ ...started, plan: told }, ...rest]).cells.map(
      ({ result }) => `${result.verdict}: ${result.reasons[0] ?? ''}`,
    );
  };
  const DOUBT = 'inconclusive: by the selfcheck, it is blind';

  test('judges no cell whose runs ask it', () => {
    expect(verdictsFor({ kind: 'probe', probe: 'list' })).toEqual([DOUBT, DOUBT]);
    const entry = { kind: 'verify', resource: 'note', action: 'verify', entry: 1, of: 1 } as const;
    expect(verdictsFor(entry)).toEqual([DOUBT, DOUBT]);
  });

  test('judges the others', () => {
    const entry = { kind: 'verify', resource: 'note', action: 'verify_noapi', entry: 1, of: 1 } as const;
    expect(verdictsFor(entry)).toEqual(['painless: ', 'painless: ']);
  });
});
