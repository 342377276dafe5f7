import { describeState, describeStep, type Plan, type PlannedCell, type PlannedRun } from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';

/** The numbered steps of a plan, as `--dry-run` prints them. */
export function renderPlan(model: UpgradeModel, plan: Plan): string {
  const { base, target } = model.releases;
  const lines = [
    `${model.name}: ${base.label} -> ${target.label}, seed ${plan.seed}`,
    '',
    'Cells',
    ...plan.cells.map((cell) => `  ${cell.id}: ${decidedBy(cell)}`),
    '',
    'Install',
    ...plan.installs.map(({ service, release }) => `  ${release} of ${service}`),
    ...plan.runs.flatMap((run, index) => ['', ...renderRun(run, index + 1)]),
  ];
  return `${lines.join('\n')}\n`;
}

function decidedBy(cell: PlannedCell): string {
  if (cell.sameAs !== undefined) return `decided by the same runs as ${cell.sameAs}`;
  return cell.attempts.map((attempt) => attempt.runs.join(', ')).join('; then ');
}

function renderRun(run: PlannedRun, number: number): string[] {
  const condition =
    run.condition === undefined ? '' : ` (if ${run.condition.runs.join(', ')} ${run.condition.was})`;
  let step = 0;
  const phases = run.phases.flatMap((phase) => [
    `  [${phase.part}] ${phase.title} -- ${describeState(phase.state)}`,
    ...phase.steps.map((entry) => `    ${number}.${++step} ${describeStep(entry.action)}`),
  ]);
  return [`Run ${number} ${run.id}: ${run.title}${condition}`, ...phases];
}
