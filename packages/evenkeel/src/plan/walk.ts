import type { CodeAxis, FilesColumn } from '../model/cell.ts';
import { editNamed } from '../model/edits.ts';
import { given } from '../model/given.ts';
import { instancesOf } from '../model/instances.ts';
import type { Lattice, LatticeState } from '../model/lattice.ts';
import type {
  FileVariant,
  InstanceState,
  Part,
  Phase,
  ResourceStep,
  Step,
  StepAction,
  VariantName,
  VerifyPhase,
} from '../model/plan.ts';
import type { ReleaseName } from '../model/release.ts';
import type { ManagedFile, Resource, ResourceAction, Service, UpgradeModel } from '../model/upgrade-model.ts';
import { possibleExceptions } from './manual-steps.ts';

/** What distinguishes one walk through the phases from another. */
export interface WalkOptions {
  readonly id: string;
  readonly code: CodeAxis;
  readonly column: FilesColumn;
  /** The code that takes the target's place: `base` in a control run. */
  readonly to: ReleaseName;
  /** Exceptions that are done, edits among them. */
  readonly exceptions: readonly string[];
}

/** An action on one item that has to succeed. */
function resourceStep(
  { name }: Resource,
  action: ResourceAction,
  item: string,
  phase: VerifyPhase,
  instance: string,
): ResourceStep {
  return { kind: 'resource', resource: name, action, item, phase, instance, expect: 'pass' };
}

interface Item {
  readonly resource: string;
  readonly item: string;
}

/** The growing list of phases of one run, with what is known of the stack at its end. */
export class Walk {
  readonly phases: Phase[];
  private readonly roles: Map<string, ReleaseName>;
  private readonly items: Item[];

  constructor(
    readonly model: UpgradeModel,
    readonly options: WalkOptions,
    private readonly inside?: { readonly walk: Walk; readonly leg: number },
  ) {
    this.phases = inside?.walk.phases ?? [];
    this.roles = inside?.walk.roles ?? new Map();
    this.items = inside?.walk.items ?? [];
  }

  /** Of a row: the walks through the steps before, one after the other on the same data; what they add, this walk has. */
  legs(): Walk[] {
    return (this.model.before ?? []).map((model, leg) => {
      const exceptions = possibleExceptions(model, 'offline:together');
      const options = { ...this.options, column: 'together', to: 'target', exceptions } as const;
      return new Walk(model, options, { walk: this, leg });
    });
  }

  /** Appends a phase whose state is that at its end; `reached` is the place in the lattice that it judges. */
  add(part: Part, title: string, actions: readonly StepAction[], reached?: LatticeState): void {
    const id = `${this.options.id}/${this.phases.length + 1}`;
    const steps = actions.map((action, index): Step => ({ id: `${id}.${index + 1}`, action }));
    const leg = this.inside?.leg;
    const { base, target } = this.model.releases;
    const words = leg === undefined ? title : `${title}, ${base.label} -> ${target.label}`;
    this.phases.push({ id, title: words, part, state: this.state(), steps, ...given({ reached, leg }) });
  }

  /** The instances that run, in start order. */
  state(): InstanceState[] {
    return this.instances().flatMap(({ instance, service }) => {
      const role = this.roles.get(instance);
      return role === undefined ? [] : [{ instance, service: service.name, role }];
    });
  }

  /**
   * Begins in a state that another run kept: the lowest numbers of a service are those at target. Which items there are
   * is known only then; those that may be are named, one set for each level of the lattice.
   */
  resume({ elements }: Lattice, state: LatticeState): void {
    for (const { instance, service } of this.instances()) {
      const at = state[elements.findIndex(({ id }) => id === service.name)] ?? 0;
      const isMoved = instancesOf(service.name, at).includes(instance);
      this.roles.set(instance, isMoved ? 'target' : 'base');
    }
    const level = state.reduce((sum, count) => sum + count, 0);
    const levels = Array.from({ length: level }, (_, index) => [
      `s${index + 1}-base`,
      `s${index + 1}-target`,
    ]);
    for (const { name } of this.model.resources)
      for (const item of ['base-1', 'base-2', ...levels.flat()]) this.items.push({ resource: name, item });
  }

  /** Starts what runs in the present state. */
  startState(): StepAction[] {
    return this.state().flatMap(({ instance, service, role }) => this.start(instance, service, role));
  }

  /** Looks for what was made after the state that was restored, where a release runs: nobody may find it. */
  mustBeGone(item: string, role: ReleaseName): StepAction[] {
    return this.model.resources
      .filter((resource) => resource.actions.verify.length > 0)
      .flatMap((resource): StepAction[] => {
        const instance = this.instanceOf(resource.service, role);
        if (instance === undefined) return [];
        const step = resourceStep(resource, 'verify', item, 'post-upgrade', instance);
        return [{ ...step, expect: 'fail', afterRestore: true }];
      });
  }

  instances(): { instance: string; service: Service }[] {
    return this.model.services.flatMap((service) =>
      instancesOf(service.name, service.instances[this.options.code]).map((instance) => ({
        instance,
        service,
      })),
    );
  }

