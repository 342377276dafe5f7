import { type Breakage, mutantKey, type PlannedMutant, type WatchedCheck } from '../model/mutant.ts';
import type { MutantStep, Phase, Plan, PlannedRun, StepAction } from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { isDestroyed, mutantsOf, watchersOf } from './mutants.ts';
import { basePart, nonEmpty, prepare } from './parts.ts';
import { Walk } from './walk.ts';

/** The item that is missing, wiped or destroyed; it is made by every walk that begins as an upgrade does. */
const ITEM = 'base-1';
const OTHER = 'other-1';
const AGAIN = 'again-1';

/**
 * Computes what `evenkeel selfcheck` does, on base alone: one run for each service (answers replaced, the service
 * stopped), one in which what was made goes, one in which it was never made. Each shows first that base works.
 */
export function makeSelfcheckPlan(model: UpgradeModel): Plan {
  const making = new SelfcheckPlan(model);
  return {
    version: 1,
    seed: 1,
    installs: model.services.map(({ name }) => ({ service: name, release: 'base' })),
    cells: [],
    runs: making.runs(),
    mutants: making.mutants,
  };
}

class SelfcheckPlan {
  readonly mutants: readonly PlannedMutant[];
  private readonly watchers: readonly WatchedCheck[];
  private readonly applicable: ReadonlySet<string>;

  constructor(private readonly model: UpgradeModel) {
    this.mutants = mutantsOf(model);
    this.watchers = watchersOf(model);
    this.applicable = new Set(
      this.mutants.filter(({ notApplicable }) => notApplicable === undefined).map(mutantKey),
    );
  }

  runs(): PlannedRun[] {
    const watched = this.model.services.filter(({ name }) => this.watchers.some(isAskedOf(name)));
    const first = [
      ...watched.map(({ name }) =>
        this.run(`stopped-${name}`, `answers of ${name} replaced, then ${name} stopped`, (walk) =>
          this.breakService(walk, name),
        ),
      ),
      this.run('gone', 'what was made is destroyed, or all data wiped', (walk) => this.takeAway(walk)),
    ];
    const maker = first[0]?.id ?? '';
    const never = this.run('never-created', 'nothing is made', (walk) => this.makeNothing(walk, maker));
    return [...first, { ...never, condition: { was: 'passed', runs: [maker] } }];
  }

  private run(id: string, title: string, steps: (walk: Walk) => void): PlannedRun {
    const options = { id, code: 'offline', column: 'frozen', to: 'base', exceptions: [] } as const;
    const walk = new Walk(this.model, options);
    steps(walk);
    const phases: readonly Phase[] = nonEmpty(walk.phases);
    return { id, title, purpose: 'mutants', code: 'offline', phases };
  }

  private breakService(walk: Walk, service: string): void {
    basePart(walk);
    walk.add('base', 'stop probes', [{ kind: 'stop-probes' }]);
    const own = this.watchers.filter(isAskedOf(service));
    walk.add('base', `replace answers of ${service}`, [
      ...this.tries(walk, own, 'status'),
      ...this.tries(walk, own, 'body'),
    ]);
    const instances = walk.instances().filter((entry) => entry.service.name === service);
    walk.add(
      'base',
      `stop ${service}`,
      instances.reverse().flatMap(({ instance }) => walk.stop(instance)),
    );
    // others may not live long without it: how they end is not asked
    walk.add('base', `ask while ${service} is stopped`, this.tries(walk, own, 'stopped'));
  }

