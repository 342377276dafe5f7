import { CELL_IDS, type CellId } from '../model/cell.ts';
import type { Check } from '../model/check.ts';
import type { Release, ReleaseName } from '../model/release.ts';
import type {
  EnvironmentServer,
  Exception,
  ManagedFile,
  Migration,
  MigrationStage,
  Probe,
  Promised,
  Resource,
  UpgradeModel,
} from '../model/upgrade-model.ts';
import { postgresServers } from './check-mistakes.ts';
import { normaliseCheck, normaliseChecks } from './normalise-check.ts';
import { normaliseContract } from './normalise-contract.ts';
import { normaliseEnvironmentServer, normaliseService } from './normalise-stack.ts';
import { placeOf, readOrder } from './order.ts';
import type { PlanLocation } from './plan-location.ts';
import { toMs } from './schema/common.ts';
import type { RawFile, RawMigration, RawPlan, RawProbe, RawRelease } from './schema/plan.ts';

/**
 * The kinds of process warning that Node has itself: `Warning`, `DeprecationWarning` and so on. Libraries use them too. A kind
 * with a name of its own, such as `VerdaccioWarning`, was made for what a program has to say.
 */
const KINDS_OF_NODE =
  '(Deprecation|Experimental|MaxListenersExceeded|PromiseRejectionHandled|Security|Timeout\\w+|Unhandled\\w+|Unsupported)?Warning';

/**
 * Log lines that count as a deprecation when the plan does not say. What Node prints as `(node:PID)` speaks to those who
 * write the program, not to those who operate it, unless the program has a kind of warning of its own.
 */
const DEFAULT_WARNINGS = {
  patterns: ['deprecat', 'obsolete', '(will|to) be removed', 'no longer (be )?supported', 'warn.*compatib'],
  ignore: [
    `^\\(node:\\d+\\) (?!(\\[\\w+\\] )?(?!${KINDS_OF_NODE}:)\\w+(Warning|Deprecation):)`,
    '^\\(Use `node --trace',
  ],
};

/** Fills in every default of a plan whose mistakes have been ruled out. */
export function normalisePlan(plan: RawPlan, location: PlanLocation): UpgradeModel {
  const services = inStartOrder(plan);
  const first = Object.keys(plan.services)[0] ?? '';
  const defaultServer = postgresServers(plan)[0] ?? '';
  const checkFor = (service: string) => (plan.services[service]?.postgres === undefined ? defaultServer : '');
  return {
    name: plan.name,
    dir: location.dir,
    releases: { base: release('base', plan.releases.base), target: release('target', plan.releases.target) },
    environment: environment(plan, location),
    services: services.flatMap((name) => {
      const raw = plan.services[name];
      return raw === undefined ? [] : [normaliseService(name, raw, location, checkFor(name))];
    }),
    files: Object.entries(plan.files ?? {}).map(([name, file]) => managedFile(name, file, location)),
    setup: (plan.setup ?? []).map(({ service, ...check }) => ({
      service: service ?? first,
      check: normaliseCheck(check, checkFor(service ?? first)),
    })),
    migrations: migrations(plan, first),
    order: readOrder(plan),
    resources: resources(plan, checkFor),
    probes: Object.entries(plan.probes).map(([name, probe]) =>
      normaliseProbe(name, probe, checkFor(probe.service)),
    ),
    upgradeChecks: Object.entries(plan.upgrade_checks ?? {}).map(([name, entry]) => ({
      name,
      service: entry.service ?? first,
      run: entry.run,
    })),
    warnings: {
      patterns: plan.warnings?.patterns ?? DEFAULT_WARNINGS.patterns,
      ignore: [...DEFAULT_WARNINGS.ignore, ...(plan.warnings?.ignore ?? [])],
    },
    exceptions: Object.entries(plan.exceptions ?? {}).map(
      ([name, entry]): Exception => ({
        name,
        service: entry.service ?? first,
        run: entry.run,
        when: entry.when ?? 'before-migrate',
        cells: entry.cells ?? CELL_IDS,
        note: entry.note,
        why: entry.why ?? '',
      }),
    ),
    promises: promises(plan),
    ...stateOf(plan, first),
    ...contractOf(plan, location),
  };
}

