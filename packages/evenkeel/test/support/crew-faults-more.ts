import { broken, type KnownCrew, PAIRS, painless, THREE, TWO, together } from './crew-faults.ts';

/** Further things that can be wrong with a crew; states are counted by hand. */
export const MORE_CREWS: Readonly<Record<string, KnownCrew>> = {
  'no base starts once api@target has written': {
    because: 'worker has to be through before; then there is no way back',
    services: TWO,
    rules: [{ does: 'start', who: '*@base', written: ['api'] }],
    says: broken('3 of 4', {
      rollback: 'broken',
      failing: ['api@target', 'worker@base'],
      rules: ['worker before api'],
      lastWayBack: 'api 0, worker 1',
    }),
  },
  'no base serves once api@target has written': {
    because: 'worker has to be through before; then there is no way back',
    services: TWO,
    rules: [{ does: 'serve', who: '*@base', written: ['api'] }],
    says: broken('3 of 4', {
      rollback: 'broken',
      failing: ['api@target', 'worker@base'],
      rules: ['worker before api'],
      lastWayBack: 'api 0, worker 1',
    }),
  },
  'no base api starts once api@target has written': {
    because: 'no mixed state has a base api then; one can go back as long as api waits',
    services: TWO,
    rules: [{ does: 'start', who: 'api@base', written: ['api'] }],
    says: painless(4, { rollback: 'broken', lastWayBack: 'api 0, worker 1' }),
  },
  'two of api: no base api serves once api@target has written': {
    because: 'they cannot be replaced one by one, and there is no way back',
    services: { api: 2 },
    rules: [{ does: 'serve', who: 'api@base', written: ['api'] }],
    says: broken('1 of 3', { rollback: 'broken', failing: ['api@target'] }),
  },
  'worker@target beside scheduler@base': {
    because: 'api, which comes first in the plan, has no part in it',
    services: THREE,
    rules: [together('worker@target', 'scheduler@base')],
    says: broken('6 of 8', {
      failing: ['worker@target', 'scheduler@base'],
      rules: ['scheduler before worker'],
    }),
  },
  'three together, worker and scheduler first': {
    because: 'one state of eight fails, and no rule of two elements says which',
    services: THREE,
    rules: [together('api@base', 'worker@target', 'scheduler@target')],
    says: broken('7 of 8', { failing: ['api@base', 'worker@target', 'scheduler@target'], isSafe: true }),
  },
  'a fork of three, upside down': {
    because: 'worker goes last; before it the others as they like',
    services: THREE,
    rules: [together('api@base', 'worker@target'), together('scheduler@base', 'worker@target')],
    says: broken('5 of 8', {
      failing: ['api@base', 'worker@target'],
      rules: ['api before worker', 'scheduler before worker'],
    }),
  },
  'two of api: both releases of api beside worker@base': {
    because: 'three of them are needed; two of api are not reached without worker',
    services: PAIRS,
    rules: [together('api@base', 'api@target', 'worker@base')],
    says: broken('4 of 6', { failing: ['api@target', 'worker@base'], rules: ['worker before api'] }),
  },
  'api@target beside worker@base of three, and order: worker before api': {
    because: 'the documented order does not lead there',
    services: THREE,
    order: ['worker before api'],
    rules: [together('api@target', 'worker@base')],
    says: painless(6),
  },
  'worker before expand': {
    because: 'the plan lets expand come at any time, and only worker needs it',
    services: TWO,
    migrate: { expand: 'any' },
    rules: [together('worker@target', 'schema:expand@base')],
    says: broken('6 of 8', {
      failing: ['worker@target', 'schema:expand@base'],
      rules: ['schema:expand before worker'],
    }),
  },
  'contract before worker': {
    because: 'the plan lets contract come at any time, and only worker of base cannot do without',
    services: TWO,
    migrate: { contract: 'any' },
    rules: [together('worker@base', 'schema:contract@target')],
    says: broken('6 of 8', {
      rollback: 'broken',
      failing: ['worker@base', 'schema:contract@target'],
      rules: ['worker before schema:contract'],
      lastWayBack: 'api 1, worker 1, schema:contract 0',
    }),
  },
  'no api@target starts beside worker@base': {
    because: 'only api first is wrong',
    services: TWO,
    rules: [{ does: 'start', who: 'api@target', beside: ['worker@base'] }],
    says: broken('3 of 4', { failing: ['api@target', 'worker@base'], rules: ['worker before api'] }),
  },
};
