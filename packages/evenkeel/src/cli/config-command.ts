import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { replaceFile } from '../drivers/store/operator-files.ts';
import type { Contract, ReleaseSnapshot } from '../model/contract.ts';
import { formatIssue, type Issue } from '../model/issue.ts';
import type { FileFormat, OperatorFile } from '../model/operator-file.ts';
import { DEFAULT_POLICY } from '../model/policies.ts';
import { editsFor } from '../policy/operator/fix.ts';
import { DIFF_RULES, LINT_RULES } from '../policy/operator/rules.ts';
import { judgeContract } from '../policy/rules.ts';
import type { Rewrite } from '../read/config/data-edit.ts';
import { unifiedDiff } from '../report/unified-diff.ts';
import { BadInput } from './bad-input.ts';
import { openOperatorFile, openSchema } from './config-files.ts';
import { type FindingsOptions, writeFindings } from './write-findings.ts';

interface Target {
  readonly target: string;
  readonly config?: string;
  readonly fileFormat?: FileFormat;
}
export type LintOptions = Target & FindingsOptions;
export type DiffOptions = LintOptions & { readonly base: string };
export type FixOptions = Target & {
  readonly base: string;
  readonly targetVersion?: string;
  readonly patch?: boolean;
};

/** `evenkeel config lint`: an operator's file against the schema of one release. */
export async function lintCommand(path: string, options: LintOptions, folder: string): Promise<number> {
  const target = snapshot(options.target, options, folder);
  const { settings } = openOperatorFile(path, options.fileFormat, [target.config], folder);
  return writeFindings(judgeContract(contractOf(settings, { label: 'base' }, target), LINT_RULES), options);
}

/** `evenkeel config diff`: what an operator's file comes to mean in target. */
export async function diffCommand(path: string, options: DiffOptions, folder: string): Promise<number> {
  const base = snapshot(options.base, options, folder);
  const target = snapshot(options.target, options, folder);
  const { settings } = openOperatorFile(path, options.fileFormat, [base.config, target.config], folder);
  return writeFindings(judgeContract(contractOf(settings, base, target), DIFF_RULES), options);
}

/**
 * `evenkeel config fix`: rewrites an operator's file for target, or prints the patch that would.
 * @returns the exit code: 1 when a setting is left that has to be changed by hand
 */
export function fixCommand(path: string, options: FixOptions, folder: string): number {
  const base = openSchema(options.base, options.config, folder);
  const target = openSchema(options.target, options.config, folder);
  const { settings, lines, rewrite } = openOperatorFile(path, options.fileFormat, [base, target], folder);
  const label = options.targetVersion ?? nameOf(options.target, folder);
  const made = rewrite(editsFor(settings, base, target, label));
  if (options.patch === true) {
    if (lines.some(({ end }) => end === '\r'))
      throw BadInput.because(
        `${path} has lines that end with a carriage return alone: no patch can be made of it`,
      );
    process.stdout.write(unifiedDiff(path, lines, made.changes));
  } else {
    if (made.changes.length > 0) write(resolve(folder, path), made.text);
    process.stdout.write(`${path}: ${inWords(made)}\n`);
  }
  tell(made.takenOut);
  tell(made.refused);
  return made.refused.length > 0 ? 1 : 0;
}

/** A name for a release that is the same wherever the command is given: comments in the file hold it. */
const nameOf = (release: string, folder: string): string => {
  const path = resolve(folder, release);
  return existsSync(path) ? basename(path) : release;
};

function inWords({ changes, made }: Rewrite): string {
  if (changes.length === 0) return 'nothing to change';
  return `${made} ${made === 1 ? 'setting' : 'settings'} changed`;
}

function tell(issues: readonly Issue[]): void {
  for (const issue of issues) process.stderr.write(`${formatIssue(issue)}\n`);
}

function write(file: string, text: string): void {
  try {
    replaceFile(file, text);
  } catch (error) {
    throw BadInput.because(`${file} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
}

function snapshot(release: string, { config }: Target, folder: string): ReleaseSnapshot {
  return { label: release, config: openSchema(release, config, folder) };
}

/** Rules about operator's files do not ask how long deprecations must last. */
function contractOf(file: OperatorFile, base: ReleaseSnapshot, target: ReleaseSnapshot): Contract {
  return { base, target, policy: DEFAULT_POLICY, operatorFiles: [file] };
}