  private takeAway(walk: Walk): void {
    const destroyed = this.watchers.filter((watched) => isDestroyed(this.model, watched));
    const wiped = this.watchers.filter((watched) => !isDestroyed(this.model, watched));
    basePart(walk);
    walk.add('base', 'stop probes', [{ kind: 'stop-probes' }]);
    walk.add(
      'base',
      'destroy',
      walk.destroy('pre-upgrade', (item) => item === ITEM),
    );
    walk.add('base', 'verify what was destroyed', [
      ...this.tries(walk, destroyed.filter(asksService), 'gone', { mayLinger: true }),
      ...walk.verify('pre-upgrade'),
    ]);
    walk.add('base', 'shut down base', walk.stopAll());
    const without = this.watchers.filter((watched) => !asksService(watched));
    walk.add('base', 'verify without services', [
      ...walk.verifyWithoutServices('pre-upgrade', 'base'),
      ...this.tries(walk, destroyed.filter(isIn(without)), 'gone', { mayLinger: true }),
      // those that were destroyed are asked about one that is still there
      ...this.tries(walk, without, 'status', { item: 'base-2' }),
      ...this.tries(walk, without, 'body', { item: 'base-2' }),
    ]);
    if (this.some(wiped, 'gone')) this.wipe(walk, wiped, without);
  }

  private wipe(walk: Walk, wiped: readonly WatchedCheck[], without: readonly WatchedCheck[]): void {
    const servers = this.model.environment.map(
      ({ name }): StepAction => ({ kind: 'stop-environment', server: name }),
    );
    walk.add('base', 'wipe all data', [...servers.reverse(), { kind: 'wipe-data' }]);
    prepare(walk);
    walk.add('base', 'start base again', walk.startAll('base'));
    walk.add('base', 'verify what was wiped', [
      ...this.tries(walk, wiped.filter(asksService), 'gone'),
      // that base serves at all has to be seen again
      ...walk.create(AGAIN, 'pre-upgrade', (resource) => walk.firstInstance(resource.service)),
      ...walk.verify('pre-upgrade'),
    ]);
    walk.add('base', 'shut down base', walk.stopAll());
    walk.add(
      'base',
      'verify what was wiped, without services',
      this.tries(walk, wiped.filter(isIn(without)), 'gone'),
    );
  }

  /** With what another run saved for the item, which is not here; then also beside one that is. */
  private makeNothing(walk: Walk, storeFrom: string): void {
    const watched = this.watchers.filter(asksService);
    prepare(walk);
    walk.add('base', 'start base', walk.startAll('base'));
    walk.add(
      'base',
      'verify what was never created',
      this.tries(walk, watched, 'never-created', { storeFrom }),
    );
    const beside = { storeFrom, unlessLike: OTHER };
    walk.add('base', 'verify what was never created beside another', [
      ...walk.create(OTHER, 'pre-upgrade', (resource) => walk.firstInstance(resource.service)),
      ...walk.verify('pre-upgrade'),
      ...this.tries(walk, watched, 'never-created', beside),
    ]);
    walk.add('base', 'shut down base', walk.stopAll());
    walk.add(
      'base',
      'verify what was never created, without services',
      this.tries(
        walk,
        this.watchers.filter((each) => !asksService(each)),
        'never-created',
        beside,
      ),
    );
  }

  /** One step for each watcher that such a breakage applies to. */
  private tries(
    walk: Walk,
    watchers: readonly WatchedCheck[],
    breakage: Breakage,
    more: Pick<MutantStep, 'item' | 'storeFrom' | 'unlessLike' | 'mayLinger'> = {},
  ): StepAction[] {
    return watchers
      .map(
        ({ watcher, service }): MutantStep => ({
          kind: 'mutant',
          mutant: { watcher, breakage },
          instance: walk.firstInstance(service),
          ...(watcher.kind === 'probe' ? {} : { item: ITEM, ...more }),
        }),
      )
      .filter(({ mutant }) => this.applicable.has(mutantKey(mutant)));
  }

  private some(watchers: readonly WatchedCheck[], breakage: Breakage): boolean {
    return watchers.some(({ watcher }) => this.applicable.has(mutantKey({ watcher, breakage })));
  }
}

/** Whether it is asked while services run, and of which. */
const isAskedOf =
  (service: string) =>
  (watched: WatchedCheck): boolean =>
    watched.service === service && asksService(watched);

function asksService({ watcher }: WatchedCheck): boolean {
  return watcher.kind === 'probe' || watcher.action === 'verify';
}

const isIn =
  (watchers: readonly WatchedCheck[]) =>
  (watched: WatchedCheck): boolean =>
    watchers.includes(watched);
