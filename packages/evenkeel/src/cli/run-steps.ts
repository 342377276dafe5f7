import { join } from 'node:path';
import { reasonToSkipRow } from '../judge/judge-steps.ts';
import type { CellId } from '../model/cell.ts';
import type { TakenStep } from '../model/steps-verdict.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { pairsOf, stepInWords, type UpgradeStep } from '../model/upgrade-step.ts';
import { BadInput } from './bad-input.ts';
import { checkTargets, type ReportTargets } from './reports.ts';
import { hasJournal, listSteps, makeStepsFolder, openSteps } from './steps-folder.ts';
import { refuseReportsOfOne, writeStepsReports } from './steps-reports.ts';

/** What of the options of `evenkeel run` several steps look at. */
interface StepsOptions extends ReportTargets {
  readonly dryRun?: boolean;
  readonly cell?: readonly CellId[];
  readonly step?: readonly string[];
  readonly out?: string;
  readonly seed: number;
  readonly shard?: unknown;
  readonly selfcheck?: string;
}

/** What is other for one step than for the whole. */
export interface OfStep {
  readonly out?: string;
  readonly cell?: readonly CellId[];
}

type RunOne = (model: UpgradeModel, change: OfStep) => Promise<number>;

/** A model and the step that it is for. */
interface Wanted {
  readonly model: UpgradeModel;
  readonly step: TakenStep;
}

/** The only cell that a row has: all is off between its releases. */
const CELL_OF_ROW: CellId = 'offline:together';
const INTERRUPTED = 130;

/**
 * Runs the steps of a plan that lists its releases, one after the other, each as a run of its own in a folder below that
 * of the whole; then reports of all together. @returns the exit code; @throws BadInput
 */
export async function runSteps(
  models: readonly UpgradeModel[],
  options: StepsOptions,
  runOne: RunOne,
): Promise<number> {
  refuseOfOne(options);
  const wanted = wantedSteps(models, options);
  if (options.dryRun === true) return printPlans(wanted, runOne);
  checkTargets(options);
  const out = makeStepsFolder(options.out, options.seed);
  const steps = wanted.map(({ step }) => step);
  listSteps(out, steps);
  for (const [index, { model, step }] of wanted.entries()) {
    const skipped = whySkipped(step, out, steps);
    if (skipped !== undefined) {
      steps[index] = { ...step, skipped };
      listSteps(out, steps);
      continue;
    }
    process.stdout.write(`\nStep ${stepInWords(step)}\n`);
    const code = await runOne(model, { ...cellsOf(step), out: join(out, step.id) });
    if (code === INTERRUPTED) break;
  }
  return writeStepsReports(out, openSteps(out, steps), options);
}

/** @throws BadInput for what is of one upgrade alone */
function refuseOfOne(options: StepsOptions): void {
  refuseReportsOfOne(options);
  for (const name of ['shard', 'selfcheck'] as const)
    if (options[name] !== undefined)
      throw BadInput.because(`--${name} takes a plan with a base and a target: this one lists its releases`);
}

async function printPlans(wanted: readonly Wanted[], runOne: RunOne): Promise<number> {
  for (const { model, step } of wanted) {
    process.stdout.write(`Step ${stepInWords(step)}\n\n`);
    await runOne(model, cellsOf(step));
    process.stdout.write('\n');
  }
  return 0;
}

/** The steps that were asked for, or all; a row only when its cell is. @throws BadInput when there is no such step, or none is left */
function wantedSteps(models: readonly UpgradeModel[], { step: asked, cell }: StepsOptions): Wanted[] {
  const all = models.flatMap((model): Wanted[] =>
    model.step === undefined ? [] : [{ model, step: { ...model.step, isPromised: !model.isUnpromised } }],
  );
  const unknown = asked?.find((id) => !all.some(({ step }) => step.id === id));
  if (unknown !== undefined)
    throw BadInput.because(
      `the plan has no step ${unknown}; its steps: ${all.map(({ step }) => step.id).join(', ')}`,
    );
  const wanted = all.filter(
    ({ step }) =>
      (asked?.includes(step.id) ?? true) && (step.kind !== 'row' || (cell?.includes(CELL_OF_ROW) ?? true)),
  );
  if (wanted.length === 0) throw BadInput.because(`in a row there is no cell but ${CELL_OF_ROW}`);
  return wanted;
}

const cellsOf = ({ kind }: UpgradeStep): OfStep => (kind === 'row' ? { cell: [CELL_OF_ROW] } : {});

/** A row is left out where a pair of it, or a shorter row, has not passed. */
function whySkipped(step: TakenStep, out: string, steps: readonly TakenStep[]): string | undefined {
  if (step.kind !== 'row') return undefined;
  const done = openSteps(
    out,
    steps.filter((each) => hasJournal(out, each)),
  );
  const shorter = steps.filter(({ id, kind }) => kind === 'row' && step.id.startsWith(`${id}-`));
  return reasonToSkipRow(
    [...pairsOf(step), ...shorter].map(({ id }) => id),
    done,
    steps,
  );
}
