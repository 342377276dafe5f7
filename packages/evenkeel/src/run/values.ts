import type { Release } from '../model/release.ts';
import type { Values } from '../model/template.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import type { Endpoint, Instance, Stack } from './stack.ts';

/** What a text is rendered for: a release, an instance, an item; each as far as there is one. */
export interface Subject {
  readonly release?: Release;
  readonly instance?: Endpoint;
  readonly install?: string;
  readonly item?: string;
  readonly store?: Readonly<Record<string, string>>;
  /** Where the plan's own commands keep state. */
  readonly state?: string;
}

/** The values of all placeholders that are known for a subject. */
export function valuesFor(model: UpgradeModel, stack: Stack, subject: Subject): Values {
  return {
    'plan.dir': model.dir,
    data: stack.folders.data,
    files: stack.folders.files,
    ...environmentValues(stack),
    ...serviceValues(stack),
    ...fileValues(model, stack, subject.instance),
    ...(subject.release === undefined ? {} : releaseValues(subject.release)),
    ...(subject.instance === undefined ? {} : instanceValues(subject.instance)),
    ...(subject.install === undefined ? {} : { install: subject.install }),
    ...(subject.item === undefined ? {} : { item: subject.item }),
    ...(subject.state === undefined ? {} : { state: subject.state }),
    ...prefixed('store', subject.store ?? {}),
  };
}

/** The placeholders of a release. */
export function releaseValues(release: Release): Values {
  return { 'release.name': release.name, 'release.label': release.label, ...prefixed('vars', release.vars) };
}

/** What every command is told in its environment. */
export function environmentFor(stack: Stack, subject: Subject): Record<string, string> {
  const { release, instance, install, item, store, state } = subject;
  const entries: [string, string | undefined][] = [
    ['EVENKEEL_DATA', stack.folders.data],
    ['EVENKEEL_FILES', stack.folders.files],
    ['EVENKEEL_RELEASE', release?.name],
    ['EVENKEEL_LABEL', release?.label],
    ['EVENKEEL_INSTALL', install],
    ['EVENKEEL_INSTANCE', instance?.name],
    ['EVENKEEL_WORK', instance?.work],
    ['EVENKEEL_PORT', instance === undefined ? undefined : String(firstPort(instance))],
    ['EVENKEEL_URL', instance === undefined ? undefined : urlOf(instance)],
    ['EVENKEEL_ITEM', item],
    ['EVENKEEL_STATE', state],
    ...Object.entries(store ?? {}).map(([key, value]): [string, string] => [`EVENKEEL_STORE_${key}`, value]),
    ['TMPDIR', stack.folders.temporary],
  ];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The first port of an instance. */
export function firstPort(instance: Endpoint): number {
  return Object.values(instance.ports)[0] ?? 0;
}

/** `http://127.0.0.1:PORT` of an instance's first port. */
export function urlOf(instance: Endpoint): string {
  return `http://127.0.0.1:${firstPort(instance)}`;
}

/** The URL of the database of an instance that is a PostgreSQL server itself. */
export function databaseUrlOf(instance: Endpoint): string {
  return `postgres://postgres@127.0.0.1:${firstPort(instance)}/${instance.service?.postgres?.database ?? ''}`;
}

/** Where the file of a name lies, for an instance when each has its own copy. */
export function pathOfFile(
  model: UpgradeModel,
  stack: Stack,
  name: string,
  instance: Endpoint | undefined,
): string | undefined {
  const file = model.files.find((entry) => entry.name === name);
  if (file === undefined) return undefined;
  if (file.each === undefined) return `${stack.folders.files}/${file.path}`;
  return instance?.service?.name === file.each
    ? `${stack.folders.files}/${instance.name}/${file.path}`
    : undefined;
}

function fileValues(model: UpgradeModel, stack: Stack, instance: Endpoint | undefined): Values {
  const entries = model.files.flatMap((file): [string, string][] => {
    const path = pathOfFile(model, stack, file.name, instance);
    return path === undefined ? [] : [[`files.${file.name}`, path]];
  });
  return Object.fromEntries(entries);
}

function environmentValues(stack: Stack): Values {
  return Object.assign(
    {},
    ...stack.servers.map((server) => prefixed(`environment.${server.name}`, server.prepared?.values ?? {})),
  );
}

function serviceValues(stack: Stack): Values {
  const byService = new Map<string, Instance[]>();
  for (const instance of stack.instances) {
    byService.set(instance.service.name, [...(byService.get(instance.service.name) ?? []), instance]);
  }
  const entries = [...byService].flatMap(([name, instances]) => [
    [`services.${name}.url`, instances.slice(0, 1).map(urlOf).join()],
    [`services.${name}.urls`, instances.map(urlOf).join()],
    [`services.${name}.port`, instances.slice(0, 1).map(firstPort).join()],
    [`services.${name}.ports`, instances.map(firstPort).join()],
    ...Object.keys(instances[0]?.ports ?? {}).map((port) => [
      `services.${name}.ports.${port}`,
      instances.map((instance) => instance.ports[port]).join(),
    ]),
  ]);
  return Object.fromEntries(entries);
}

function instanceValues(instance: Endpoint): Values {
  const ports = Object.fromEntries(
    Object.entries(instance.ports).map(([name, port]) => [`port.${name}`, String(port)]),
  );
  return {
    instance: instance.name,
    'instance.number': String(instance.number),
    work: instance.work,
    ...(instance.record === undefined ? {} : { record: instance.record }),
    port: String(firstPort(instance)),
    url: urlOf(instance),
    ...ports,
  };
}

function prefixed(prefix: string, values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}.${key}`, value]));
}
