import type { ReleaseSnapshot } from '../model/contract.ts';
import { acceptFindings } from '../policy/baseline/accept.ts';
import { POLICIES } from '../policy/policies.ts';
import { judgeContract, RULES } from '../policy/rules.ts';
import { operatorFileOf } from '../read/config/operator-ini.ts';
import { BadInput } from './bad-input.ts';
import { type BaselineOptions, loadBaseline, writeBaseline } from './check-baseline.ts';
import { migrationsOf, tellUnread } from './check-migrations.ts';
import { exceptionsOf, type NotesOptions, newNotes } from './check-notes.ts';
import { openIni, openSchema } from './config-files.ts';
import { loadFilters } from './filters-command.ts';
import { type FindingsOptions, writeFindings } from './write-findings.ts';

export interface CheckOptions extends FindingsOptions, NotesOptions, BaselineOptions {
  readonly base: string;
  readonly target: string;
  readonly config?: string;
  readonly migrations?: string;
  readonly filters?: string;
  readonly baseVersion?: string;
  readonly targetVersion?: string;
  readonly policy: string;
  readonly file?: readonly string[];
}

/**
 * `evenkeel check`: what two releases declare, judged without running anything.
 * @returns the exit code: 1 when a finding is as bad as `failOn`
 */
export async function checkCommand(options: CheckOptions, folder: string): Promise<number> {
  const policy = POLICIES.find(({ name }) => name === options.policy);
  if (policy === undefined) {
    const names = POLICIES.map(({ name }) => name).join(', ');
    throw BadInput.because(`There is no policy '${options.policy}'. Policies: ${names}.`);
  }
  const migrations = await migrationsOf(options, folder);
  const baseline = loadBaseline(options, folder);
  const contract = {
    base: {
      ...snapshot(options.base, options.baseVersion, options, folder),
      ...filtersOf(options.base, options, folder),
      ...migrations?.base,
    },
    target: {
      ...snapshot(options.target, options.targetVersion, options, folder),
      ...filtersOf(options.target, options, folder),
      ...migrations?.target,
      ...newNotes(options, folder),
    },
    policy,
    operatorFiles: (options.file ?? []).map((path) => operatorFileOf(openIni(path, folder))),
    ...exceptionsOf(options),
    ...(baseline !== undefined && { baseline }),
  };
  const judged = judgeContract(contract);
  writeBaseline(options, judged, baseline, folder);
  const { findings, accepted } = acceptFindings(judged, baseline);
  const exitCode = writeFindings(findings, options, accepted);
  return tellUnread(contract) ? 2 : exitCode;
}

function snapshot(
  release: string,
  version: string | undefined,
  { config, filters, migrations }: CheckOptions,
  folder: string,
): ReleaseSnapshot {
  const wanted = config !== undefined || (migrations === undefined && filters === undefined);
  return {
    label: release,
    ...(wanted && { config: openSchema(release, config, folder) }),
    ...(version !== undefined && { version }),
  };
}

function filtersOf(
  release: string,
  { filters }: CheckOptions,
  folder: string,
): Pick<ReleaseSnapshot, 'filters'> {
  return filters === undefined ? {} : { filters: loadFilters(release, filters, folder) };
}

/** `evenkeel explain CODE`: what a rule is about. */
export function explainCommand(code: string): number {
  const rule = RULES.find((each) => each.code === code.toUpperCase());
  if (rule === undefined)
    throw BadInput.because(
      `There is no rule '${code}'. Rules: ${RULES.map((each) => each.code).join(', ')}.`,
    );
  process.stdout.write(`${rule.code} (${rule.severity}): ${rule.title}\n\n${rule.why}\n${rule.remedy}\n`);
  return 0;
}
