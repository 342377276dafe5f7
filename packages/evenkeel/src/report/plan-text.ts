import {
  describeState,
  describeStep,
  type Plan,
  type PlannedCell,
  type PlannedLattice,
  type PlannedRun,
  type RunCondition,
} from '../model/plan.ts';
import type { ReleaseName } from '../model/release.ts';
import { type UpgradeModel, upgradeInWords } from '../model/upgrade-model.ts';

/** The numbered steps of a plan, as `--dry-run` prints them. */
export function renderPlan(model: UpgradeModel, plan: Plan): string {
  const lines = [
    `${model.name}: ${upgradeInWords(model)}, seed ${plan.seed}`,
    ...(plan.cells.length === 0 ? [] : ['', 'Cells']),
    ...plan.cells.map((cell) => `  ${cell.id}: ${decidedBy(cell)}`),
    ...latticesOf(plan),
    '',
    'Install',
    ...plan.installs.map(
      ({ service, release, leg }) => `  ${labelOfInstall(model, release, leg)} of ${service}`,
    ),
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

/** Releases of the steps before have no other name in a row than their labels. */
const labelOfInstall = ({ before }: UpgradeModel, release: ReleaseName, leg: number | undefined): string =>
  leg === undefined ? release : (before?.[leg]?.releases[release].label ?? release);

function decidedBy(cell: PlannedCell): string {
  if (cell.sameAs !== undefined) return `decided by the same runs as ${cell.sameAs}`;
  const runsOf = (attempts: PlannedCell['attempts']): string =>
    attempts.map((attempt) => attempt.runs.join(', ')).join('; then ');
  const any = cell.undocumented === undefined ? '' : `; also undocumented: ${runsOf(cell.undocumented)}`;
  return `${runsOf(cell.attempts)}${any}`;
}

/** The lattice of each rolling cell of its own, and why it is gone through as it is. */
function latticesOf({ cells }: Plan): string[] {
  const line = (name: string, lattice: PlannedLattice | undefined): string[] =>
    lattice === undefined ? [] : [`  ${name}: ${latticeInWords(lattice)}`];
  const lines = cells.flatMap(({ id, sameAs, attempts, undocumented }) =>
    sameAs !== undefined
      ? []
      : [...line(id, attempts[0]?.lattice), ...line(`${id}, also undocumented`, undocumented?.[0]?.lattice)],
  );
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
