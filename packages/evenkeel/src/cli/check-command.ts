import type { ConfigSchema } from '../model/config-schema.ts';
import type { Contract, ReleaseSnapshot } from '../model/contract.ts';
import type { Finding } from '../model/finding.ts';
import { given } from '../model/given.ts';
import type { OperatorFile } from '../model/operator-file.ts';
import type { PerRelease } from '../model/release.ts';
import { acceptFindings } from '../policy/baseline/accept.ts';
import { layered } from '../policy/operator/layered.ts';
import { judgeContract, RULES } from '../policy/rules.ts';
import { BadInput } from './bad-input.ts';
import { loadBaseline, writeBaseline } from './check-baseline.ts';
import { type BothMigrations, migrationsOf, tellUnread } from './check-migrations.ts';
import { type AskedRelease, type CheckOptions, type CheckRequest, requestOf } from './check-request.ts';
import { openOperatorFile, openSchema } from './config-files.ts';
import { loadFilters } from './filters-command.ts';
import { writeFindings } from './write-findings.ts';

/**
 * `evenkeel check`: what two releases declare, judged without running anything.
 * @returns the exit code: 1 when a finding is as bad as `failOn`
 */
export async function checkCommand(options: CheckOptions, folder: string): Promise<number> {
  const { contract, request, baseline } = await contractOf(options, folder);
  const judged = judgeContract(contract);
  writeBaseline(request, judged, baseline, folder);
  const { findings, accepted } = acceptFindings(judged, baseline);
  const exitCode = await writeFindings(findings, request, accepted);
  return tellUnread(contract) ? 2 : exitCode;
}

/**
 * What `evenkeel check` would find, but for what a baseline accepts.
 * @param migrations when they are read already
 * @throws BadInput
 */
export async function findingsOf(
  options: CheckOptions,
  folder: string,
  migrations?: BothMigrations,
): Promise<readonly Finding[]> {
  const { contract, baseline } = await contractOf(options, folder, migrations);
  return acceptFindings(judgeContract(contract), baseline).findings;
}

/** Reads all that is to be judged. */
async function contractOf(options: CheckOptions, folder: string, known?: BothMigrations) {
  const asked = requestOf(options, folder);
  const migrations = known ?? (await migrationsOf(asked));
  const request = { ...asked, ...named(asked, migrations?.labels) };
  const notes = await notesOf(request);
  const baseline = loadBaseline(request, folder);
  const [base, target] = [snapshot(request.base, request), snapshot(request.target, request)];
  const contract: Contract = {
    base: { ...base, ...migrations?.base },
    target: { ...target, ...migrations?.target, ...notes },
    policy: request.policy,
    operatorFiles: operatorFilesOf(request, [base.config, target.config], folder),
    ...given({ exceptions: request.exceptions, baseline }),
  };
  return { contract, request, baseline };
}

/** Releases that the command line does not name are called what the run calls them. */
function named(
  { base, target }: CheckRequest,
  labels: PerRelease<string> | undefined,
): Pick<CheckRequest, 'base' | 'target'> {
  const name = (asked: AskedRelease, label = ''): AskedRelease =>
    asked.release === '' ? { ...asked, release: label } : asked;
  return { base: name(base, labels?.base), target: name(target, labels?.target) };
}

/** The operator's files, each alone or laid over each other. @throws BadInput when one cannot be read, or formats are mixed in layers */
function operatorFilesOf(
  { files, fileFormat, layered: asLayers }: CheckRequest,
  schemas: readonly (ConfigSchema | undefined)[],
  folder: string,
): readonly OperatorFile[] {
  const opened = files.map((path) => openOperatorFile(path, fileFormat, schemas, folder).settings);
  const other = opened.find(({ format }) => format !== opened[0]?.format);
  if (asLayers && other !== undefined)
    throw BadInput.because(
      `${other.file} is ${other.format}, ${opened[0]?.file} is ${opened[0]?.format}: files that are layered have one format`,
    );
  return asLayers ? layered(opened) : opened;
}

/** New release notes, when they are asked for: reading YAML is loaded only then. */
async function notesOf(request: CheckRequest) {
  if (request.notes === undefined) return {};
  const { newNotes } = await import('./check-notes.ts');
  return newNotes(request);
}

function snapshot(
  { release, folder, version, date }: AskedRelease,
  { config, filters, migrations, captured }: CheckRequest,
): ReleaseSnapshot {
  const wanted = config !== undefined || [migrations, filters, captured].every((each) => each === undefined);
  return {
    label: version ?? release,
    ...(wanted && { config: openSchema(release, config, folder) }),
    ...(filters !== undefined && { filters: loadFilters(release, filters, folder) }),
    ...given({ version, date }),
  };
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
