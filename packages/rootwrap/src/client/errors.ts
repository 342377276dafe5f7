/** All errors of this client. What the command itself did wrong is no error: see `Result.status`. */
export class RootwrapError extends Error {
  override readonly name: string = 'RootwrapError';
}

/** No filter lets the command line through. */
export class Unauthorized extends RootwrapError {
  override readonly name = 'Unauthorized';
}

/** A filter lets it through, but the program is nowhere. */
export class ExecutableNotFound extends RootwrapError {
  override readonly name = 'ExecutableNotFound';
}

/** rootwrap would not start: its configuration is wrong, or the command that starts it is. */
export class StartFailed extends RootwrapError {
  override readonly name = 'StartFailed';
}

/** The daemon answered with a complaint instead of a result. */
export class DaemonComplaint extends RootwrapError {
  override readonly name = 'DaemonComplaint';
}

/**
 * The connection broke after the command was handed over: it may have run, or run still. It is not run again; only
 * the caller knows whether that would do harm.
 */
export class OutcomeUnknown extends RootwrapError {
  override readonly name = 'OutcomeUnknown';
}
