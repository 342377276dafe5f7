import { stateKey } from '../../src/model/lattice.ts';
import type { UpgradeModel } from '../../src/model/upgrade-model.ts';
import type { Behaviour, Moment } from './journal.ts';
import { modelOf } from './model.ts';

/** A service of two instances behind HTTP, with an expanding schema step before them. */
export const SHOP_PLAN = `version: 1
name: shop
releases:
  base: { label: 1.0.0, vars: { step: nothing } }
  target: { label: 2.0.0, vars: { step: widen } }
services:
  api:
    start: serve \${port}
    ready: { http: GET /health, within: 2s }
    version: { http: GET /version, json: app.version }
migrate:
  expand: echo "\${vars.step} {{ \${release.label} }}" >> \${data}/log
resources:
  note: { service: api, create: "make \${item}", verify: "check \${item}" }
probes:
  list: { service: api, http: GET /notes, expect: { json: { "0.id": first }, contains: first } }
`;

/** The model of the shop. */
export const shop = (): UpgradeModel => modelOf(SHOP_PLAN, {});

/** The state that a moment of an upgrade judges, by its key; empty where it judges none. */
export function reachedState({ run, phase }: Moment): string {
  return run.purpose === 'upgrade' && phase.reached !== undefined ? stateKey(phase.reached) : '';
}

/** The states named fail when they are reached. */
export const failingIn = (states: readonly string[]): Behaviour => ({
  mode: 'edges',
  fails: (at) => (states.includes(reachedState(at)) ? 'this state' : undefined),
});

/** Going back fails from the states named. */
export const stuckIn = (states: readonly string[]): Behaviour => ({
  mode: 'edges',
  fails: ({ run, phase }) =>
    run.purpose === 'upgrade' &&
    phase.part === 'rollback' &&
    states.includes(stateKey(run.phases.findLast((each) => each.reached !== undefined)?.reached ?? []))
      ? 'no way back'
      : undefined,
});
