import type { Event, EventBody } from '../../src/model/event.ts';
import { journalOf, stamped } from './journal.ts';
import { modelOf } from './model.ts';
import { failingIn } from './rehearsed.ts';

const COUNTS = { api: 4, worker: 4, scheduler: 3, front: 1 };
const service = (name: string, count: number): string =>
  `  ${name}: { instances: ${count}, start: "serve \${port}", version: { http: GET /version } }\n`;
const PLAN = `version: 1
name: large
releases:
  base: { label: 1.0.0 }
  target: { label: 2.0.0 }
services:
${Object.entries(COUNTS)
  .map(([name, count]) => service(name, count))
  .join('')}resources:
  note: { service: api, create: "make \${item}", verify: "check \${item}" }
probes:
${Object.keys(COUNTS)
  .map((name) => `  ${name}: { service: ${name}, http: GET /notes }\n`)
  .join('')}`;

/** How many mixed states there are: 5 x 5 x 4 x 2. */
export const LARGE_STATES = 200;

/** A journal of 200 mixed states, one of which fails, and of so many answers to probes at least; every 1000th fails. */
export function largeJournal(samples: number): Event[] {
  const events = journalOf(modelOf(PLAN, {}), ['rolling:frozen'], failingIn(['4.0.0.0']));
  const probes = events.filter((event) => event.type === 'probe');
  const times = Math.ceil(samples / probes.length);
  let count = 0;
  const bodies = events.flatMap(({ seq: _, at: __, ...body }): EventBody[] => {
    if (body.type !== 'probe') return [body as EventBody];
    return Array.from({ length: times }, () => {
      const ok = ++count % 1000 !== 0;
      const ms = 1 + (count % 17);
      return ok
        ? { ...body, ms }
        : { ...body, ms, ok, status: 'failed', failure: { message: `refused ${count}`, log: [] } };
    });
  });
  return stamped(bodies);
}
