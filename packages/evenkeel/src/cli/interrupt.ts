const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Turns the first signal into an orderly end and the second into one at once. `force` is called for the second; the
 * process then exits with 130. Returns what takes the handlers away again.
 */
export function onInterrupt(controller: AbortController, force: () => void): () => void {
  const handle = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      force();
      process.exit(130);
    }
    process.stderr.write(`\n${signal}: ending in order; once more to end at once\n`);
    controller.abort(signal);
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  return () => {
    for (const signal of SIGNALS) process.off(signal, handle);
  };
}

/** A fault that nobody catches must not leave processes running either: says what it is and exits with 4. Returns what takes the handlers away again. */
export function onFault(force: () => void): () => void {
  const handle = (error: unknown): void => {
    force();
    process.stderr.write(faultInWords(error));
    process.exit(4);
  };
  process.on('uncaughtException', handle);
  process.on('unhandledRejection', handle);
  return () => {
    process.off('uncaughtException', handle);
    process.off('unhandledRejection', handle);
  };
}

/** What to print about a fault of our own. */
export function faultInWords(error: unknown): string {
  const detail = error instanceof Error ? error.stack : String(error);
  return `This is a fault of evenkeel itself, please report it:\n${detail}\n`;
}
