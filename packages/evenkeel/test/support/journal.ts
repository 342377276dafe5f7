import type { CellId } from '../../src/model/cell.ts';
import type { Event, EventBody, Failure, PartOutcome, RunOutcome } from '../../src/model/event.ts';
import { given } from '../../src/model/given.ts';
import type { LatticeState } from '../../src/model/lattice.ts';
import type { Part, Phase, Plan, PlannedRun, Step } from '../../src/model/plan.ts';
import type { UpgradeModel } from '../../src/model/upgrade-model.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { reasonToSkip } from '../../src/run/conditions.ts';

/** A moment of a run. */
export interface Moment {
  readonly run: PlannedRun;
  readonly phase: Phase;
}

/** How the tested system behaves; whatever is left out is as it should be. */
export interface Behaviour {
  /** The message of the failure of a step. */
  readonly fails?: (at: Moment & { readonly step: Step }) => string | undefined;
  /** Deprecations that are logged in a phase. */
  readonly warns?: (at: Moment) => readonly string[];
  /** Watched files that are written in a phase. */
  readonly writes?: (at: Moment) => readonly string[];
  /** Whether no probe is answered by a role. */
  readonly silent?: (at: Moment & { readonly role: string }) => boolean;
  /** Whether a step of this kind leaves no version behind. */
  readonly nameless?: (at: Moment) => boolean;
  /** How lattices are gone through; not a matter of the system, but told here for convenience. */
  readonly mode?: 'chains' | 'edges';
  /** Whether orders are tried that the plan forbids. */
  readonly undocumented?: boolean;
  /** What broke the harness in a run. */
  readonly breaks?: (run: PlannedRun) => string | undefined;
}

/** The events of a whole run over the given cells, as the executor journals them when the system behaves so. */
export function journalOf(model: UpgradeModel, cells: readonly CellId[], behaviour: Behaviour = {}): Event[] {
  const { mode, undocumented = false } = behaviour;
  const plan = makePlan(model, { cells, seed: 1, lattice: given({ mode }), undocumented });
  const outcomes = new Map<string, RunOutcome>();
  const bodies: EventBody[] = [beginning(model, plan)];
  for (const run of plan.runs) {
    const skipped = reasonToSkip(run, plan.runs, outcomes);
    if (skipped !== undefined) {
      bodies.push({ type: 'cell-run-skipped', run: run.id, why: skipped });
      continue;
    }
    bodies.push({ type: 'cell-run-started', run: run.id });
    const { events, outcome } = walk(model, run, behaviour);
    outcomes.set(run.id, outcome);
    bodies.push(...events, { type: 'cell-run-finished', run: run.id, outcome });
  }
  return stamped([...bodies, { type: 'run-finished' }]);
}

/** Numbers events, one each second of a fixed day. */
export function stamped(bodies: readonly EventBody[]): Event[] {
  return bodies.map((body, index) => ({ seq: index + 1, at: Date.UTC(2024, 0, 1) + index * 1000, ...body }));
}

function beginning(model: UpgradeModel, plan: Plan): EventBody {
  return {
    type: 'run-started',
    journal: 1,
    harness: { pid: 1, startTime: '1', scratch: '/scratch' },
    machine: { evenkeel: '0.1.0', node: '20.0.0', platform: 'linux', arch: 'x64' },
    command: 'evenkeel run plan.yaml --seed 1',
    model,
    plan,
  };
}

function walk(
  model: UpgradeModel,
  run: PlannedRun,
  behaviour: Behaviour,
): { events: EventBody[]; outcome: RunOutcome } {
  const parts: Record<Part, PartOutcome> = { base: 'not-run', upgrade: 'not-run', rollback: 'not-run' };
  const harness = behaviour.breaks?.(run);
  if (harness !== undefined) return { events: [], outcome: { ...parts, harness } };
  const events: EventBody[] = [];
  let reached: LatticeState | undefined;
  for (const phase of run.phases) {
    const isOver = parts[phase.part] === 'failed' && run.purpose !== 'checks';
    if (isOver || (phase.part !== 'base' && parts.base === 'failed')) continue;
    const walked = walkPhase(model, { run, phase }, behaviour);
    events.push({ type: 'phase-started', run: run.id, phase: phase.id, part: phase.part }, ...walked.events);
    if (parts[phase.part] !== 'failed') parts[phase.part] = walked.failed ? 'failed' : 'passed';
    if (!walked.failed) reached = phase.reached ?? reached;
  }
  return { events, outcome: { ...parts, ...given({ reached }) } };
}

function walkPhase(
  model: UpgradeModel,
  at: Moment,
  behaviour: Behaviour,
): { events: EventBody[]; failed: boolean } {
  const { run, phase } = at;
  const events: EventBody[] = [];
  let failed = false;
  for (const step of phase.steps) {
    const message = behaviour.fails?.({ ...at, step });
    const failure: Failure | undefined =
      message === undefined ? undefined : { message, log: [{ source: 'api-1', text: `log of ${message}` }] };
    events.push({ type: 'step-started', run: run.id, step: step.id });
    if (failure === undefined) events.push(...seenIn(model, at, step, behaviour));
    events.push({
      type: 'step-finished',
      run: run.id,
      step: step.id,
      ms: 1,
      ...(failure === undefined ? {} : { failure }),
    });
    failed ||= failure !== undefined;
    if (failed && run.purpose !== 'checks') break;
  }
  const instance = phase.state[0]?.instance ?? 'api-1';
  for (const text of behaviour.warns?.(at) ?? [])
    events.push({ type: 'warning', run: run.id, part: phase.part, instance, release: 'target', text });
  for (const file of behaviour.writes?.(at) ?? [])
    events.push({ type: 'frozen-file-written', run: run.id, part: phase.part, file, how: `${file} changed` });
  return { events, failed };
}

/** What a step that works leaves in the journal: versions that were read, probes that were answered. */
function seenIn(model: UpgradeModel, at: Moment, { action }: Step, behaviour: Behaviour): EventBody[] {
  const { run, phase } = at;
  if (action.kind === 'ask-version' && !behaviour.nameless?.(at)) {
    const { label } = model.releases[action.release];
    const { instance, release } = action;
    return [{ type: 'version-read', run: run.id, instance, release, expected: label, reported: label }];
  }
  if (action.kind !== 'prove-state') return [];
  return model.probes.flatMap((probe) =>
    phase.state
      .filter((entry) => entry.service === probe.service && !behaviour.silent?.({ ...at, role: entry.role }))
      .map((entry): EventBody => {
        const { instance, role: release } = entry;
        const sample = { probe: probe.name, instance, release, ok: true, status: '200', ms: 1 };
        return { type: 'probe', run: run.id, phase: phase.id, ...sample };
      }),
  );
}
