import type { DeprecationPolicy } from './contract.ts';

/** The one that holds where nothing else is said. */
export const DEFAULT_POLICY: DeprecationPolicy = {
  name: 'openstack',
  releases: 1,
  months: 12,
  source:
    'OpenStack governance, assert:follows-standard-deprecation, with SLURP releases (resolution of 2022-02-10): a year, and a SLURP release that has it deprecated',
};

/** The deprecation policies that projects of the field have written down. */
export const POLICIES: readonly DeprecationPolicy[] = [
  DEFAULT_POLICY,
  {
    name: 'openstack-legacy',
    releases: 1,
    months: 3,
    source:
      'OpenStack governance, assert:follows-standard-deprecation before 2022: one release and three months',
  },
  {
    name: 'semver-major',
    releases: 1,
    months: 0,
    removeOnlyIn: 'major',
    source: 'Semantic Versioning 2.0.0, "How should I handle deprecating functionality?"',
  },
  {
    name: 'kubernetes',
    releases: 2,
    months: 6,
    source: 'Kubernetes deprecation policy, rule 5b: flags of components, 6 months or 2 releases for GA',
  },
];
