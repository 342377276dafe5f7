import type { ContractSource, DeprecationPolicy, ReleaseSource } from '../model/contract.ts';
import { given } from '../model/given.ts';
import { POLICIES } from '../model/policies.ts';
import type { PerRelease } from '../model/release.ts';
import type { PlanLocation } from './plan-location.ts';
import type { RawContract, RawPolicy, RawReleaseSource } from './schema/contract.ts';

/**
 * Fills in the defaults of a contract whose mistakes have been ruled out.
 * @param versions of the releases, where the contract does not say them
 */
export function normaliseContract(
  { base, target, files, layered = false, policy, fail_on: failOn, baseline, ...paths }: RawContract,
  location: PlanLocation,
  versions: Partial<PerRelease<string>> = {},
): ContractSource {
  return {
    ...given({
      base: base === undefined ? base : releaseSource(base, versions.base),
      target: target === undefined ? target : releaseSource(target, versions.target),
      ...paths,
      policy: policy === undefined ? policy : policyOf(policy),
      failOn,
      baseline: baseline === undefined ? baseline : location.resolve(baseline),
    }),
    files: (files ?? []).map((file) => location.resolve(file)),
    layered,
  };
}

function releaseSource(raw: RawReleaseSource, version: string | undefined): ReleaseSource {
  const { release, ...said } = typeof raw === 'string' ? { release: raw } : raw;
  return { release, ...given({ version, ...given(said) }) };
}

/** A policy by its name, or by its numbers. */
export function policyOf(raw: RawPolicy): DeprecationPolicy {
  const known = POLICIES.find(({ name }) => name === raw);
  if (known !== undefined) return known;
  if (typeof raw === 'string') throw new Error(`the schema let the policy ${raw} pass`);
  const { releases = 1, months = 0, remove_only_in: removeOnlyIn } = raw;
  const numbers = `releases=${releases},months=${months}`;
  const inWords = removeOnlyIn === undefined ? numbers : `${numbers},remove_only_in=${removeOnlyIn}`;
  return {
    name: raw.name ?? inWords,
    releases,
    months,
    ...given({ removeOnlyIn, source: raw.source }),
  };
}
