import type { Issue } from '../model/issue.ts';
import type { Path, SourceDocument } from './yaml-document.ts';

/** A mistake in a plan whose shape is right; `key` when the key and not its value is wrong. */
export interface Mistake {
  readonly path: Path;
  readonly key?: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** What lies at a path relative to the plan's folder. */
export type KindOf = (path: string) => 'file' | 'folder' | undefined;

/** A mistake with its place. */
export function toIssue(file: string, source: SourceDocument, { path, key, message, hint }: Mistake): Issue {
  const parent = path.at(-1) === key ? path.slice(0, -1) : path;
  const place = key === undefined ? source.placeOf(path) : source.placeOfKey(parent, key);
  return hint === undefined ? { file, ...place, message } : { file, ...place, message, hint };
}

/** Issues in the order of their places. */
export function inOrder(issues: readonly Issue[]): Issue[] {
  return [...issues].sort((a, b) => a.line - b.line || a.column - b.column);
}
