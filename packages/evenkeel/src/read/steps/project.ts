import { given } from '../../model/given.ts';
import type { UpgradeStep } from '../../model/upgrade-step.ts';
import type { Path } from '../yaml-document.ts';
import { isMapping, type ListedRelease, type Mapping, USUAL_KEYS } from './release-list.ts';
import { promisesFor } from './step-promises.ts';

/** A plan of two releases that was made from one with a list, and where its parts stand in that. */
export interface Projection {
  readonly value: unknown;
  /** The path in the plan with the list. */
  originOf(path: Path): Path;
}

/** Where a part of the projected plan comes from. */
export interface Move {
  readonly to: Path;
  readonly from: Path;
}

interface Ends {
  readonly base: string;
  readonly target: string;
}

/** Whether a value has the names of releases for its keys, and not those that it has in a plan of two releases. */
export function isKeyed(value: unknown, usual: readonly string[] = []): value is Mapping {
  if (!isMapping(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && !keys.some((key) => usual.includes(key));
}

/**
 * What a plan with a list of releases says of one step, as a plan of two releases says it. `pair` is the step itself, or
 * the last one of a row. Pure, and never fails: what is wrong is found when the result is read.
 */
export function projectPlan(
  plan: Mapping,
  releases: readonly ListedRelease[],
  pair: UpgradeStep,
  step: UpgradeStep,
): Projection {
  const [base = '', target = ''] = pair.releases;
  const ends = { base, target };
  const at = (name: string): number => releases.findIndex((release) => release.name === name);
  const promises = promisesFor(plan.promises, step);
  const moves: Move[] = [
    { to: ['releases', 'base'], from: ['releases', at(base)] },
    { to: ['releases', 'target'], from: ['releases', at(target)] },
    ...promises.moves,
  ];
  const value = {
    ...plan,
    releases: { base: releases[at(base)]?.entry, target: releases[at(target)]?.entry },
    ...each(plan, 'services', (service, name) => projectService(service, name, ends, moves)),
    ...each(plan, 'files', (file, name) => projectFile(file, name, ends, moves)),
    ...forTarget(plan, 'migrate', ends, moves, USUAL_KEYS.migrate),
    ...forTarget(plan, 'order', ends, moves),
    ...exceptionsOf(plan, pair),
    ...given({ promises: promises.value }),
  };
  return { value, originOf: (path) => originIn(moves, path) };
}

function originIn(moves: readonly Move[], path: Path): Path {
  const move = moves.find(({ to }) => to.every((key, index) => path[index] === key));
  return move === undefined ? path : [...move.from, ...path.slice(move.to.length)];
}

/** Every mapping of a section, changed; other values as they are, for reading to complain about. */
function each(plan: Mapping, section: string, change: (entry: Mapping, name: string) => Mapping): Mapping {
  const entries = plan[section];
  if (!isMapping(entries)) return {};
  const changed = Object.entries(entries).map(([name, entry]) => [
    name,
    isMapping(entry) ? change(entry, name) : entry,
  ]);
  return { [section]: Object.fromEntries(changed) };
}

function projectService(service: Mapping, name: string, ends: Ends, moves: Move[]): Mapping {
  const install = perRelease(service.install, ['services', name, 'install'], ends, moves, USUAL_KEYS.install);
  const start = perRelease(service.start, ['services', name, 'start'], ends, moves);
  return { ...service, ...given({ install, start }) };
}

/** A mapping by releases becomes one with a base and a target. */
function perRelease(
  value: unknown,
  path: Path,
  { base, target }: Ends,
  moves: Move[],
  usual: readonly string[] = [],
): unknown {
  if (!isKeyed(value, usual)) return value;
  moves.push(
    { to: [...path, 'base'], from: [...path, base] },
    { to: [...path, 'target'], from: [...path, target] },
  );
  return given({ base: value[base], target: value[target] });
}

/** A file that is the same in both releases of a step has one variant there; filters are compared all the same. */
function projectFile(file: Mapping, name: string, ends: Ends, moves: Move[]): Mapping {
  const { from, filters } = file;
  if (!isKeyed(from)) return file;
  const path = ['files', name, 'from'];
  if (filters !== true && from[ends.base] !== undefined && from[ends.base] === from[ends.target]) {
    moves.push({ to: path, from: [...path, ends.base] });
    return { ...file, from: from[ends.base] };
  }
  return { ...file, from: perRelease(from, path, ends, moves) };
}

/** What belongs to the release that a step leads to: without an entry for it there is nothing to do. */
function forTarget(
  plan: Mapping,
  section: string,
  { target }: Ends,
  moves: Move[],
  usual: readonly string[] = [],
): Mapping {
  const value = plan[section];
  if (!isKeyed(value, usual)) return {};
  moves.push({ to: [section], from: [section, target] });
  return { [section]: value[target] };
}

/** The manual steps of this pair of releases: those that name no step, or this one. */
function exceptionsOf(plan: Mapping, { id }: UpgradeStep): Mapping {
  if (!isMapping(plan.exceptions)) return {};
  const kept = Object.entries(plan.exceptions).flatMap(([name, entry]) => {
    if (!isMapping(entry) || !('steps' in entry)) return [[name, entry]];
    const { steps, ...exception } = entry;
    return Array.isArray(steps) && !steps.includes(id) ? [] : [[name, exception]];
  });
  return { exceptions: Object.fromEntries(kept) };
}
