import { type ConfigOption, formatOption } from '../../model/config-schema.ts';
import type { Contract, ContractRule } from '../../model/contract.ts';
import { fatesOf, newOptions } from './compare.ts';

/** Words that two names must share for the new one to pass for the old one renamed. */
const ENOUGH_IN_COMMON = 0.6;

/**
 * Options of base that are gone, with the new option of target that looks like each under another name. A new option
 * is the heir of one old one only.
 */
export function likelyRenames(contract: Contract): Map<ConfigOption, ConfigOption> {
  const fresh = new Set(newOptions(contract));
  const found = new Map<ConfigOption, ConfigOption>();
  for (const fate of fatesOf(contract)) {
    if (fate.kind !== 'gone') continue;
    const alike = [...fresh].filter((option) => looksRenamed(fate.base, option));
    const [first] = alike.toSorted((a, b) => inCommon(b, fate.base) - inCommon(a, fate.base));
    if (first === undefined) continue;
    found.set(fate.base, first);
    fresh.delete(first);
  }
  return found;
}

function looksRenamed(old: ConfigOption, fresh: ConfigOption): boolean {
  if (old.type.kind !== fresh.type.kind) return false;
  if (old.id.name === fresh.id.name) return true;
  return old.id.group === fresh.id.group && inCommon(old, fresh) >= ENOUGH_IN_COMMON;
}

/** The share of words that two names have in common: 1 for the same words. */
function inCommon(a: ConfigOption, b: ConfigOption): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const shared = left.filter((word) => right.includes(word)).length;
  return (2 * shared) / (left.length + right.length);
}

const wordsOf = ({ id }: ConfigOption): string[] => id.name.split(/[-_.]/);

/** An option got a new name, and the old one is not read any more. */
export const renamedWithoutAlias: ContractRule = {
  code: 'CFG103',
  severity: 'error',
  title: 'an option is renamed without an alias',
  why: 'A file that sets the old name sets nothing in target, which falls back to its default in silence.',
  remedy: 'Declare the old name as a former name of the new option (deprecated_opts, x-renamed-from).',
  check: (contract) =>
    [...likelyRenames(contract)].map(([old, fresh]) => ({
      rule: renamedWithoutAlias,
      place: fresh.place,
      subject: formatOption(old.id),
      message: `${formatOption(old.id)} looks renamed to ${formatOption(fresh.id)}, which does not take the old name`,
      witness: `${old.place.file}:${old.place.line} declares the one, ${fresh.place.file}:${fresh.place.line} the other, both "${fresh.type.written}"`,
    })),
};
