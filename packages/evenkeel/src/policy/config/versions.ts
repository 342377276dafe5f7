import type { Contract } from '../../model/contract.ts';

/** Do the versions of base and target say that releases lie between them? No, when they do not say. */
export function liesBetween({ base, target }: Contract): boolean {
  const [before, after] = [partsOf(base.version), partsOf(target.version)];
  if (before === undefined || after === undefined) return false;
  if (before.major !== after.major) return after.major - before.major > 1;
  return after.minor - before.minor > 1;
}

function partsOf(version: string | undefined): { major: number; minor: number } | undefined {
  const [, major, minor] = /^v?(\d+)(?:\.(\d+))?/.exec(version ?? '') ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor ?? 0) };
}
