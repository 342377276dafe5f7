import {
  describeState,
  describeStep,
  type Plan,
  type PlannedCell,
  type PlannedLattice,
  type PlannedRun,
  type RunCondition,
} from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';

/** The numbered steps of a plan, as `--dry-run` prints them. */
export function renderPlan(model: UpgradeModel, plan: Plan): string {
  const { base, target } = model.releases;
  const lines = [
    `${model.name}: ${base.label} -> ${target.label}, seed ${plan.seed}`,
    ...(plan.cells.length === 0 ? [] : ['', 'Cells']),
    ...plan.cells.map((cell) => `  ${cell.id}: ${decidedBy(cell)}`),
    ...latticesOf(plan),
    '',
    'Install',
    ...plan.installs.map(({ service, release }) => `  ${release} of ${service}`),
    ...plan.runs.flatMap((run, index) => ['', ...renderRun(run, index + 1)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** How mixed states are gone through, and why so; nothing where there are none. */
export function renderWay(plan: Plan): string {
  return latticesOf(plan)
    .slice(1)
    .map((line) => `${line}\n`)
    .join('');
}

function decidedBy(cell: PlannedCell): string {
  if (cell.sameAs !== undefined) return `decided by the same runs as ${cell.sameAs}`;
  return cell.attempts.map((attempt) => attempt.runs.join(', ')).join('; then ');
}

/** The lattice of each rolling cell of its own, and why it is gone through as it is. */
function latticesOf({ cells }: Plan): string[] {
  const lines = cells.flatMap(({ id, sameAs, attempts }) => {
    const lattice = attempts[0]?.lattice;
    return lattice === undefined || sameAs !== undefined ? [] : [`  ${id}: ${latticeInWords(lattice)}`];
  });
  return lines.length === 0 ? [] : ['', 'Mixed states', ...lines];
}

function latticeInWords({ mode, states, width, pairs, costs }: PlannedLattice): string {
  const size =
    states === undefined || width === undefined
      ? 'too many states to visit all'
      : `${states} states, which ${width} whole ${width === 1 ? 'upgrade visits' : 'upgrades visit'}`;
  const drawn =
    pairs === undefined ? '' : `; orders are drawn, and cover ${pairs.covered} of ${pairs.allowed} pairs`;
  const how = mode === 'edges' ? 'edge by edge, from kept states' : 'by whole upgrades';
  const why =
    costs === undefined
      ? ''
      : ` (about ${costs.chains} s by whole upgrades, ${costs.edges} s edge by edge; ${costs.source})`;
  return `${size}${drawn}; gone through ${how}${why}`;
}

function conditionInWords({ was, runs }: RunCondition): string {
  const names = runs.join(', ');
  return was === 'open' ? `if it has more to show than ${names}` : `if ${names} ${was}`;
}

function renderRun(run: PlannedRun, number: number): string[] {
  const condition = run.condition === undefined ? '' : ` (${conditionInWords(run.condition)})`;
  let step = 0;
  const phases = run.phases.flatMap((phase) => [
    `  [${phase.part}] ${phase.title} -- ${describeState(phase.state)}`,
    ...phase.steps.map((entry) => `    ${number}.${++step} ${describeStep(entry.action)}`),
  ]);
  return [`Run ${number} ${run.id}: ${run.title}${condition}`, ...phases];
}
