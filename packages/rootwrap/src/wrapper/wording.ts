import type { Command } from '../decide/decide.js';

/** Exit codes, as oslo.rootwrap's. */
export const EXIT = {
  unauthorized: 99,
  noCommand: 98,
  badConfig: 97,
  noExecutable: 96,
  signalBase: 128,
} as const;

/** Control characters made visible: a command line must not write lines of its own into a log or a terminal. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);

export const unauthorizedText = (argv: readonly string[]): string =>
  `Unauthorized command: ${printable(argv.join(' '))} (no filter matched)`;

export const executingText = (caller: string, user: string, command: Command, filter: string): string =>
  `(${printable(caller)} > ${user}) Executing ${pythonList([command.exec, ...command.args])} (filter match = ${filter})`;

/** As Python shows a list of strings. */
function pythonList(words: readonly string[]): string {
  const quoted = words.map((word) => {
    const quote = word.includes("'") && !word.includes('"') ? '"' : "'";
    const escaped = word.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
    return quote + printable(quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
  });
  return `[${quoted.join(', ')}]`;
}
