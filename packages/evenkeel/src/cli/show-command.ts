import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { resolve as absolute, join } from 'node:path';
import { lookAt } from '../drivers/store/look.ts';
import { BadInput } from './bad-input.ts';
import { HTML_REPORT } from './reports.ts';
import { JOURNAL, RUNS } from './run-folder.ts';
import { stepsIn } from './steps-folder.ts';

export interface ShowOptions {
  /** Only say where it is. */
  readonly print?: boolean;
}

/**
 * `evenkeel show`: opens the HTML report of a run with what the desktop opens pages with, and prints where it is.
 * @param asked the run's folder; without one, the newest run below the current folder
 * @returns the exit code; @throws BadInput when there is no such report
 */
export async function showCommand(asked: string | undefined, { print }: ShowOptions): Promise<number> {
  const page = pageIn(asked ?? newestRun());
  process.stdout.write(`${page}\n`);
  if (print === true || (await opens(page))) return 0;
  process.stderr.write('There is no program here that opens pages: open the file in a browser.\n');
  return 0;
}

function pageIn(folder: string): string {
  const page = absolute(folder, HTML_REPORT);
  if (lookAt(page) === 'file') return page;
  const [first] = stepsIn(folder) ?? [];
  if (first !== undefined)
    throw BadInput.because(
      `${folder} is of a run through several steps, each of which has a page: evenkeel show ${join(folder, first.id)}`,
    );
  if (lookAt(join(folder, JOURNAL)) === 'file')
    throw BadInput.because(`${folder} has no ${HTML_REPORT}: evenkeel report ${folder} makes it`);
  throw BadInput.because(`${folder} is not the folder of a run: there is no ${HTML_REPORT}`);
}

/** The folder of the run that has reported last. */
function newestRun(): string {
  const found = folders(RUNS).flatMap((folder) => {
    const facts = statSync(join(folder, HTML_REPORT), { throwIfNoEntry: false });
    return facts === undefined ? [] : [{ folder, at: facts.mtimeMs }];
  });
  const [newest] = found.sort((a, b) => b.at - a.at);
  if (newest === undefined)
    throw BadInput.because(`no run below ${RUNS} has a report: name the folder of one, or run evenkeel run`);
  return newest.folder;
}

/** The folders of runs, and of their steps. */
function folders(parent: string): string[] {
  if (lookAt(parent) !== 'folder') return [];
  const inside = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name));
  return inside(parent).flatMap((run) => [run, ...inside(run)]);
}

/** An opener that has not given up by then shows the page. */
const OPENS_WITHIN_MS = 2_000;

/** Whether the desktop's opener took the page. It goes on without us. */
function opens(page: string): Promise<boolean> {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(opener, [page], { stdio: 'ignore', detached: true });
  return new Promise((resolve) => {
    const done = (isOpen: boolean): void => {
      clearTimeout(timer);
      child.unref();
      resolve(isOpen);
    };
    const timer = setTimeout(() => done(true), OPENS_WITHIN_MS);
    child.once('error', () => done(false));
    child.once('exit', (code) => done(code === 0));
  });
}
