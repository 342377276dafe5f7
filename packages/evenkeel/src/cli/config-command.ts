import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { replaceFile } from '../drivers/store/operator-files.ts';
import type { Contract, ReleaseSnapshot } from '../model/contract.ts';
import type { LineChange } from '../model/ini.ts';
import type { OperatorFile } from '../model/operator-file.ts';
import { DEFAULT_POLICY } from '../model/policies.ts';
import { editsFor } from '../policy/operator/fix.ts';
import { DIFF_RULES, LINT_RULES } from '../policy/operator/rules.ts';
import { judgeContract } from '../policy/rules.ts';
import { changedText, changesBy } from '../read/config/ini-edit.ts';
import { operatorFileOf } from '../read/config/operator-ini.ts';
import { unifiedDiff } from '../report/unified-diff.ts';
import { BadInput } from './bad-input.ts';
import { openIni, openSchema } from './config-files.ts';
import { type FindingsOptions, writeFindings } from './write-findings.ts';

interface Target {
  readonly target: string;
  readonly config?: string;
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
  const file = operatorFileOf(openIni(path, folder));
  const contract = contractOf(file, { label: 'base' }, snapshot(options.target, options, folder));
  return writeFindings(judgeContract(contract, LINT_RULES), options);
}

/** `evenkeel config diff`: what an operator's file comes to mean in target. */
export async function diffCommand(path: string, options: DiffOptions, folder: string): Promise<number> {
  const file = operatorFileOf(openIni(path, folder));
  const base = snapshot(options.base, options, folder);
  const contract = contractOf(file, base, snapshot(options.target, options, folder));
  return writeFindings(judgeContract(contract, DIFF_RULES), options);
}

/** `evenkeel config fix`: rewrites an operator's file for target, or prints the patch that would. */
export function fixCommand(path: string, options: FixOptions, folder: string): number {
  const document = openIni(path, folder);
  const base = openSchema(options.base, options.config, folder);
  const target = openSchema(options.target, options.config, folder);
  const label = options.targetVersion ?? nameOf(options.target, folder);
  const edits = editsFor(operatorFileOf(document), base, target, label);
  const changes = changesBy(document, edits);
  if (options.patch === true) {
    if (document.lines.some(({ end }) => end === '\r'))
      throw BadInput.because(
        `${path} has lines that end with a carriage return alone: no patch can be made of it`,
      );
    process.stdout.write(unifiedDiff(path, document.lines, changes));
    return 0;
  }
  if (changes.length > 0) write(resolve(folder, path), changedText(document, changes));
  process.stdout.write(`${path}: ${inWords(edits.length, changes)}\n`);
  return 0;
}

/** A name for a release that is the same wherever the command is given: comments in the file hold it. */
const nameOf = (release: string, folder: string): string => {
  const path = resolve(folder, release);
  return existsSync(path) ? basename(path) : release;
};

function inWords(edits: number, changes: readonly LineChange[]): string {
  if (changes.length === 0) return 'nothing to change';
  return `${edits} ${edits === 1 ? 'setting' : 'settings'} changed`;
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
