import { formatIssue, type Issue } from '../model/issue.ts';

/** The user's input is wrong: every issue is printed, and the exit code is 2. */
export class BadInput extends Error {
  constructor(readonly issues: readonly Issue[]) {
    super(issues.map(formatIssue).join('\n'));
  }

  /** For input that has no place in a file, such as an option. */
  static because(message: string): BadInput {
    const error = new BadInput([]);
    error.message = message;
    return error;
  }
}
