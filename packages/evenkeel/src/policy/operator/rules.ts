import type { ContractRule } from '../../model/contract.ts';
import { defaultChangedHere } from './default-changed-here.ts';
import { defaultGone } from './default-gone.ts';
import { deprecatedOption } from './deprecated-option.ts';
import { formerName } from './former-name.ts';
import { invalidValue } from './invalid-value.ts';
import { settingLost } from './setting-lost.ts';
import { unknownGroup } from './unknown-group.ts';
import { unknownOption } from './unknown-option.ts';

/** What one release says to an operator's file. */
export const LINT_RULES: readonly ContractRule[] = [
  unknownOption,
  unknownGroup,
  deprecatedOption,
  formerName,
  invalidValue,
];

/** What an operator's file comes to mean in target: the effective-config diff. */
export const DIFF_RULES: readonly ContractRule[] = [defaultChangedHere, settingLost, defaultGone];
