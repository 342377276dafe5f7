import { formatOption } from '../../model/config-schema.ts';
import type { Contract, ContractRule } from '../../model/contract.ts';
import type { Finding } from '../../model/finding.ts';
import { isEmpty } from '../config/defaults.ts';
import { type EffectiveChange, effectiveChanges, placeInFile } from './effective.ts';

/** The same file means something else in target. */
export const defaultChangedHere: ContractRule = {
  code: 'OPR106',
  severity: 'warning',
  title: 'the same file gives an option another value',
  why: 'The file says nothing about the option, or target reads it otherwise: after the upgrade the service behaves differently.',
  remedy: 'Write the value of base into the file to keep it, or read what the new value brings.',
  check: (contract) =>
    effectiveChanges(contract)
      .filter(({ target, settings }) => target !== undefined && !isLost(settings))
      .map((change) => finding(change, contract)),
};

/** Something sets the option in base, and nothing in target. */
const isLost = ({ base, target }: EffectiveChange['settings']): boolean =>
  base.length > 0 && target.length === 0;

function finding({ file, base, target, settings, values }: EffectiveChange, contract: Contract): Finding {
  const id = (target ?? base).id;
  const isUnset = settings.base.length + settings.target.length === 0;
  const because = isUnset ? 'its default changed' : 'it is read otherwise';
  const seldomMatters = isUnset && isEmpty(base.default) && isEmpty(target?.default);
  const place = (settings.target.at(-1) ?? settings.base.at(-1))?.place ?? placeInFile(file, id.group);
  return {
    rule: defaultChangedHere,
    place,
    subject: formatOption(id),
    message: `${formatOption(id)} gets another value from this file: ${because}`,
    witness: `${values.base} in ${contract.base.label}, ${values.target} in ${contract.target.label}`,
    hint: seldomMatters
      ? 'most programs take empty and unset for the same'
      : `set it${id.group === '' ? '' : ` in [${id.group}]`} if ${contract.base.label}'s value is to stay`,
  };
}
