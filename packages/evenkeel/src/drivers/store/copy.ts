import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { StateError } from '../../run/ports.ts';
import { childEnvironment } from '../host/child-environment.ts';

const WITHIN_MS = 120_000;
const run = promisify(execFile);

/**
 * Copies what lies in a folder into another one, with owners, modes, times and links, sharing blocks where the file
 * system can; several times as fast as copying file by file from here. @throws StateError
 */
export async function copyContents(from: string, to: string): Promise<void> {
  const shareBlocks = process.platform === 'linux' ? ['--reflink=auto'] : [];
  try {
    await mkdir(to, { recursive: true });
    await run('cp', ['-a', ...shareBlocks, `${from}/.`, to], {
      env: childEnvironment([], { LC_ALL: 'C' }),
      timeout: WITHIN_MS,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StateError(`${from} cannot be copied to ${to}: ${why}`.slice(0, 2_000));
  }
}
