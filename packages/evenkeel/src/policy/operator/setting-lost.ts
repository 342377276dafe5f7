import { formatOption } from '../../model/config-schema.ts';
import type { Contract, ContractRule } from '../../model/contract.ts';
import type { Finding } from '../../model/finding.ts';
import { likelyRenames } from '../config/renames.ts';
import { type EffectiveChange, effectiveChanges } from './effective.ts';
import { hintOnLoss } from './loss.ts';

/** What the file sets is not read any more. */
export const settingLost: ContractRule = {
  code: 'OPR107',
  severity: 'error',
  title: 'a setting of the file is not read any more',
  why: 'The option went, or its former name is not taken any more: target passes over the line in silence.',
  remedy: 'Set the option by its present name, or remove it; `evenkeel config fix` does both.',
  check: (contract) => {
    const renames = likelyRenames(contract);
    return effectiveChanges(contract).flatMap((change) => {
      const setting = change.settings.base.at(-1);
      return setting === undefined || change.settings.target.length > 0
        ? []
        : [finding(change, setting, contract, renames)];
    });
  },
};

function finding(
  { base, target, values }: EffectiveChange,
  { id, place }: EffectiveChange['settings']['base'][number],
  contract: Contract,
  renames: ReturnType<typeof likelyRenames>,
): Finding {
  const hint =
    target === undefined ? hintOnLoss(base, renames) : { hint: `set ${formatOption(target.id)} instead` };
  const after = target === undefined ? 'no such option' : values.target;
  return {
    rule: settingLost,
    place,
    subject: formatOption(base.id),
    message: `${formatOption(id)} is not read by ${contract.target.label}`,
    witness: `${formatOption(base.id)} is ${values.base} in ${contract.base.label}; in ${contract.target.label}: ${after}`,
    ...hint,
  };
}
