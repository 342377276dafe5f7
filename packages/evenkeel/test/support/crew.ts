import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CellId } from '../../src/model/cell.ts';
import type { CulpritClass } from '../../src/model/culprit.ts';
import { given } from '../../src/model/given.ts';
import type { LatticeVerdict } from '../../src/model/lattice-verdict.ts';
import type { RawPlan } from '../../src/read/schema/plan.ts';
import type { Ended, Sandbox } from './e2e.ts';
import { cellOf, type Report, readReport } from './shelf.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/crew', import.meta.url));

/** Something of the crew: `api@target`, `schema:expand@base`. */
export type Part = `${string}@${'base' | 'target'}`;

/** What is wrong with a crew: someone (default: anyone) does not serve, or start, while all of these are there. */
export interface Rule {
  readonly does: 'serve' | 'start';
  /** `*@base`: whoever is base's. */
  readonly who?: Part;
  readonly beside?: readonly Part[];
  /** Services whose target has run on this data at any time. */
  readonly once?: readonly string[];
  /** Services whose target has made something on this data at any time. */
  readonly written?: readonly string[];
}

/** A crew: which services, how many of each, and what is wrong with it. */
export interface Crew {
  readonly services: Readonly<Record<string, number>>;
  readonly migrate?: Partial<Record<'expand' | 'contract', 'before' | 'after' | 'any'>>;
  readonly order?: readonly string[];
  readonly rules: readonly Rule[];
  /** Whose items lie outside of the run's folders. */
  readonly outside?: 'all' | 'target';
  /** What the plan's own commands do about those: `state:` of the plan. */
  readonly state?: { readonly save: string; readonly restore: string };
}

export type Mode = 'chains' | 'edges';

/** What `evenkeel run` on a crew came to. */
export interface CrewRun {
  readonly ended: Ended;
  readonly out: string;
  readonly report: Report;
}

/** Lays a crew into a folder of the sandbox and runs its strictest rolling cell in one of the two ways, and further cells. */
export async function runCrew(
  box: Sandbox,
  crew: Crew,
  mode: Mode,
  further: readonly CellId[] = [],
  ...options: readonly string[]
): Promise<CrewRun> {
  const file = layCrew(box.path(`crew-${mode}`), crew);
  const out = box.path(`out-${mode}`);
  const cells = ['rolling:frozen', ...further].join(',');
  const ended = await box.evenkeel(
    'run',
    file,
    '--out',
    out,
    '--cell',
    cells,
    '--lattice',
    mode,
    '--budget',
    'none',
    ...options,
  );
  if (ended.code === undefined || ended.code === 2 || ended.code > 3)
    throw new Error(`evenkeel ended with ${ended.code}:\n${ended.stdout}${ended.stderr}`);
  return { ended, out, report: readReport(out) };
}

/** Lays both releases of a crew and a plan file into a folder; returns the plan's path. */
export function layCrew(folder: string, crew: Crew): string {
  for (const release of ['base', 'target'] as const) {
    mkdirSync(folder, { recursive: true });
    cpSync(FIXTURE, `${folder}/${release}`, { recursive: true });
    const facts = { release, version: VERSIONS[release], rules: crew.rules };
    writeFileSync(`${folder}/${release}/release.json`, JSON.stringify(facts));
  }
  writeFileSync(`${folder}/evenkeel.yaml`, JSON.stringify(crewPlan(crew), null, 2));
  return `${folder}/evenkeel.yaml`;
}

const VERSIONS = { base: '1.0.0', target: '2.0.0' } as const;

function crewPlan({ services, migrate = {}, order, outside, state }: Crew): RawPlan {
  const names = Object.keys(services);
  const [first = ''] = names;
  const stages = Object.entries(migrate).map(([stage, rolling]) => [
    stage,
    { run: `node \${install}/migrate.mjs ${stage}`, service: first, rolling },
  ]);
  return {
    version: 1,
    name: 'crew',
    releases: { base: { label: VERSIONS.base }, target: { label: VERSIONS.target } },
    services: Object.fromEntries(names.map((name) => [name, serviceOf(name, services[name] ?? 1, outside)])),
    ...(stages.length > 0 && { migrate: Object.fromEntries(stages) }),
    ...(order !== undefined && { order: [...order] }),
    // What lies outside is made anew for each run, as a database would be.
    ...(outside !== undefined && { setup: [{ run: 'rm -rf ${plan.dir}/outside' }] }),
    ...(state !== undefined && { state: { save: { run: state.save }, restore: { run: state.restore } } }),
    resources: {
      item: {
        service: first,
        create: [{ http: 'PUT /items/${item}', body: { id: '${item}' } }],
        verify: [{ http: 'GET /items/${item}', expect: { json: { id: '${item}' } } }],
        destroy: [{ http: 'DELETE /items/${item}' }],
      },
    },
    probes: Object.fromEntries(
      names.map((name) => [name, { service: name, http: 'GET /items', every: '20ms' }]),
    ),
  };
}

function serviceOf(name: string, instances: number, outside: Crew['outside']): RawPlan['services'][string] {
  const [inside, elsewhere] = ['${data}/items', '${plan.dir}/outside'];
  return {
    instances,
    install: { base: { folder: 'base' }, target: { folder: 'target' } },
    start: ['node', '${install}/crew.mjs'],
    env: {
      CREW_SERVICE: name,
      CREW_INSTANCE: '${instance}',
      CREW_PORT: '${port}',
      CREW_DATA: '${data}',
      CREW_BASE_ITEMS: outside === 'all' ? elsewhere : inside,
      CREW_TARGET_ITEMS: outside === undefined ? inside : elsewhere,
    },
    ready: { http: 'GET /version' },
    version: { http: 'GET /version', json: 'version' },
  };
}

/** What a run says of the mixed states, in the words that truth tables are written in. */
export interface Said {
  readonly verdict: string;
  readonly rollback: string;
  /** How many states pass, of how many. */
  readonly passed: string;
  readonly failing?: readonly string[];
  /** Whether there is a safe order. */
  readonly isSafe: boolean;
  /** `worker before api`. */
  readonly rules: readonly string[];
  readonly rulesSuffice: boolean;
  /** `api 2, worker 0`. */
  readonly lastWayBack?: string;
}

export function saidOf(report: Report): Said {
  const { result, rollback, lattice } = cellOf(report, 'rolling:frozen');
  if (lattice === undefined) throw new Error(`nothing is said of mixed states: ${result.reasons.join('; ')}`);
  const { states, failing, safeOrder, lastWayBack } = lattice;
  return {
    verdict: result.verdict,
    rollback: rollback.verdict,
    passed: `${states.filter(({ outcome }) => outcome === 'passed').length} of ${states.length}`,
    ...(failing && { failing: failing.map(({ element, at }) => `${element}@${at}`) }),
    isSafe: safeOrder !== undefined,
    rules: lattice.rules.map(({ first, second }) => `${first} before ${second}`).toSorted(),
    rulesSuffice: lattice.rulesSuffice,
    ...(lastWayBack && { lastWayBack: counted(lattice, lastWayBack) }),
  };
}

/** Why a cell fails and why one cannot go back from it, as far as something is said of that. */
export interface Causes {
  readonly upgrade?: CulpritClass;
  readonly rollback?: CulpritClass;
}

export function causesOf(report: Report): Causes {
  const { result, rollback } = cellOf(report, 'rolling:frozen');
  return given({ upgrade: result.culprit?.class, rollback: rollback.culprit?.class });
}

const counted = ({ elements }: LatticeVerdict, state: readonly number[]): string =>
  elements.map(({ id }, index) => `${id} ${state[index]}`).join(', ');
