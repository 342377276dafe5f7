import { printable } from './printable.ts';

/** Something wrong with the user's input, with its place. Lines and columns count from 1. */
export interface Issue {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong. */
  readonly message: string;
  /** What to do, e.g. the nearest right word. */
  readonly hint?: string;
}

/** `file:line:column: message; hint`, on one line */
export function formatIssue(issue: Issue): string {
  const place = `${issue.file}:${issue.line}:${issue.column}`;
  const hint = issue.hint === undefined ? '' : `; ${issue.hint}`;
  return printable(`${place}: ${issue.message}${hint}`);
}
