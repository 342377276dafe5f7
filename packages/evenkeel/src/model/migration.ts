import type { Place } from './finding.ts';
import type { Issue } from './issue.ts';

/**
 * PostgreSQL's table-level locks, weakest first.
 * Source: https://www.postgresql.org/docs/18/explicit-locking.html#LOCKING-TABLES (13.3.1)
 */
export const LOCKS = [
  'none',
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;
export type LockLevel = (typeof LOCKS)[number];

/**
 * What a statement does to a schema that two releases share, the strongest word last:
 * `expand` adds or loosens, `migrate` moves data, `contract` takes away or narrows.
 */
export const STAGES = ['neutral', 'expand', 'migrate', 'unclassified', 'contract'] as const;
export type Stage = (typeof STAGES)[number];

/** One thing that a statement adds, drops, renames or alters. */
export interface Change {
  readonly action: 'add' | 'drop' | 'rename' | 'alter';
  readonly kind: 'table' | 'column' | 'constraint' | 'index' | 'type' | 'view' | 'schema';
  /** The table, for a column, constraint or index; otherwise the thing itself. Without `public.` */
  readonly name: string;
  /** The column, the constraint, the index, the value of an enum. */
  readonly part?: string;
  /** The new name, or the new type. */
  readonly to?: string;
  readonly aspect?: 'type' | 'not null' | 'default';
  /** The type that a column had, as far as the migrations tell. */
  readonly from?: string;
  /** Does the new type take every value of the old one? */
  readonly holds?: 'all' | 'fewer' | 'unknown';
  /** A column that an INSERT that does not know it cannot leave out, or could not once it is NOT NULL. */
  readonly unset?: 'fails' | 'null';
  /** An index built, or a constraint added, without holding up writes for as long as the table is long. */
  readonly gentle?: boolean;
}

/** What a statement does, by PostgreSQL's documentation. */
export interface Effect {
  /** The statement in a few words that stay the same: `ALTER TABLE ... ADD COLUMN`. */
  readonly what: string;
  readonly stage: Stage;
  /** The strongest lock that it takes on a table. */
  readonly lock: LockLevel;
  /** Does it write the whole table, or its files, anew? */
  readonly rewrites: boolean;
  /** Why it rewrites, or why it is unclassified. */
  readonly reason?: string;
  readonly changes: readonly Change[];
  /** It cannot run in a transaction block. */
  readonly alone?: boolean;
}

/** A statement of a migration. */
export interface Statement extends Effect {
  readonly place: Place;
  /** On one line, shortened. */
  readonly text: string;
  /** Between BEGIN and COMMIT of its own file. */
  readonly inBlock: boolean;
}

/** A migration: its name is its path in the folder of migrations. */
export interface MigrationFile {
  readonly name: string;
  /** What it is called in messages. */
  readonly shown: string;
  readonly text: string;
  readonly statements: readonly Statement[];
}

/** The migrations of a release, in the order of their names; numbers in names count as numbers. */
export interface Migrations {
  readonly files: readonly MigrationFile[];
  /** The files that could not be read, with the place of the mistake; they have no statements. */
  readonly issues: readonly Issue[];
}
