import type { ConfigOption } from '../model/config-schema.ts';
import { DEFAULT_POLICY } from '../model/policies.ts';
import type { ManagedFile, UpgradeModel } from '../model/upgrade-model.ts';
import { effectiveChanges } from '../policy/operator/effective.ts';
import { BadInput } from './bad-input.ts';
import { openOperatorFile, openSchema } from './config-files.ts';

/**
 * The options whose default is another one in target and that an operator's file does not set, with base's default; by the
 * schemas that the plan's contract names. Empty where there is no contract, or it cannot be read: a run does not depend
 * on it, and `check` says what is wrong with it.
 */
export function changedDefaults({ contract, dir }: UpgradeModel, file: ManagedFile): ConfigOption[] {
  const { base, target, config } = contract ?? {};
  if (base === undefined || target === undefined || file.from.base === undefined) return [];
  try {
    const schemas = [openSchema(base.release, config, dir), openSchema(target.release, config, dir)] as const;
    const { settings } = openOperatorFile(file.from.base, undefined, schemas, '/');
    const changes = effectiveChanges({
      base: { label: base.release, config: schemas[0] },
      target: { label: target.release, config: schemas[1] },
      policy: DEFAULT_POLICY,
      operatorFiles: [settings],
    });
    return changes
      .filter(
        ({ settings: set, target: now }) => now !== undefined && set.base.length + set.target.length === 0,
      )
      .map(({ base: option }) => option)
      .filter(({ default: value }) => value != null);
  } catch (error) {
    if (error instanceof BadInput) return [];
    throw error;
  }
}
