import { runDaemon } from '../daemon/daemon.js';
import { ConfigProblem } from '../ini/ini.js';
import { print } from '../wrapper/print.js';
import { EXIT } from '../wrapper/wording.js';
import { configText } from './rootwrap.js';

/**
 * The executable `rootwrap-daemon`.
 * @param program how it was called, for messages
 * @returns the exit code
 */
export async function rootwrapDaemon(program: string, words: readonly string[]): Promise<number> {
  const fail = (message: string, code: number): number => {
    print(process.stderr, `${program}: ${message}`);
    return code;
  };
  const [conf, ...extra] = words;
  if (conf === undefined) return fail('No configuration file specified', EXIT.noCommand);
  if (extra.length > 0) return fail('Extra arguments to daemon', EXIT.noCommand);
  try {
    return await runDaemon(program, conf);
  } catch (error) {
    if (error instanceof ConfigProblem) return fail(configText(error, conf), EXIT.badConfig);
    throw error;
  }
}