  /** The release whose code plays a role. */
  codeFor(role: ReleaseName): ReleaseName {
    return role === 'target' ? this.options.to : 'base';
  }

  start(instance: string, service: string, role: ReleaseName): StepAction[] {
    this.roles.set(instance, role);
    const release = this.codeFor(role);
    return [
      { kind: 'start', instance, service, release, role },
      { kind: 'ask-version', instance, service, release },
    ];
  }

  startAll(role: ReleaseName): StepAction[] {
    return this.instances().flatMap(({ instance, service }) => this.start(instance, service.name, role));
  }

  install(role: ReleaseName): StepAction[] {
    return this.model.services.map((service) => ({
      kind: 'install',
      service: service.name,
      release: this.codeFor(role),
    }));
  }

  stop(instance: string): StepAction[] {
    this.roles.delete(instance);
    return [{ kind: 'stop', instance }];
  }

  stopAll(): StepAction[] {
    return this.instances()
      .reverse()
      .flatMap(({ instance }) => this.stop(instance));
  }

  /** Makes one item of every resource through the given instance of its service. */
  create(
    name: string,
    phase: VerifyPhase,
    through: (resource: Resource) => string | undefined,
  ): StepAction[] {
    return this.model.resources.flatMap((resource): StepAction[] => {
      const instance = through(resource);
      if (instance === undefined) return [];
      this.items.push({ resource: resource.name, item: name });
      return [resourceStep(resource, 'create', name, phase, instance)];
    });
  }

  /** What base wrote is read by target, and what target wrote by base: every item through one instance of each role. */
  verify(phase: VerifyPhase): StepAction[] {
    return this.model.resources.flatMap((resource) =>
      this.readers(resource).flatMap((instance) => this.verifyAll(resource, phase, instance)),
    );
  }

  /** Every item of a resource whose service has an instance among these, through that. */
  verifyThrough(phase: VerifyPhase, instances: readonly string[]): StepAction[] {
    return this.model.resources.flatMap((resource) =>
      this.state()
        .filter(({ instance, service }) => service === resource.service && instances.includes(instance))
        .flatMap(({ instance }) => this.verifyAll(resource, phase, instance)),
    );
  }

  private verifyAll(resource: Resource, phase: VerifyPhase, instance: string): StepAction[] {
    return this.itemsOf(resource).map((item) => resourceStep(resource, 'verify', item, phase, instance));
  }

  private itemsOf({ name }: Resource): string[] {
    return this.items.flatMap(({ resource, item }) => (resource === name ? [item] : []));
  }

  /** Looks at the items while no service runs, with the code of a role. */
  verifyWithoutServices(phase: VerifyPhase, role: ReleaseName): StepAction[] {
    return this.model.resources
      .filter((resource) => resource.actions.verify_noapi.length > 0)
      .flatMap((resource) =>
        this.itemsOf(resource).map((item) => ({
          ...resourceStep(resource, 'verify_noapi', item, phase, this.firstInstance(resource.service)),
          release: this.codeFor(role),
        })),
      );
  }

  /**
   * Destroys some items, or all, of every resource that can be destroyed, through an instance that runs. Later steps still
   * name them: whether they were destroyed, or the run failed before, is known only then.
   */
  destroy(phase: VerifyPhase, isMeant: (name: string) => boolean = () => true): StepAction[] {
    return this.model.resources
      .filter((resource) => resource.actions.destroy.length > 0)
      .flatMap((resource) => {
        const instance = this.instanceOf(resource.service, 'target') ?? this.firstInstance(resource.service);
        return this.itemsOf(resource)
          .filter(isMeant)
          .map((item) => resourceStep(resource, 'destroy', item, phase, instance));
      });
  }

  /** The first instance of a service that runs in a role. */
  instanceOf(service: string, role: ReleaseName): string | undefined {
    return this.state().find((entry) => entry.service === service && entry.role === role)?.instance;
  }

  firstInstance(service: string): string {
    return instancesOf(service, 1)[0] ?? service;
  }

  /** The exceptions of this walk that belong to a moment. */
  exceptionsAt(when: string): StepAction[] {
    return this.model.exceptions
      .filter((entry) => entry.when === when && this.options.exceptions.includes(entry.name))
      .map(({ name }) => ({ kind: 'exception', name }));
  }

  /** Files that move with the upgrade: a package's with its installer, an operator's when its edit is done. */
  movingFiles(): ManagedFile[] {
    if (this.options.column === 'frozen' || this.options.to === 'base') return [];
    return this.model.files.filter(
      (file) =>
        file.variants === 2 &&
        (file.owner === 'package' || this.options.exceptions.includes(editNamed(file.name))),
    );
  }

  /** Those of them that are privilege filters. */
  movingFilters(): ManagedFile[] {
    return this.movingFiles().filter(({ filters }) => filters);
  }

  layFiles(files: readonly ManagedFile[], variant: VariantName): StepAction[] {
    const entries = files.map((file): FileVariant => ({ file: file.name, variant }));
    return entries.length === 0 ? [] : [{ kind: 'lay-files', files: entries }];
  }

  private readers(resource: Resource): string[] {
    return (['base', 'target'] as const).flatMap((role) => this.instanceOf(resource.service, role) ?? []);
  }
}
