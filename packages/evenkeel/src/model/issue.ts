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

/** `file:line:column: message. hint` */
export function formatIssue(issue: Issue): string {
  const place = `${issue.file}:${issue.line}:${issue.column}`;
  return issue.hint === undefined
    ? `${place}: ${issue.message}`
    : `${place}: ${issue.message}; ${issue.hint}`;
}
