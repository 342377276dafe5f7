import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PYENV = join(homedir(), '.pyenv', 'versions');

/** What Python answers to one question; the lists have an entry for each text. `dollar`: of `pattern + '$'`. */
export type PythonAnswer =
  | { readonly error: string }
  | { readonly slow: true }
  | {
      readonly match: readonly boolean[];
      readonly full: readonly boolean[];
      readonly dollar: readonly boolean[] | null;
    };

export type Question = { readonly pattern: string; readonly texts: readonly string[] };

/** The first Python of at least 3.11 (or the one that TEST_PYTHON names); undefined when there is none. */
export function findPython(): string | undefined {
  const named = process.env.TEST_PYTHON;
  const pyenv = existsSync(PYENV) ? readdirSync(PYENV).sort() : [];
  const all = ['/usr/bin/python3', ...pyenv.map((version) => join(PYENV, version, 'bin', 'python3'))];
  const newEnough = 'import sys; sys.exit(sys.version_info < (3, 11))';
  return (named === undefined ? all : [named]).find(
    (python) => existsSync(python) && spawnSync(python, ['-c', newEnough]).status === 0,
  );
}

/** Runs python-regex.py; each line that it prints, as JSON. */
function runPython(python: string, mode: 'answer' | 'classes', input: string): unknown[] {
  const script = fileURLToPath(new URL('../../../test/support/python-regex.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync(python, ['-S', script, mode], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { PYTHONIOENCODING: 'utf-8' },
  });
  if (status !== 0) throw new Error(`${python} failed: ${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Asks one Python process all questions; the answers in the same order. */
export function askPython(python: string, questions: readonly Question[]): PythonAnswer[] {
  const lines = questions.map((question) => JSON.stringify(question));
  return runPython(python, 'answer', `${lines.join('\n')}\n`) as PythonAnswer[];
}

type Ranges = readonly (readonly [number, number])[];

/** The code points of each class, by its pattern, and those that this Python's Unicode does not assign. */
export function askPythonClasses(python: string): {
  readonly classes: Readonly<Record<string, Ranges>>;
  readonly unassigned: Ranges;
  readonly unicode: string;
} {
  return runPython(python, 'classes', '')[0] as ReturnType<typeof askPythonClasses>;
}
