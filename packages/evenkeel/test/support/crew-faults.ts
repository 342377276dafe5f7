import type { Crew, Rule, Said } from './crew.ts';

/** What is known of a crew before it is run: of its fault follows what must be said. */
export interface KnownCrew extends Crew {
  readonly because: string;
  readonly says: Said;
}

export const TWO = { api: 1, worker: 1 };
export const THREE = { api: 1, worker: 1, scheduler: 1 };
export const PAIRS = { api: 2, worker: 1 };

/** Nobody serves while all of these are there. */
export const together = (...beside: NonNullable<Rule['beside']>): Rule => ({ does: 'serve', beside });

/** Broken in some state, and base works again whenever all is off. */
export const broken = (passed: string, more: Partial<Said> = {}): Said => ({
  verdict: 'broken',
  rollback: 'painless',
  passed,
  isSafe: more.rules !== undefined,
  rules: [],
  rulesSuffice: more.rules !== undefined,
  ...more,
});

/** No state fails. */
export const painless = (count: number, more: Partial<Said> = {}): Said => ({
  verdict: 'painless',
  rollback: 'painless',
  passed: `${count} of ${count}`,
  isSafe: true,
  rules: [],
  rulesSuffice: true,
  ...more,
});

/** What can be wrong with a crew; states are counted by hand. */
export const CREWS: Readonly<Record<string, KnownCrew>> = {
  'nothing is wrong': {
    because: 'every state works',
    services: TWO,
    rules: [],
    says: painless(4),
  },
  'api@target beside worker@base': {
    because: 'only api first is wrong',
    services: TWO,
    rules: [together('api@target', 'worker@base')],
    says: broken('3 of 4', { failing: ['api@target', 'worker@base'], rules: ['worker before api'] }),
  },
  'worker@target beside api@base': {
    because: 'only worker first is wrong',
    services: TWO,
    rules: [together('worker@target', 'api@base')],
    says: broken('3 of 4', { failing: ['api@base', 'worker@target'], rules: ['api before worker'] }),
  },
  'api@target alone': {
    because: 'both states with api at target fail',
    services: TWO,
    rules: [together('api@target')],
    says: broken('2 of 4', { failing: ['api@target'] }),
  },
  'worker@target alone': {
    because: 'both states with worker at target fail',
    services: TWO,
    rules: [together('worker@target')],
    says: broken('2 of 4', { failing: ['worker@target'] }),
  },
  'api@target beside worker@target': {
    because: 'each alone is well, all-target is not',
    services: TWO,
    rules: [together('api@target', 'worker@target')],
    says: broken('3 of 4', { failing: ['api@target', 'worker@target'] }),
  },
  'each beside the other release': {
    because: 'no first move is well, and all-target cannot be reached',
    services: TWO,
    rules: [together('api@target', 'worker@base'), together('worker@target', 'api@base')],
    says: broken('1 of 4', { failing: ['api@target'] }),
  },
  'two of api: api@target beside worker@base': {
    because: 'one api fails, two are not reached without worker',
    services: PAIRS,
    rules: [together('api@target', 'worker@base')],
    says: broken('4 of 6', { failing: ['api@target', 'worker@base'], rules: ['worker before api'] }),
  },
  'two of api: worker@target beside api@base': {
    because: 'worker may move when both of api have',
    services: PAIRS,
    rules: [together('worker@target', 'api@base')],
    says: broken('4 of 6', { failing: ['api@base', 'worker@target'], rules: ['api before worker'] }),
  },
  'two of api: api@target beside api@base': {
    because: 'they cannot be replaced one by one; nothing that passes has an api at target',
    services: PAIRS,
    rules: [together('api@target', 'api@base')],
    says: broken('2 of 6', { failing: ['api@target'] }),
  },
  'three together': {
    because: 'one state of eight fails, and no rule of two elements says which',
    services: THREE,
    rules: [together('api@target', 'worker@base', 'scheduler@target')],
    says: broken('7 of 8', { failing: ['api@target', 'worker@base', 'scheduler@target'], isSafe: true }),
  },
  'two of three': {
    because: 'scheduler has no part in it',
    services: THREE,
    rules: [together('api@target', 'worker@base')],
    says: broken('6 of 8', { failing: ['api@target', 'worker@base'], rules: ['worker before api'] }),
  },
  'a line of three': {
    because: 'one order is safe; api and worker without scheduler are not reached',
    services: THREE,
    rules: [together('api@target', 'worker@base'), together('worker@target', 'scheduler@base')],
    says: broken('4 of 8', {
      failing: ['api@target', 'worker@base'],
      rules: ['scheduler before worker', 'worker before api'],
    }),
  },
  'a fork of three': {
    because: 'worker goes first; then the others as they like',
    services: THREE,
    rules: [together('api@target', 'worker@base'), together('scheduler@target', 'worker@base')],
    says: broken('5 of 8', {
      failing: ['api@target', 'worker@base'],
      rules: ['worker before api', 'worker before scheduler'],
    }),
  },
  'a ring of three': {
    because: 'whoever goes first fails',
    services: THREE,
    rules: [
      together('api@target', 'worker@base'),
      together('worker@target', 'scheduler@base'),
      together('scheduler@target', 'api@base'),
    ],
    says: broken('1 of 8', { failing: ['api@target'] }),
  },
  'code before expand': {
    because: 'the plan lets expand come at any time, and code needs it',
    services: { api: 2 },
    migrate: { expand: 'any' },
    rules: [together('api@target', 'schema:expand@base')],
    says: broken('4 of 6', {
      failing: ['api@target', 'schema:expand@base'],
      rules: ['schema:expand before api'],
    }),
  },
  'code that needs expand, which comes first': {
    because: 'expand comes before code unless the plan says otherwise',
    services: { api: 2 },
    migrate: { expand: 'before' },
    rules: [together('api@target', 'schema:expand@base')],
    says: painless(4),
  },
  'contract before the last of base': {
    because: 'base cannot do without what was taken away; nor can it after all is done',
    services: { api: 2 },
    migrate: { contract: 'any' },
    rules: [together('api@base', 'schema:contract@target')],
    says: broken('4 of 6', {
      rollback: 'broken',
      failing: ['api@base', 'schema:contract@target'],
      rules: ['api before schema:contract'],
      lastWayBack: 'api 2, schema:contract 0',
    }),
  },
  'contract after the last of base': {
    because: 'contract comes last unless the plan says otherwise, and ends the way back',
    services: { api: 2 },
    migrate: { contract: 'after' },
    rules: [together('api@base', 'schema:contract@target')],
    says: painless(4, { rollback: 'broken', lastWayBack: 'api 2, schema:contract 0' }),
  },
  'expand and contract around the code': {
    because: 'each at its place; the way back ends with contract',
    services: TWO,
    migrate: { expand: 'before', contract: 'after' },
    rules: [
      together('api@target', 'schema:expand@base'),
      together('worker@target', 'schema:expand@base'),
      together('api@base', 'schema:contract@target'),
    ],
    says: painless(6, {
      rollback: 'broken',
      lastWayBack: 'api 1, worker 1, schema:expand 1, schema:contract 0',
    }),
  },
  'expand and contract anywhere': {
    because: 'expand, then code, then contract: six states of nine',
    services: { api: 1, worker: 1 },
    migrate: { expand: 'any', contract: 'after' },
    rules: [
      together('api@target', 'schema:expand@base'),
      together('worker@target', 'schema:expand@base'),
      together('api@base', 'schema:contract@target'),
    ],
    says: broken('6 of 9', {
      rollback: 'broken',
      failing: ['api@target', 'schema:expand@base'],
      rules: ['schema:expand before api', 'schema:expand before worker'],
      lastWayBack: 'api 1, worker 1, schema:expand 1, schema:contract 0',
    }),
  },
  'no base starts once worker@target was here': {
    because: 'api has to be through before; then there is no way back',
    services: TWO,
    rules: [{ does: 'start', who: '*@base', once: ['worker'] }],
    says: broken('3 of 4', {
      rollback: 'broken',
      failing: ['api@base', 'worker@target'],
      rules: ['api before worker'],
      lastWayBack: 'api 1, worker 0',
    }),
  },
  'no base worker starts once worker@target was here': {
    because: 'no mixed state has a base worker then; one can go back as long as worker waits',
    services: TWO,
    rules: [{ does: 'start', who: 'worker@base', once: ['worker'] }],
    says: painless(4, { rollback: 'broken', lastWayBack: 'api 1, worker 0' }),
  },
  'no base api serves once api@target was here': {
    because: 'no mixed state has a base api then; one can go back as long as api waits',
    services: TWO,
    rules: [{ does: 'serve', who: 'api@base', once: ['api'] }],
    says: painless(4, { rollback: 'broken', lastWayBack: 'api 0, worker 1' }),
  },
  'no base starts once contract is done': {
    because: 'nothing of base is left then but the way back',
    services: TWO,
    migrate: { contract: 'after' },
    rules: [{ does: 'start', who: '*@base', beside: ['schema:contract@target'] }],
    says: painless(5, { rollback: 'broken', lastWayBack: 'api 1, worker 1, schema:contract 0' }),
  },
  'no base worker starts beside api@target': {
    because: 'it runs on, but a crash would end it',
    services: TWO,
    rules: [{ does: 'start', who: 'worker@base', beside: ['api@target'] }],
    says: broken('3 of 4', { failing: ['api@target', 'worker@base'], rules: ['worker before api'] }),
  },
  'no base api starts beside worker@target': {
    because: 'it runs on, but a crash would end it',
    services: TWO,
    rules: [{ does: 'start', who: 'api@base', beside: ['worker@target'] }],
    says: broken('3 of 4', { failing: ['api@base', 'worker@target'], rules: ['api before worker'] }),
  },
  'two of api: no base api starts beside api@target': {
    because: 'the second one runs on, but a crash would end it',
    services: { api: 2 },
    rules: [{ does: 'start', who: 'api@base', beside: ['api@target'] }],
    says: broken('1 of 3', { failing: ['api@target'] }),
  },
  'api@target beside worker@base, and order: worker before api': {
    because: 'the documented order does not lead there',
    services: TWO,
    order: ['worker before api'],
    rules: [together('api@target', 'worker@base')],
    says: painless(3),
  },
  'api@target beside worker@base, and order: api before worker': {
    because: 'the documented order leads nowhere else',
    services: TWO,
    order: ['api before worker'],
    rules: [together('api@target', 'worker@base')],
    says: broken('1 of 3', { failing: ['api@target'] }),
  },
};
