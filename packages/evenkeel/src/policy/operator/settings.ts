import type { Contract } from '../../model/contract.ts';
import type { Setting } from '../../model/operator-file.ts';
import { type Lookup, lookupOf } from './lookup.ts';

/** Each setting of the operator's files, with how target looks it up; nothing without target's schema. */
export function settingsFor({ operatorFiles, target }: Contract): { setting: Setting; lookup: Lookup }[] {
  if (target.config === undefined) return [];
  const lookup = lookupOf(target.config);
  return operatorFiles.flatMap(({ settings }) => settings.map((setting) => ({ setting, lookup })));
}

/** Whether a release reads a setting, by whatever name. */
export const isRead = ({ id }: Setting, lookup: Lookup): boolean =>
  lookup.named(id) !== undefined || lookup.formerly(id).length > 0;
