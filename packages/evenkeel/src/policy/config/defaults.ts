import type { ConfigOption } from '../../model/config-schema.ts';
import { sameJson } from '../../model/json-path.ts';

/**
 * Is an option that nobody sets the same in both releases, as far as their schemas can tell?
 * @param isText files write every value as text
 */
export function sameDefault(base: ConfigOption, target: ConfigOption, isText: boolean): boolean {
  if (sameJson(base.default, target.default)) return true;
  if (isMadeOnMachine(base) && isMadeOnMachine(target)) return sameJson(base.sample, target.sample);
  return isText && base.type.kind !== target.type.kind && sameText(base.default, target.default);
}

/** A name, address, path or count for which a sample is shown mostly comes from the machine that made the schema. */
const isMadeOnMachine = ({ default: value, sample }: ConfigOption): boolean =>
  sample !== undefined && (typeof value === 'string' || typeof value === 'number');

/** When the type is another, what a file would have to say for each is compared; unset is nothing that it could say. */
const sameText = (base: unknown, target: unknown): boolean =>
  base != null && target != null && textOf(base) === textOf(target);

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, each]) => `${key}:${textOf(each)}`)
    .join(',');
}

/** Unset, or nothing in it. */
export const isEmpty = (value: unknown): boolean =>
  value == null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
