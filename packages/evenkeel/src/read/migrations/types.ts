import type { AlterDomainStmt, AlterEnumStmt, CreateDomainStmt } from 'libpg-query';
import type { Effect } from '../../model/migration.ts';
import type { KnownSchema } from './known-schema.ts';
import { dotted, eachOf, effect, stringsOf, unclassified } from './nodes.ts';

/** CREATE TYPE and its forms: something new, that no table uses yet. */
export const createType = (name: string): Effect =>
  effect('CREATE TYPE', 'expand', 'none', { changes: eachOf('add', 'type', [name]) });

/** CREATE DOMAIN; one with constraints matters to ADD COLUMN. */
export function createDomain({ domainname, constraints }: CreateDomainStmt, known: KnownSchema): Effect {
  const name = dotted(stringsOf(domainname));
  const guards = (constraints ?? []).some(
    (node) =>
      'Constraint' in node && ['CONSTR_CHECK', 'CONSTR_NOTNULL'].includes(node.Constraint.contype ?? ''),
  );
  if (guards) known.addCheckedDomain(name);
  return effect('CREATE DOMAIN', 'expand', 'none', { changes: eachOf('add', 'type', [name]) });
}

/** ALTER TYPE of an enum: ADD VALUE, or RENAME VALUE (https://www.postgresql.org/docs/18/sql-altertype.html). */
export function alterEnum({ typeName, oldVal, newVal }: AlterEnumStmt): Effect {
  const name = dotted(stringsOf(typeName));
  if (oldVal === undefined)
    return effect('ALTER TYPE ... ADD VALUE', 'expand', 'none', { changes: eachOf('alter', 'type', [name]) });
  return effect('ALTER TYPE ... RENAME VALUE', 'contract', 'none', {
    changes: [
      { action: 'rename', kind: 'type', name, part: oldVal, ...(newVal !== undefined && { to: newVal }) },
    ],
  });
}

/**
 * ALTER DOMAIN, by the letter that the parser gives the command (parsenodes.h, AlterDomainStmt): T default, N and O
 * NOT NULL dropped and set, C and X constraint added and dropped, V validated.
 */
export function alterDomain({ subtype, typeName }: AlterDomainStmt): Effect {
  const changes = eachOf('alter', 'type', [dotted(stringsOf(typeName))]);
  const what = 'ALTER DOMAIN';
  if (subtype === 'N' || subtype === 'X') return effect(what, 'expand', 'none', { changes });
  if (subtype === 'O' || subtype === 'C') return effect(what, 'contract', 'none', { changes });
  if (subtype === 'T' || subtype === 'V') return effect(what, 'neutral', 'none', { changes });
  return unclassified(what, 'an unusual command');
}
