import { type Check, describeCheck } from '../model/check.ts';
import {
  BREAKAGES,
  type Breakage,
  type PlannedMutant,
  type VerifyAction,
  type WatchedCheck,
} from '../model/mutant.ts';
import { templateInWords } from '../model/template.ts';
import type { Resource, UpgradeModel } from '../model/upgrade-model.ts';

/** Every entry of every list that verifies, then every probe. */
export function watchersOf(model: UpgradeModel): WatchedCheck[] {
  const entries = (resource: Resource, action: VerifyAction): WatchedCheck[] => {
    const list = resource.actions[action];
    return list.map((check, index) => ({
      watcher: { kind: 'verify', resource: resource.name, action, entry: index + 1, of: list.length },
      service: resource.service,
      check,
    }));
  };
  return [
    ...model.resources.flatMap((resource) => [
      ...entries(resource, 'verify'),
      ...entries(resource, 'verify_noapi'),
    ]),
    ...model.probes.map(
      ({ name, service, check }): WatchedCheck => ({
        watcher: { kind: 'probe', probe: name },
        service,
        check,
      }),
    ),
  ];
}

/** What can be broken for each watcher; with why not, where there is nothing to break. */
export function mutantsOf(model: UpgradeModel): PlannedMutant[] {
  return watchersOf(model).flatMap((watched) =>
    BREAKAGES.map((breakage): PlannedMutant => {
      const notApplicable = reasonNotTo(model, watched, breakage);
      return {
        watcher: watched.watcher,
        breakage,
        request: templateInWords(describeCheck(watched.check)),
        survival: survivalInWords(model, watched, breakage),
        ...(notApplicable === undefined ? {} : { notApplicable }),
      };
    }),
  );
}

function survivalInWords(model: UpgradeModel, watched: WatchedCheck, breakage: Breakage): string {
  switch (breakage) {
    case 'never-created':
      return 'passes where it was never created';
    case 'gone':
      return isDestroyed(model, watched)
        ? 'passes after it was destroyed'
        : 'passes after all data was wiped';
    case 'stopped':
      return `passes while ${watched.service} is stopped`;
    case 'status':
      return 'passes whatever status the answer has';
    case 'body':
      return 'passes whatever body the answer has';
  }
}

/** Whether things of its resource can be destroyed through the service; else all data is wiped. */
export function isDestroyed(model: UpgradeModel, { watcher }: WatchedCheck): boolean {
  return watcher.kind === 'verify' && resourceOf(model, watcher.resource).actions.destroy.length > 0;
}

function reasonNotTo(model: UpgradeModel, watched: WatchedCheck, breakage: Breakage): string | undefined {
  switch (breakage) {
    case 'never-created':
    case 'gone':
      return watched.watcher.kind === 'probe'
        ? 'a probe watches a service, and nothing that was made'
        : reasonNotToMiss(model, watched);
    case 'stopped':
      return reasonNotToStop(model, watched);
    case 'status':
      return reasonNotToChange(watched.check);
    case 'body':
      return watched.check.kind === 'http' && watched.check.method === 'HEAD'
        ? 'an answer to HEAD has no body'
        : reasonNotToChange(watched.check);
  }
}

/** An entry that fetches something for those after it need not be about the thing itself. */
function reasonNotToMiss(model: UpgradeModel, watched: WatchedCheck): string | undefined {
  const later = listOf(model, watched).slice(entryOf(watched));
  const text = JSON.stringify(later);
  const fetched = Object.keys(watched.check.save).find((key) => text.includes(`\${store.${key}}`));
  return fetched === undefined ? undefined : `it fetches ${fetched} for a later entry`;
}

/** An entry that asks a database beside others that ask the service. */
function reasonNotToStop(model: UpgradeModel, watched: WatchedCheck): string | undefined {
  const { watcher, check, service } = watched;
  if (watcher.kind === 'probe') return undefined;
  if (watcher.action === 'verify_noapi') return 'it is asked while all services are stopped';
  const asksOther = (each: Check): boolean => each.kind === 'sql' && each.on !== '' && each.on !== service;
  const isAlone = listOf(model, watched).every(asksOther);
  return check.kind === 'sql' && asksOther(check) && !isAlone
    ? `it asks ${check.on}, and another entry asks ${service}`
    : undefined;
}

function reasonNotToChange({ kind }: Check): string | undefined {
  const names = { sql: 'an SQL statement', tcp: 'a TCP check', command: 'a command', log: 'a log line' };
  return kind === 'http' ? undefined : `${names[kind]} has no HTTP answer`;
}

function listOf(model: UpgradeModel, { watcher }: WatchedCheck): readonly Check[] {
  return watcher.kind === 'probe' ? [] : resourceOf(model, watcher.resource).actions[watcher.action];
}

const entryOf = ({ watcher }: WatchedCheck): number => (watcher.kind === 'probe' ? 0 : watcher.entry);

function resourceOf(model: UpgradeModel, name: string): Resource {
  const found = model.resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`there is no resource ${name}`);
  return found;
}
