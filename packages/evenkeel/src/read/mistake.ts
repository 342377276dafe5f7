import type { Path } from './yaml-document.ts';

/** A mistake in a plan whose shape is right; `key` when the key and not its value is wrong. */
export interface Mistake {
  readonly path: Path;
  readonly key?: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** What lies at a path relative to the plan's folder. */
export type KindOf = (path: string) => 'file' | 'folder' | undefined;
