import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** How a command line ended. */
export interface CliEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The executable. */
export const BIN = fileURLToPath(new URL('../../bin/evenkeel.js', import.meta.url));
const BUNDLE = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Runs the real command line, as it was built last, in a folder. @throws when it was never built */
export function evenkeel(
  args: readonly string[],
  cwd: string,
  timeoutMs = 20_000,
  env: Readonly<Record<string, string>> = {},
): CliEnd {
  if (!existsSync(BUNDLE)) throw new Error('there is no dist/main.js: run "npm run build" first');
  const end = spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  return { exitCode: end.status, stdout: end.stdout, stderr: end.stderr };
}
