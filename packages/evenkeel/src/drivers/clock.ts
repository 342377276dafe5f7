import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../run/ports.ts';

/** The real clock. */
export const realClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
};
