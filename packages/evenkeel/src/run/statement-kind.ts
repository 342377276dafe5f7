/** What a statement may change: the schema, also through a function that it calls, or rows; the rest is not kept. */
export type StatementKind = 'schema' | 'call' | 'data' | 'other';

const DATA = /^(?:insert|update|delete|merge|copy|truncate)\b/i;
const OTHER =
  /^(?:values|table|show|set|reset|begin|start|commit|end|rollback|abort|savepoint|release|prepare|deallocate|declare|fetch|move|close|listen|unlisten|notify|discard|explain|checkpoint|load|analyze|alter\s+system)\b/i;
/** Roles are no part of a schema, and have passwords. */
const ROLE = /^(?:create|alter|drop)\s+(?:role|user|group)\b/i;
/** Functions of PostgreSQL's own, which leave the schema as it is. */
const OWN_CALL =
  /^select\s+(?:pg_catalog\.)?(?:pg_\w+|to_reg\w+|current_\w+|set_config|setval|nextval|version|now)\s*\(/i;
const BLANK = /^(?:\s|\(|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

/**
 * Looks at the words only: in doubt it may change the schema. A text of several statements is as its parts. It is cut at
 * every semicolon, with its comments and without: what stands within quotes then only looks like more.
 */
export function kindOfStatement(sql: string): StatementKind {
  const bare = sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
  const kinds = new Set([...sql.split(';'), ...bare.split(';')].map(kindOfPart));
  kinds.delete('other');
  const [kind = 'other'] = kinds;
  return kinds.size > 1 ? 'schema' : kind;
}

function kindOfPart(part: string): StatementKind {
  const text = part.replace(BLANK, '');
  if (/^(?:select|with)\b/i.test(text)) return kindOfQuery(text);
  if (text === '' || OTHER.test(text) || ROLE.test(text)) return 'other';
  return DATA.test(text) ? 'data' : 'schema';
}

/** A query may write rows, make a table, or only call a function: then it may do anything. */
function kindOfQuery(text: string): StatementKind {
  if (/\binto\b/i.test(text) && /^select\b/i.test(text)) return 'schema';
  if (/\b(?:insert|update|delete|merge)\b/i.test(text) && /^with\b/i.test(text)) return 'data';
  if (OWN_CALL.test(text)) return 'other';
  return /^select\s+\w[\w."]*\s*\(/i.test(text) && !/\bfrom\b/i.test(text) ? 'call' : 'other';
}

/** The text without passwords that are written in it. */
export const withoutPasswords = (sql: string): string =>
  sql.replace(/\b(password\s+)'(?:[^']|'')*'/gi, "$1'***'");
