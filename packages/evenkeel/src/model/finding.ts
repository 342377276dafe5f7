import { printable } from './printable.ts';

/** How bad: `error` breaks operators, `warning` will, `note` is worth knowing. */
export type Severity = 'error' | 'warning' | 'note';
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

/** From which severity on findings make a command fail. */
export type FailOn = Severity | 'never';
export const FAIL_ON: readonly FailOn[] = [...SEVERITIES, 'never'];

/** Where a thing stands. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A rule of the contract between two releases. Its page is docs/findings/CODE.md. */
export interface Rule {
  /** `CFG101`: letters for what is looked at, then a number that never changes its meaning. */
  readonly code: string;
  readonly severity: Severity;
  /** The rule in a few words, for a heading. */
  readonly title: string;
  /** One sentence: what an operator would meet. */
  readonly why: string;
  /** What the maintainer, or the operator, can do. */
  readonly remedy: string;
}

/** A broken rule, always with a witness: what shows that it is broken. */
export interface Finding {
  readonly rule: Rule;
  readonly place: Place;
  /** What it is about, by a name that stays the same when lines move: `[DEFAULT] rpc_backend`. */
  readonly subject: string;
  readonly message: string;
  readonly witness: string;
  readonly hint?: string;
}

/** `file:line:column: severity CODE: message; hint`, and the witness on a line of its own. */
export function formatFinding({ rule, place, message, witness, hint }: Finding): string {
  const where = `${place.file}:${place.line}:${place.column}`;
  const advice = hint === undefined ? '' : `; ${hint}`;
  return `${printable(`${where}: ${rule.severity} ${rule.code}: ${message}${advice}`)}\n    ${printable(witness)}`;
}
