import type { CodeAxis } from '../model/cell.ts';
import { instancesOf } from '../model/instances.ts';
import type { ReleaseName } from '../model/release.ts';
import type { Service, UpgradeModel } from '../model/upgrade-model.ts';
import type { LogSource, PreparedServer, RunFolders, RunningProcess } from './ports.ts';

/** What a check can ask: an instance of a service, or a server of the environment. */
export interface Endpoint {
  readonly name: string;
  readonly number: number;
  readonly ports: Readonly<Record<string, number>>;
  readonly work: string;
  readonly logs: readonly LogSource[];
  readonly service?: Service;
  readonly record?: string;
  readonly running?: RunningCode | undefined;
}

/** The process of an instance, and whose code it runs. */
export interface RunningCode {
  readonly process: RunningProcess;
  readonly release: ReleaseName;
  readonly role: ReleaseName;
}

/** One instance of a service, over all of its restarts. */
export interface Instance extends Endpoint {
  service: Service;
  readonly logs: LogSource[];
  /** Where rootwrap may record what it asks for. */
  readonly record: string;
  running: RunningCode | undefined;
  /** Ready, asked for its version, and not about to be stopped: probes may ask it. */
  inService: boolean;
}

/** One server of the environment. */
export interface Server extends Endpoint {
  prepared: PreparedServer | undefined;
  process: RunningProcess | undefined;
}

/** Folders of one cell run. */
export interface CellFolders {
  /** Removed at the end. */
  readonly state: string;
  readonly data: string;
  readonly files: string;
  readonly temporary: string;
  /** Of privileged commands, a file for each instance. */
  readonly records: string;
  /** Kept. */
  readonly logs: string;
}

/** What runs now, in one cell run. */
export interface Stack {
  readonly folders: CellFolders;
  readonly instances: readonly Instance[];
  readonly servers: readonly Server[];
}

/** The folders of a cell run; runs of one group have the same, but for their logs. */
export function cellFolders(folders: RunFolders, run: string, group: string): CellFolders {
  const state = `${folders.scratch}/cells/${group}`;
  return {
    state,
    data: `${state}/data`,
    files: `${state}/files`,
    temporary: `${state}/tmp`,
    records: `${state}/records`,
    logs: `${folders.out}/cells/${run}/logs`,
  };
}

/** How many ports a stack of this model needs. */
export function portsNeeded(model: UpgradeModel, code: CodeAxis): number {
  const services = model.services.map(
    (service) => service.instances[code] * service.program.base.ports.length,
  );
  const servers = model.environment.map((server) => environmentPorts(server.spec).length);
  return [...services, ...servers].reduce((sum, count) => sum + count, 0);
}

function environmentPorts(spec: UpgradeModel['environment'][number]['spec']): readonly string[] {
  return spec.kind === 'command' ? spec.process.ports : ['main'];
}

/** A stack with nothing running. Ports stay the same over restarts, as those of real instances do. */
export function makeStack(
  model: UpgradeModel,
  code: CodeAxis,
  folders: CellFolders,
  freePorts: readonly number[],
): Stack {
  const ports = [...freePorts];
  const take = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(names.map((name) => [name, ports.shift() ?? 0]));
  const servers = model.environment.map((server): Server => {
    return {
      name: server.name,
      number: 1,
      ports: take(environmentPorts(server.spec)),
      work: `${folders.state}/environment/${server.name}`,
      logs: [
        {
          source: server.name,
          file: `${folders.logs}/${server.name}.log`,
          ...(server.spec.kind === 'postgres' && { format: 'postgres' }),
        },
      ],
      prepared: undefined,
      process: undefined,
    };
  });
  const instances = model.services.flatMap((service) =>
    instancesOf(service.name, service.instances[code]).map(
      (name, index): Instance => ({
        name,
        number: index + 1,
        service,
        ports: take(service.program.base.ports),
        work: `${folders.state}/work/${name}`,
        logs: [{ source: name, file: `${folders.logs}/${name}.log` }],
        record: `${folders.records}/${name}.jsonl`,
        running: undefined,
        inService: false,
      }),
    ),
  );
  return { folders, instances, servers };
}

/** An instance by its name. The plan was made from the same model: a name that is not there is our bug. */
export function instanceNamed(stack: Stack, name: string): Instance {
  const found = stack.instances.find((instance) => instance.name === name);
  if (found === undefined) throw new Error(`the plan names an instance that is not there: ${name}`);
  return found;
}

/** Instances that should run and do not, with how they ended. */
export function deadInstances(stack: Stack): { instance: Instance; how: string }[] {
  return stack.instances.flatMap((instance) => {
    const how = instance.running?.process.ended();
    return how === undefined ? [] : [{ instance, how }];
  });
}

/** Every log of the stack: instances first, then servers. */
export function allLogs(stack: Stack): LogSource[] {
  return [...stack.instances, ...stack.servers].flatMap((endpoint) => endpoint.logs);
}
