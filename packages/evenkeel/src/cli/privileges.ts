import type { Event, EventBody } from '../model/event.ts';
import { type FilterSet, hasHiddenWords } from '../model/filters.ts';
import { type RanCommand, refusalsOf } from '../policy/filters/refusals.ts';
import type { FilterUnion } from './filter-unions.ts';

/** More different commands than this are counted, not judged. */
const MOST_COMMANDS = 2000;

/** Judges what was recorded in a run against the filters of its plan; none when nothing was. */
export function judgeCommands(events: readonly Event[], unions: readonly FilterUnion[]): EventBody[] {
  const { commands, left } = recordedIn(events);
  if (commands.length === 0 && left === 0) return [];
  const of = (release: string): number => commands.filter((command) => command.release === release).length;
  const both = unions.flatMap(({ union }) => union?.set ?? []);
  const columns = refusalsOf(commands, {
    base: together(unions.map(({ base }) => base)),
    target: together(unions.map(({ target }) => target)),
    ...(both.length === unions.length ? { union: together(both) } : {}),
  });
  return [{ type: 'commands-judged', recorded: { base: of('base'), target: of('target') }, columns, left }];
}

/** Several folders of filters count as one. */
const together = (sets: readonly FilterSet[]): FilterSet => ({
  folder: '',
  filters: sets.flatMap(({ filters }) => filters),
  passedOver: [],
});

function recordedIn(events: readonly Event[]): {
  readonly commands: readonly RanCommand[];
  readonly left: number;
} {
  const found = new Map<string, RanCommand>();
  let left = 0;
  for (const event of events) {
    if (event.type !== 'commands-recorded') continue;
    left += event.left;
    const { release, instance, run } = event;
    for (const { argv, allowed } of event.commands) {
      const key = JSON.stringify([release, argv]);
      const known = found.get(key);
      if (known === undefined && found.size >= MOST_COMMANDS) {
        left += 1;
        continue;
      }
      const place = { file: run, line: 1, column: 1 };
      const instances = [...new Set([...(known?.instances ?? []), instance])];
      found.set(key, { argv, allowed, redacted: hasHiddenWords(argv), place, release, instances });
    }
  }
  return { commands: [...found.values()], left };
}
