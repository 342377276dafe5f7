import { stringsOf } from './nodes.ts';

/**
 * Functions that PostgreSQL marks immutable or stable and that defaults use (9.4, 9.9 and their tables). Any other
 * is taken as volatile: "VOLATILE is assumed if none of these attributes appear" (CREATE FUNCTION).
 */
const STEADY = new Set(
  `now transaction_timestamp statement_timestamp current_setting current_schema current_database timezone
  date_trunc date_part extract age make_date make_interval make_timestamp make_timestamptz to_timestamp to_date
  to_char to_number to_json to_jsonb json_build_object jsonb_build_object json_build_array jsonb_build_array
  json_object jsonb_object array_fill array_append string_to_array lower upper initcap md5 sha256 encode decode
  length char_length btrim ltrim rtrim replace concat concat_ws format repeat lpad rpad round floor ceil ceiling
  abs mod int4range int8range numrange tsrange tstzrange daterange`.split(/\s+/),
);

/** Functions that read, or set something of the session only: safe to leave out of a migration's changes. */
const HARMLESS = new Set(
  `${[...STEADY].join(' ')} set_config nextval currval lastval clock_timestamp random gen_random_uuid uuidv4 uuidv7
  count sum min max avg bool_and bool_or every array_agg string_agg json_agg jsonb_agg row_number rank dense_rank
  pg_advisory_lock pg_advisory_xact_lock pg_try_advisory_lock pg_try_advisory_xact_lock pg_advisory_unlock
  pg_advisory_unlock_all pg_sleep version to_regclass pg_get_serial_sequence unnest generate_series
  pg_typeof`.split(/\s+/),
);

/** Does an expression call a function whose value may change from row to row? */
export const isVolatile = (expression: unknown): boolean =>
  functionsIn(expression).some((name) => !STEADY.has(name));

/** The functions that a query calls and of which it is not known that they change nothing. */
export const unknownFunctions = (query: unknown): string[] =>
  functionsIn(query).filter((name) => !HARMLESS.has(name));

/** The names of all functions called in a tree; walked without recursion, for trees may be deep. */
function functionsIn(tree: unknown): string[] {
  const found: string[] = [];
  for (const { key, value } of nodesIn(tree)) {
    if (key !== 'FuncCall' || !('funcname' in value) || !Array.isArray(value.funcname)) continue;
    found.push(stringsOf(value.funcname).at(-1) ?? '');
  }
  return found;
}

/** Does a tree hold a node of one of these kinds? */
export const holdsNode = (tree: unknown, kinds: readonly string[]): boolean =>
  nodesIn(tree).some(({ key }) => kinds.includes(key));

function nodesIn(tree: unknown): { readonly key: string; readonly value: object }[] {
  const found: { key: string; value: object }[] = [];
  const open: unknown[] = [tree];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, value] of Object.entries(next)) {
      if (typeof value !== 'object' || value === null) continue;
      found.push({ key, value });
      open.push(value);
    }
  }
  return found;
}
