/**
 * Runs an executable to its end and exits with its code. Whatever was not foreseen is told in one line, without a stack.
 * @param main gets the name that we were called by, and the words after it
 */
export function run(
  main: (program: string, words: readonly string[]) => Promise<number>,
  [program = 'rootwrap', ...words]: readonly string[],
): void {
  main(program, words).then(
    (code) => process.exit(code),
    (error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${program}: a fault in rootwrap itself: ${text}\n`);
      process.exit(1);
    },
  );
}
