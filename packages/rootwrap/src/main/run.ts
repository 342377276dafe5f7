import { print } from '../wrapper/print.js';
import { printable } from '../wrapper/wording.js';

/**
 * Runs an executable to its end and exits with its code. Whatever was not foreseen is told in one line, without a stack.
 * @param main gets the name that we were called by, and the words after it
 */
export function run(
  main: (program: string, words: readonly string[]) => Promise<number>,
  [called = 'rootwrap', ...words]: readonly string[],
): void {
  closeDebugger();
  const program = printable(called);
  main(program, words).then(
    (code) => process.exit(code),
    (error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      print(process.stderr, `${program}: a fault in rootwrap itself: ${printable(text)}`);
      process.exit(1);
    },
  );
}

/** Node opens a port for a debugger on SIGUSR1. A listener takes that away; when it goes, the signal's own default is left. */
function closeDebugger(): void {
  const listener = (): void => {};
  process.on('SIGUSR1', listener);
  process.off('SIGUSR1', listener);
}
