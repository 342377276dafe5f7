import { type ConfigOption, formatOption } from '../../model/config-schema.ts';
import type { Contract, ContractRule } from '../../model/contract.ts';
import { onceForEach } from '../once.ts';
import { fatesOf, newOptions } from './compare.ts';

/** Words that two names must share for the new one to pass for the old one renamed. */
const ENOUGH_IN_COMMON = 0.6;
/** A guess is not worth more: pairs of options, and words of a name. */
const MAX_COMPARED = 5_000_000;
const MAX_WORDS = 50;

type Renames = ReadonlyMap<ConfigOption, ConfigOption>;
/**
 * Options of base that are gone, with the new option of target that looks like each under another name. A new option
 * is the heir of one old one only. Found once for each contract.
 */
export const likelyRenames = onceForEach(findRenames);

function findRenames(contract: Contract): Renames {
  const fresh = new Set(newOptions(contract));
  const words = new Map<ConfigOption, readonly string[]>();
  const inCommon = (a: ConfigOption, b: ConfigOption) => shareOf(wordsOf(a, words), wordsOf(b, words));
  const found = new Map<ConfigOption, ConfigOption>();
  let compared = 0;
  for (const fate of fatesOf(contract)) {
    if (fate.kind !== 'gone' || compared > MAX_COMPARED) continue;
    compared += fresh.size;
    let [heir, best]: [ConfigOption | undefined, number] = [undefined, 0];
    for (const option of fresh) {
      if (!mayBeHeir(fate.base, option)) continue;
      const share = inCommon(fate.base, option);
      if (share > best && share >= ENOUGH_IN_COMMON) [heir, best] = [option, share];
    }
    if (heir === undefined) continue;
    found.set(fate.base, heir);
    fresh.delete(heir);
  }
  return found;
}

const mayBeHeir = (old: ConfigOption, fresh: ConfigOption): boolean =>
  old.type.kind === fresh.type.kind && (old.id.group === fresh.id.group || old.id.name === fresh.id.name);

/** The share of words that two names have in common: 1 for the same words. */
function shareOf(left: readonly string[], right: readonly string[]): number {
  const shared = left.filter((word) => right.includes(word)).length;
  return (2 * shared) / (left.length + right.length);
}

function wordsOf(option: ConfigOption, known: Map<ConfigOption, readonly string[]>): readonly string[] {
  const words = known.get(option) ?? option.id.name.split(/[-_.]/).slice(0, MAX_WORDS);
  known.set(option, words);
  return words;
}

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
      ...(old.id.group !== fresh.id.group && {
        hint: `see that the code of base reads it in [${old.id.group}]: a schema can name the wrong group`,
      }),
    })),
};
