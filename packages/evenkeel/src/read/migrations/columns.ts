import type { ColumnDef, Constraint, Node } from 'libpg-query';
import type { Change, Effect } from '../../model/migration.ts';
import { constraintChange } from './constraints.ts';
import type { KnownSchema } from './known-schema.ts';
import { effect } from './nodes.ts';
import { isSerial, typeInWords } from './sql-types.ts';
import { isVolatile } from './volatile.ts';

const constraintsOf = (column: ColumnDef): Constraint[] =>
  (column.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));

/** A column as something added, with its type and whether an INSERT may leave it out. */
export function addedColumn(table: string, column: ColumnDef): Change {
  const kinds = constraintsOf(column).map(({ contype }) => contype);
  const filled =
    isSerial(column.typeName) ||
    kinds.some((kind) => kind === 'CONSTR_IDENTITY' || kind === 'CONSTR_GENERATED') ||
    constraintsOf(column).some((each) => each.contype === 'CONSTR_DEFAULT' && !isNull(each.raw_expr));
  const needed = kinds.includes('CONSTR_NOTNULL') || kinds.includes('CONSTR_PRIMARY');
  return {
    action: 'add',
    kind: 'column',
    name: table,
    part: column.colname ?? '',
    to: typeInWords(column.typeName),
    ...(!filled && { unset: needed ? 'fails' : 'null' }),
  };
}

/** `DEFAULT NULL` is no default. */
export const isNull = (node: Node | undefined): boolean =>
  node !== undefined && 'A_Const' in node && node.A_Const.isnull === true;

/**
 * ADD COLUMN. Rewrites: "Adding a column with a volatile DEFAULT ..., a stored generated column, an identity column,
 * or a column with a domain data type that has constraints will cause the entire table and its indexes to be
 * rewritten. Adding a virtual generated column never requires a rewrite."
 * https://www.postgresql.org/docs/18/sql-altertable.html (notes)
 */
export function addColumn(table: string, column: ColumnDef, known: KnownSchema): Effect {
  const reason = rewriteReason(column, known);
  const guards = constraintsOf(column).flatMap((each) => constraintChange(table, each, column.colname));
  return effect('ALTER TABLE ... ADD COLUMN', 'expand', 'ACCESS EXCLUSIVE', {
    rewrites: reason !== undefined,
    ...(reason !== undefined && { reason }),
    changes: [addedColumn(table, column), ...guards.filter(({ aspect }) => aspect !== 'not null')],
  });
}

function rewriteReason(column: ColumnDef, known: KnownSchema): string | undefined {
  if (isSerial(column.typeName)) return 'serial has a volatile default';
  const type = typeInWords(column.typeName);
  if (known.isCheckedDomain(type)) return `${type} is a domain with constraints`;
  for (const { contype, raw_expr, generated_kind } of constraintsOf(column)) {
    if (contype === 'CONSTR_IDENTITY') return 'an identity column is filled for each row';
    if (contype === 'CONSTR_GENERATED' && generated_kind !== 'v')
      return 'a stored generated column is computed for each row';
    if (contype === 'CONSTR_DEFAULT' && isVolatile(raw_expr)) return 'its default is volatile';
  }
  return undefined;
}
