import type { Node } from 'libpg-query';

/** A statement as PostgreSQL's own parser sees it. Offsets and lengths are bytes of UTF-8. */
export interface RawStatement {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
}

/** Where PostgreSQL's parser stopped: characters (code points) from the start. */
export interface SqlMistake {
  readonly message: string;
  readonly character: number;
}

/** PostgreSQL's grammar: text to statements, or the first mistake. Throws nothing. */
export type SqlParser = (text: string) => readonly RawStatement[] | SqlMistake;

/** Loads PostgreSQL's parser (libpg_query, in WebAssembly): only when it is wanted, for it is 2 MB. */
export async function loadSqlParser(): Promise<SqlParser> {
  const { loadModule, parseSync, hasSqlDetails } = await import('libpg-query');
  await loadModule();
  return (text) => {
    if (text === '') return [];
    try {
      return (parseSync(text).stmts ?? []).flatMap(({ stmt, stmt_location: start = 0, stmt_len: length }) =>
        stmt === undefined
          ? []
          : [{ node: stmt, start, end: length ? start + length : Number.POSITIVE_INFINITY }],
      );
    } catch (error) {
      if (hasSqlDetails(error))
        return { message: error.message, character: error.sqlDetails?.cursorPosition ?? 0 };
      const message = error instanceof RangeError ? 'nested too deeply' : 'too much for the parser';
      return { message, character: 0 };
    }
  };
}
