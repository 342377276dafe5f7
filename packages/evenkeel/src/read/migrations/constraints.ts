import type { Constraint } from 'libpg-query';
import type { Change, Effect } from '../../model/migration.ts';
import { effect, stringsOf } from './nodes.ts';

/** What each kind is called when it has no name of its own. */
const WORDS: Partial<Record<NonNullable<Constraint['contype']>, string>> = {
  CONSTR_CHECK: 'check',
  CONSTR_FOREIGN: 'foreign key',
  CONSTR_UNIQUE: 'unique',
  CONSTR_PRIMARY: 'primary key',
  CONSTR_EXCLUSION: 'exclude',
};

/**
 * A constraint as something added; NOT NULL as a change of its column; nothing for what is none (DEFAULT, DEFERRABLE).
 * Gentle: NOT VALID, NOT ENFORCED, or by an index that is there already.
 */
export function constraintChange(table: string, constraint: Constraint, column = ''): Change[] {
  const { contype, conname, skip_validation, indexname } = constraint;
  const columns = constrained(constraint, column);
  if (contype === 'CONSTR_NOTNULL')
    return columns.map((part) => ({
      action: 'alter',
      kind: 'column',
      name: table,
      part,
      aspect: 'not null',
      ...(skip_validation && { gentle: true }),
    }));
  const word = contype === undefined ? undefined : WORDS[contype];
  if (word === undefined) return [];
  const named = conname ?? `${word}${columns.length > 0 ? ` (${columns.join(', ')})` : ''}`;
  const gentle = skip_validation === true || indexname !== undefined;
  return [{ action: 'add', kind: 'constraint', name: table, part: named, ...(gentle && { gentle }) }];
}

function constrained({ keys, fk_attrs }: Constraint, column: string): string[] {
  const named = [...stringsOf(keys), ...stringsOf(fk_attrs)];
  return named.length > 0 || column === '' ? named : [column];
}

/**
 * ADD table_constraint. Locks: "Although most forms of ADD table_constraint require an ACCESS EXCLUSIVE lock, ADD
 * FOREIGN KEY requires only a SHARE ROW EXCLUSIVE lock", on the referenced table too.
 * https://www.postgresql.org/docs/18/sql-altertable.html
 */
export function addConstraint(table: string, constraint: Constraint): Effect {
  const foreign = constraint.contype === 'CONSTR_FOREIGN';
  return effect(
    'ALTER TABLE ... ADD CONSTRAINT',
    'contract',
    foreign ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE',
    {
      changes: constraintChange(table, constraint),
    },
  );
}
