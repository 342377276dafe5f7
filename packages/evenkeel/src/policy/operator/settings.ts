import type { Contract } from '../../model/contract.ts';
import { namingOf } from '../../model/naming.ts';
import type { OperatorFile, Setting } from '../../model/operator-file.ts';
import { type Lookup, lookupOf } from './lookup.ts';

/** A setting of an operator's file, with how target looks it up, and base where its schema is there. */
export interface Sought {
  readonly file: OperatorFile;
  readonly setting: Setting;
  readonly lookup: Lookup;
  readonly before: Lookup | undefined;
}

/** Each setting of the operator's files; nothing without target's schema. */
export function settingsFor({ operatorFiles, base, target }: Contract): Sought[] {
  const config = target.config;
  if (config === undefined) return [];
  return operatorFiles.flatMap((file) => {
    const naming = namingOf(file.format);
    const lookup = lookupOf(config, naming);
    const before = base.config && lookupOf(base.config, naming);
    return file.settings.map((setting) => ({ file, setting, lookup, before }));
  });
}

/** Whether a release reads a setting, by whatever name. */
export const isRead = ({ id }: Setting, lookup: Lookup): boolean =>
  lookup.named(id) !== undefined || lookup.formerly(id).length > 0;

/** Whether target reads a setting, or base does. */
export const isKnown = ({ setting, lookup, before }: Sought): boolean =>
  isRead(setting, lookup) || (before !== undefined && isRead(setting, before));