function stateOf({ state }: RawPlan, first: string): Pick<UpgradeModel, 'state'> {
  if (state === undefined) return {};
  const { service = first, save, restore } = state;
  return { state: { service, save: save.run, restore: restore.run } };
}

/** A release that a run upgrades is of the version that its label says. */
function contractOf({ contract, releases }: RawPlan, location: PlanLocation): Pick<UpgradeModel, 'contract'> {
  if (contract === undefined) return {};
  const versions = { base: releases.base.label, target: releases.target.label };
  return { contract: normaliseContract(contract, location, versions) };
}

function release(name: ReleaseName, raw: RawRelease): Release {
  const common = { name, label: raw.label, vars: raw.vars ?? {} };
  return raw.node === undefined ? common : { ...common, node: raw.node };
}

function environment(plan: RawPlan, location: PlanLocation): EnvironmentServer[] {
  return Object.entries(plan.environment ?? {}).map(([name, raw]) =>
    normaliseEnvironmentServer(name, raw, location),
  );
}

/** Services in the order of the plan, each behind those that it comes after. */
function inStartOrder(plan: RawPlan): string[] {
  const order: string[] = [];
  const visit = (name: string): void => {
    if (order.includes(name)) return;
    for (const other of plan.services[name]?.after ?? []) visit(other);
    order.push(name);
  };
  for (const name of Object.keys(plan.services)) visit(name);
  return order;
}

function managedFile(name: string, raw: RawFile, location: PlanLocation): ManagedFile {
  const { base, target } = typeof raw.from === 'string' ? { base: raw.from, target: raw.from } : raw.from;
  const from = {
    ...(base === undefined ? {} : { base: location.resolve(base) }),
    ...(target === undefined ? {} : { target: location.resolve(target) }),
  };
  return {
    name,
    path: raw.path,
    from,
    variants: typeof raw.from === 'string' ? 1 : 2,
    owner: raw.owner ?? 'operator',
    render: raw.render ?? false,
    filters: raw.filters ?? false,
    ...(raw.note === undefined ? {} : { note: raw.note }),
    ...(raw.each === undefined ? {} : { each: raw.each }),
  };
}

const STAGES: readonly MigrationStage[] = ['expand', 'migrate', 'contract'];

function migrations(plan: RawPlan, first: string): Migration[] {
  const raw = plan.migrate;
  if (raw === undefined) return [];
  if (typeof raw === 'string' || Array.isArray(raw)) return [migration(plan, 'migrate', raw, first)];
  return STAGES.flatMap((stage) => {
    const entry = raw[stage];
    return entry === undefined ? [] : [migration(plan, stage, entry, first)];
  });
}

function migration(plan: RawPlan, stage: MigrationStage, raw: RawMigration, first: string): Migration {
  const entry = typeof raw === 'string' || Array.isArray(raw) ? { run: raw } : raw;
  return {
    stage,
    run: entry.run,
    service: entry.service ?? first,
    rolling: placeOf(plan, stage),
  };
}

function resources(plan: RawPlan, checkFor: (service: string) => string): Resource[] {
  return Object.entries(plan.resources).map(([name, raw]) => {
    const list = (action: typeof raw.verify_noapi): Check[] => normaliseChecks(action, checkFor(raw.service));
    return {
      name,
      service: raw.service,
      actions: {
        early_create: list(raw.early_create),
        create: list(raw.create),
        verify: list(raw.verify),
        verify_noapi: list(raw.verify_noapi),
        destroy: list(raw.destroy),
      },
    };
  });
}

function normaliseProbe(name: string, raw: RawProbe, server: string): Probe {
  const { service, every, answered_by: answeredBy, ...check } = raw;
  return {
    name,
    service,
    everyMs: toMs(every ?? '100ms'),
    check: normaliseCheck(check, server),
    ...(answeredBy === undefined ? {} : { answeredBy }),
  };
}

function promises(plan: RawPlan): Promised[] {
  const raw = plan.promises;
  if (raw === undefined) return [];
  const entries = Array.isArray(raw) ? raw.map((cell) => [cell, 'exception'] as const) : Object.entries(raw);
  return entries.flatMap(([key, atLeast]) => {
    const cell = key.replace('/rollback', '') as CellId;
    return atLeast === undefined
      ? []
      : [{ cell, rollback: key.endsWith('/rollback'), atLeast, explicit: !Array.isArray(raw) }];
  });
}
