const EDIT = 'edit:';

/** How the exception is called that is an operator's edit of a file. */
export const editNamed = (file: string): string => `${EDIT}${file}`;

/** The file that an exception edits; `undefined` for a declared step. */
export const editedFile = (exception: string): string | undefined =>
  exception.startsWith(EDIT) ? exception.slice(EDIT.length) : undefined;
