import { contractFilters, missingFilters } from '../policy/filters/contract.ts';
import { contractJson, contractText } from '../report/filters-contract.ts';
import { checkedFilters, loadFilterFiles, loadFilters, writeFilterFiles } from './filters-command.ts';

export interface ContractOptions {
  /** Where the filters are in a release. */
  readonly path: string;
  /** The folder that lay at the site while code moved; base's own filters when it is not given. */
  readonly union?: string;
  readonly out?: string;
  readonly format: 'text' | 'json';
}

/**
 * `evenkeel filters contract`: what may go when all code is target; with `out`, writes what is to lie there then.
 * @returns the exit code: 1 when more is lost than what only base needed, or something cannot be told
 */
export function contractCommand(
  base: string,
  target: string,
  { path, union, out, format }: ContractOptions,
  folder: string,
): number {
  const before = loadFilters(base, path, folder);
  const after = loadFilterFiles(target, path, folder);
  const site = union === undefined ? before : loadFilters(union, '.', folder);
  const fates = [
    ...contractFilters(site, before, after.set),
    ...(union === undefined ? [] : missingFilters(site, after.set)),
  ];
  if (out !== undefined) {
    checkedFilters(out, after.files, { target: after.set });
    writeFilterFiles(out, after.files);
  }
  process.stdout.write(format === 'json' ? contractJson(fates) : contractText(fates));
  if (out !== undefined && format === 'text')
    process.stdout.write(`${after.files.length} ${after.files.length === 1 ? 'file' : 'files'} in ${out}.\n`);
  return fates.every(({ fate }) => fate === 'stays' || fate === 'may-go') ? 0 : 1;
}
