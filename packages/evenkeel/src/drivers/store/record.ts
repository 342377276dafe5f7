import { open, writeFile } from 'node:fs/promises';
import type { AskedCommand, TakenRecord } from '../../model/privileges.ts';

/** Of a record, so much is read, and so many different commands are kept; the rest is counted. */
const MOST_BYTES = 1024 * 1024;
const MOST_COMMANDS = 200;
const MOST_LINE = 4096;

/**
 * What rootwrap wrote into its record (rootwrap.conf(5)) since it was taken last. The file is empty after that; one that is
 * not there is made: ours, so that we may read what root writes into it.
 */
export async function takeRecord(path: string): Promise<TakenRecord> {
  const { text, isCut } = await beginningOf(path);
  await writeFile(path, '', { mode: 0o600 });
  const lines = text.split('\n').filter((line) => line !== '');
  const commands = new Map<string, AskedCommand>();
  let left = isCut ? 1 : 0;
  for (const line of lines) {
    const asked = line.length > MOST_LINE ? undefined : askedIn(line);
    const key = JSON.stringify(asked?.argv);
    const known = commands.get(key);
    if (asked === undefined || (known === undefined && commands.size >= MOST_COMMANDS)) left += 1;
    else
      commands.set(key, {
        argv: asked.argv,
        allowed: asked.allowed && (known?.allowed ?? true),
        times: (known?.times ?? 0) + 1,
      });
  }
  return { commands: [...commands.values()], left };
}

async function beginningOf(path: string): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return { text: '', isCut: false };
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
    return { text: buffer.toString('utf8', 0, bytesRead), isCut: bytesRead === MOST_BYTES };
  } finally {
    await file.close();
  }
}

function askedIn(line: string): Omit<AskedCommand, 'times'> | undefined {
  try {
    const { argv, allowed } = JSON.parse(line) as Partial<Record<keyof AskedCommand, unknown>>;
    const isWords = Array.isArray(argv) && argv.every((word) => typeof word === 'string');
    return isWords && argv.length > 0 && typeof allowed === 'boolean' ? { argv, allowed } : undefined;
  } catch {
    return undefined;
  }
}
