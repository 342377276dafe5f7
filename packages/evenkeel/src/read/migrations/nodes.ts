import type { Node, RangeVar } from 'libpg-query';
import { type Change, type Effect, LOCKS, type LockLevel, STAGES } from '../../model/migration.ts';

/** The strings of a list of names. */
export function stringsOf(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

/** `table`, or `schema.table` when the schema is not the usual one. */
export function tableName(relation: RangeVar | undefined): string {
  return dotted([relation?.schemaname ?? '', relation?.relname ?? '']);
}

/** A name of parts, without `public.` */
export const dotted = (parts: readonly string[]): string =>
  parts
    .filter((part, index) => part !== '' && !(index === 0 && part === 'public' && parts.length > 1))
    .join('.');

/** The name that a node gives: a list of strings, a type, a function, or a string. */
export function nameOf(node: Node | undefined): string {
  if (node === undefined) return '';
  if ('List' in node) return dotted(stringsOf(node.List.items));
  if ('TypeName' in node) return dotted(stringsOf(node.TypeName.names));
  if ('ObjectWithArgs' in node) return dotted(stringsOf(node.ObjectWithArgs.objname));
  if ('RangeVar' in node) return tableName(node.RangeVar);
  return 'String' in node ? (node.String.sval ?? '') : '';
}

/** The tables of a list. */
export function tablesOf(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('RangeVar' in node ? [tableName(node.RangeVar)] : []));
}

/** What an option of a statement is: `CONCURRENTLY` of REINDEX, `FULL` of VACUUM. `false` only when it says so. */
export function hasOption(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some((node) => {
    if (!('DefElem' in node) || node.DefElem.defname !== name) return false;
    const { arg } = node.DefElem;
    const written = arg !== undefined && 'String' in arg ? arg.String.sval : 'true';
    return !['false', 'off', '0'].includes(written ?? '');
  });
}

/** An effect without changes to what programs see, unless some are named. */
export function effect(
  what: string,
  stage: Effect['stage'],
  lock: LockLevel,
  more: Partial<Omit<Effect, 'what' | 'stage' | 'lock'>> = {},
): Effect {
  return { what, stage, lock, rewrites: false, changes: [], ...more };
}

/** A statement of which nothing is promised. */
export const unclassified = (what: string, reason: string, lock: LockLevel = 'none'): Effect =>
  effect(what, 'unclassified', lock, { reason });

/** Changes of the same kind to several things. */
export const eachOf = (action: Change['action'], kind: Change['kind'], names: readonly string[]): Change[] =>
  names.map((name) => ({ action, kind, name }));

/**
 * The effects of several commands in one statement: "the lock acquired will be the strictest one required by any
 * subcommand" (ALTER TABLE); the stage is the strongest too.
 */
export function together(effects: readonly Effect[], otherwise: Effect): Effect {
  const [first] = effects;
  if (first === undefined) return otherwise;
  const strongest = <T>(order: readonly T[], all: readonly T[]): T | undefined =>
    all.toSorted((a, b) => order.indexOf(b) - order.indexOf(a))[0];
  const stage =
    strongest(
      STAGES,
      effects.map((each) => each.stage),
    ) ?? first.stage;
  const telling =
    effects.find((each) => each.rewrites) ?? effects.find((each) => each.stage === stage) ?? first;
  return {
    what: (effects.find((each) => each.stage === stage) ?? first).what,
    stage,
    lock:
      strongest(
        LOCKS,
        effects.map((each) => each.lock),
      ) ?? first.lock,
    rewrites: effects.some((each) => each.rewrites),
    ...(telling.reason !== undefined && { reason: telling.reason }),
    changes: effects.flatMap((each) => each.changes),
    ...(effects.some((each) => each.alone) && { alone: true }),
  };
}
