import type { Check } from './check.ts';
import type { MigrationStage, ProcessSpec, Service, UpgradeModel } from './upgrade-model.ts';

/** What is different in an experiment from the run that it repeats. Names only: a value may be a secret. */
export type Change =
  | { readonly kind: 'patience' }
  | {
      readonly kind: 'options';
      readonly file: string;
      /**
       * `edit`: of the edit only these are made. `file`: these are taken out of the operator's file. `default`: these are set
       * there to what was base's default.
       */
      readonly of: 'edit' | 'file' | 'default';
      readonly options: readonly string[];
    }
  | { readonly kind: 'environment'; readonly service: string; readonly names: readonly string[] }
  | { readonly kind: 'without-migration'; readonly stage: MigrationStage }
  | { readonly kind: 'held-back'; readonly service: string }
  | { readonly kind: 'runtime'; readonly service: string }
  /** Manual steps are done that another cell's operators do. */
  | { readonly kind: 'exceptions'; readonly names: readonly string[] }
  /** Other ways to the same: with the exceptions of the run that is repeated. */
  | { readonly kind: 'fresh' | 'start-only' };

/** Waits are this many times as long under `patience`, */
const LONGER = 4;
/** a check is asked again for this long at least, */
const ASK_FOR_MS = 5_000;
/** and every start of target is followed by a rest. */
const REST_MS = 2_000;

/** A change in words that follow "it passes when" or stand alone. */
export function describeChange(change: Change | undefined): string {
  switch (change?.kind) {
    case undefined:
      return 'the same once more';
    case 'patience':
      return 'longer waits: limits four times as long, a rest after each start of target';
    case 'options':
      return inWords(change.of, change.file, change.options.join(', '));
    case 'environment':
      return `target's ${change.service} without ${change.names.join(', ')} in its environment`;
    case 'without-migration':
      return `without the migration ${change.stage}`;
    case 'held-back':
      return `${change.service} stays at base`;
    case 'runtime':
      return `target's ${change.service} on base's Node`;
    case 'exceptions':
      return `with the manual step ${change.names.join(', ')}`;
    case 'fresh':
      return 'target alone, where base has never been';
    case 'start-only':
      return 'target only starts, then base again';
  }
}

function inWords(of: 'edit' | 'file' | 'default', file: string, options: string): string {
  if (of === 'edit') return `of the edit of ${file} only ${options}`;
  return of === 'file' ? `${file} without ${options}` : `${file} with base's default of ${options}`;
}

/**
 * The model that a changed run is carried out with. Options are changed in files, which the caller writes; what is left out
 * or held back is so in the run's steps; the runtime is one of the installs: for those the model stays the same.
 */
export function changedModel(model: UpgradeModel, change: Change | undefined): UpgradeModel {
  if (change?.kind === 'patience') return patient(model);
  if (change?.kind === 'environment')
    return {
      ...model,
      services: model.services.map((service) =>
        service.name === change.service ? withoutVariables(service, change.names) : service,
      ),
    };
  return model;
}

function patient(model: UpgradeModel): UpgradeModel {
  return {
    ...model,
    services: model.services.map((service) => ({
      ...service,
      program: { ...service.program, target: patientProgram(service.program.target) },
    })),
    resources: model.resources.map((resource) => ({
      ...resource,
      actions: { ...resource.actions, verify: resource.actions.verify.map(patientCheck) },
    })),
  };
}

const patientProgram = (program: ProcessSpec): ProcessSpec => ({
  ...program,
  ready: patientCheck(program.ready),
  restMs: REST_MS,
});

const patientCheck = (check: Check): Check => ({
  ...check,
  withinMs: Math.max(check.withinMs * LONGER, ASK_FOR_MS),
  timeoutMs: check.timeoutMs * LONGER,
});

/** Base works with them: only target is started without. */
function withoutVariables(service: Service, names: readonly string[]): Service {
  const { base, target } = service.program;
  const env = Object.fromEntries(Object.entries(target.env).filter(([name]) => !names.includes(name)));
  return { ...service, program: { base, target: { ...target, env } } };
}

/** The environment variables of a service that an operator chose: what the harness fills in wires the stack. */
export function chosenVariables({ program: { target } }: Service): string[] {
  return Object.entries(target.env).flatMap(([name, value]) => (value.includes('${') ? [] : [name]));
}

/** A file whose options are changed, with the text that lies where a release's variant did. */
export function withVariant(
  model: UpgradeModel,
  file: string,
  source: string,
  of: 'edit' | 'file' | 'default',
): UpgradeModel {
  return {
    ...model,
    files: model.files.map((entry) =>
      entry.name === file
        ? {
            ...entry,
            from: of === 'edit' ? { ...entry.from, target: source } : { base: source, target: source },
          }
        : entry,
    ),
  };
}
