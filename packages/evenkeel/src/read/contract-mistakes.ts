import { posix } from 'node:path';
import type { ReleaseName } from '../model/release.ts';
import type { KindOf, Mistake } from './mistake.ts';
import type { RawContract } from './schema/contract.ts';
import type { Path } from './yaml-document.ts';

/** A release of the contract, and the place where the plan names it. */
interface PlacedRelease {
  readonly end: ReleaseName;
  readonly release: string;
  readonly path: Path;
}

/** Where things are in a release, and what they must be. */
const PARTS = [
  ['config', 'file'],
  ['filters', 'folder'],
  ['migrations', 'folder'],
  ['notes', 'folder'],
] as const;

/** Finds releases and files of a contract that are not there. What git knows is asked when `check` reads it. */
export function findContractMistakes(contract: RawContract | undefined, kindOf: KindOf): Mistake[] {
  if (contract === undefined) return [];
  const releases = (['base', 'target'] as const).flatMap((end) => placedRelease(contract, end));
  return [
    ...sameReleases(releases),
    ...releases.flatMap((each) => [...missingRelease(each, kindOf), ...missingParts(each, contract, kindOf)]),
    ...missingFiles(contract, kindOf),
  ];
}

function placedRelease(contract: RawContract, end: ReleaseName): PlacedRelease[] {
  const named = contract[end];
  if (named === undefined) return [];
  return typeof named === 'string'
    ? [{ end, release: named, path: ['contract', end] }]
    : [{ end, release: named.release, path: ['contract', end, 'release'] }];
}

/** Two releases between which nothing could ever be found. */
function sameReleases([base, target]: readonly PlacedRelease[]): Mistake[] {
  if (base === undefined || target === undefined || base.release !== target.release) return [];
  return [
    { path: target.path, message: `base and target are both "${base.release}"`, hint: 'name two releases' },
  ];
}

/** A path that is not there; a word that is none may be a git ref. */
function missingRelease({ release, path }: PlacedRelease, kindOf: KindOf): Mistake[] {
  const isPath = /^\.{0,2}\//.test(release);
  if (!isPath || kindOf(release) !== undefined) return [];
  return [{ path, message: `${release} does not exist`, hint: 'name a schema file, a folder, or a git ref' }];
}

function missingParts(
  { end, release, path }: PlacedRelease,
  contract: RawContract,
  kindOf: KindOf,
): Mistake[] {
  // base may well be of before the first note
  const wanted = PARTS.filter(([key]) => contract[key] !== undefined && !(key === 'notes' && end === 'base'));
  switch (kindOf(release)) {
    case 'file':
      return wanted
        .filter(([key]) => key !== 'config')
        .map(([key]) => ({
          path,
          message: `${release} is a file: ${key} cannot be in it`,
          hint: 'name a folder or a git ref',
        }));
    case 'folder':
      return wanted.flatMap(([key, kind]) => {
        const where = contract[key] ?? '';
        const found = kindOf(posix.join(release, where));
        if (found === kind) return [];
        const what = found === undefined ? `${where} does not exist in ${release}` : `${where} is no ${kind}`;
        return [{ path: ['contract', key], message: what }];
      });
    default:
      return [];
  }
}

function missingFiles({ files = [] }: RawContract, kindOf: KindOf): Mistake[] {
  return files.flatMap((file, index) => {
    const found = kindOf(file);
    if (found === 'file') return [];
    const message = found === undefined ? `${file} does not exist` : `${file} is not a file`;
    return [{ path: ['contract', 'files', index], message }];
  });
}
