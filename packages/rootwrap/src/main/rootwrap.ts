import { BadValue } from '../config/conf.js';
import { ConfigProblem } from '../ini/ini.js';
import { print } from '../wrapper/print.js';
import { EXIT, printable } from '../wrapper/wording.js';
import { checkCommand, explainCommand } from './check.js';
import { lintRules } from './lint.js';
import { runOneShot } from './one-shot.js';

const TOOLS = new Map([
  ['--check', checkCommand],
  ['--explain', explainCommand],
]);

/**
 * The executable `rootwrap`.
 * @param program how it was called, for messages
 * @returns the exit code
 */
export async function rootwrap(program: string, words: readonly string[]): Promise<number> {
  const [first = '', ...rest] = words;
  const fail = (message: string, code: number): number => {
    print(process.stderr, `${program}: ${message}`);
    return code;
  };
  const tool = TOOLS.get(first);
  const [conf = '', ...argv] = tool === undefined && first !== '--lint' ? words : rest;
  try {
    if (first === '--lint') {
      const alone = conf !== '' && argv.length === 0;
      return alone
        ? lintRules(conf)
        : fail('--lint wants a configuration file and nothing else', EXIT.noCommand);
    }
    if (argv.length === 0) return fail('No command specified', EXIT.noCommand);
    return await (tool === undefined ? runOneShot(program, conf, argv) : tool(program, conf, argv));
  } catch (error) {
    if (error instanceof ConfigProblem) return fail(configText(error, conf), EXIT.badConfig);
    throw error;
  }
}

/** oslo.rootwrap's words, and then which file, which line and why. */
export function configText(problem: ConfigProblem, conf: string): string {
  const what =
    problem instanceof BadValue
      ? `Incorrect value in ${conf}: ${problem.reason}`
      : `Incorrect configuration file: ${conf}`;
  return `${printable(what)}\n${printable(problem.message)}`;
}
