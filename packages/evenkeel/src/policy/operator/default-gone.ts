import { formatOption } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import { likelyRenames } from '../config/renames.ts';
import { effectiveChanges, namesGroup, placeInFile } from './effective.ts';
import { hintOnLoss } from './loss.ts';

/** An option went that the file left to its default. */
export const defaultGone: ContractRule = {
  code: 'OPR108',
  severity: 'note',
  title: 'an option is gone that a group of the file leaves to its default',
  why: 'Whatever the option did by default, target does in its own way, or not at all.',
  remedy: 'Read in the release notes what became of it.',
  check: (contract) => {
    const renames = likelyRenames(contract);
    return (
      effectiveChanges(contract)
        .filter(({ target, settings }) => target === undefined && settings.base.length === 0)
        // the options of a driver that the site does not use are nobody's loss
        .filter(({ file, base }) => namesGroup(file, base.id.group))
        .map(({ file, base, values }) => ({
          rule: defaultGone,
          place: placeInFile(file, base.id.group),
          subject: formatOption(base.id),
          message: `${formatOption(base.id)}, which this file does not set, is gone in ${contract.target.label}`,
          witness: `it is ${values.base} in ${contract.base.label}`,
          ...hintOnLoss(base, renames),
        }))
    );
  },
};
