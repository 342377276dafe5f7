import { randomUUID } from 'node:crypto';

/** How progress is shown: redrawn in place, as lines, or not at all. */
export type Display = 'live' | 'lines' | 'none';

/** What a terminal, a pipe or a CI system can show. */
export function displayFor(quiet: boolean): Display {
  if (quiet) return 'none';
  return process.stdout.isTTY && !isDumb() && !isCi() ? 'live' : 'lines';
}

/** Whether words may have colours: not in pipes, on dumb terminals, or where NO_COLOR (no-color.org) is set and not empty. */
export function hasColour(): boolean {
  return process.stdout.isTTY === true && !isDumb() && !process.env.NO_COLOR;
}

const isDumb = (): boolean => process.env.TERM === 'dumb';
const isCi = (): boolean => isSet(process.env.CI) || onGitHub();
const isSet = (value: string | undefined): boolean =>
  value !== undefined && value !== '' && value !== 'false';

/** Whether a job of GitHub Actions reads what is printed, and obeys lines that begin with two colons. */
export const onGitHub = (): boolean => process.env.GITHUB_ACTIONS === 'true';

/** Prints a text in which a job must obey nothing: a tested system's words may be in it. */
export function printUnobeyed(text: string): void {
  const token = randomUUID();
  process.stdout.write(onGitHub() ? `::stop-commands::${token}\n${text}\n::${token}::\n` : text);
}
