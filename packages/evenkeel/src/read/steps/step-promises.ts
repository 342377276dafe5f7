import type { UpgradeStep } from '../../model/upgrade-step.ts';
import type { Path } from '../yaml-document.ts';
import { isMapping } from './release-list.ts';

/** A promise of a plan with a list: `offline:together`, or `17-to-19 offline:together` for one step. */
export interface StepPromise {
  /** Absent: it does not name one. */
  readonly step?: string;
  readonly cell: string;
}

/** Takes a promise apart. */
export function stepPromise(text: string): StepPromise {
  const at = text.indexOf(' ');
  return at < 0 ? { cell: text } : { step: text.slice(0, at), cell: text.slice(at + 1).trim() };
}

/** The only way that a row of releases is walked. */
export const isCellOfRow = (cell: string): boolean => /^offline:together(\/rollback)?$/.test(cell);

/**
 * The promises that hold for a step. One that names no step holds for each step to the next release, and so for a row;
 * that a release may be skipped has to be promised by name.
 */
export function promisesFor(
  promises: unknown,
  step: UpgradeStep,
): { readonly value: unknown; readonly moves: readonly { readonly to: Path; readonly from: Path }[] } {
  if (Array.isArray(promises)) {
    const kept = promises.flatMap((text: unknown, index) => promised(text, index, step));
    return { value: kept.map(({ cell }) => cell), moves: movesOf(kept.map(({ key }, to) => [to, key])) };
  }
  if (!isMapping(promises)) return { value: promises, moves: [] };
  const kept = Object.entries(promises).flatMap(([text, least]) =>
    promised(text, text, step).map((each) => ({ ...each, least })),
  );
  return {
    value: Object.fromEntries(kept.map(({ cell, least }) => [cell, least])),
    moves: movesOf(kept.map(({ cell, key }) => [String(cell), key])),
  };
}

type Key = string | number;

function promised(text: unknown, key: Key, { id, kind }: UpgradeStep): { cell: unknown; key: Key }[] {
  // what is no text is left for reading to complain about
  if (typeof text !== 'string') return [{ cell: text, key }];
  const { step, cell } = stepPromise(text);
  if (step !== undefined) return step === id ? [{ cell, key }] : [];
  const holds = kind === 'next' || (kind === 'row' && isCellOfRow(cell));
  return holds ? [{ cell, key }] : [];
}

const movesOf = (keys: readonly (readonly [Key, Key])[]): { to: Path; from: Path }[] =>
  keys.map(([to, from]) => ({ to: ['promises', to], from: ['promises', from] }));
