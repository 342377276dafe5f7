import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { commitDay } from '../drivers/store/git.ts';
import type { DeprecationPolicy } from '../model/contract.ts';
import { given } from '../model/given.ts';
import type { FileFormat } from '../model/operator-file.ts';
import { DEFAULT_POLICY } from '../model/policies.ts';
import type { ReleaseName } from '../model/release.ts';
import type { PlanException } from '../model/release-notes.ts';
import { readPolicy } from '../read/policy-words.ts';
import { BadInput } from './bad-input.ts';
import type { BaselineOptions } from './check-baseline.ts';
import { DEFAULT_PLAN } from './default-plan.ts';
import { loadCheckPlan, shownPath } from './load-plan.ts';
import type { FindingsOptions } from './write-findings.ts';

/** Where things are in a release. */
interface ReleasePaths {
  readonly config?: string;
  readonly filters?: string;
  readonly migrations?: string;
  readonly notes?: string;
}

/** The command line of `evenkeel check`. */
export interface CheckOptions extends ReleasePaths, BaselineOptions, FindingsOptions {
  readonly base?: string;
  readonly target?: string;
  readonly baseVersion?: string;
  readonly targetVersion?: string;
  readonly baseDate?: string;
  readonly targetDate?: string;
  readonly policy?: string;
  readonly file?: readonly string[];
  /** Of all files. */
  readonly fileFormat?: FileFormat;
  readonly layered?: boolean;
  readonly plan?: string;
  /** The folder of a run. */
  readonly captured?: string;
}

/** A release, and the folder in which its name is looked up. */
export interface AskedRelease {
  readonly release: string;
  readonly folder: string;
  readonly version?: string;
  readonly date?: string;
}

/** What is to be checked: the command line, and what it leaves to the plan. */
export interface CheckRequest extends ReleasePaths, BaselineOptions, FindingsOptions {
  readonly base: AskedRelease;
  readonly target: AskedRelease;
  readonly policy: DeprecationPolicy;
  readonly files: readonly string[];
  readonly fileFormat?: FileFormat;
  /** They are read one over the other. */
  readonly layered: boolean;
  readonly exceptions?: readonly PlanException[];
  readonly captured?: string;
}

type Plan = ReturnType<typeof loadCheckPlan>;

/**
 * Takes what the command line says, and the rest from the plan: the one that is named, or `evenkeel.yaml` when a release is
 * not named. Paths of the plan are relative to it.
 * @throws BadInput when a release is named nowhere, and with every mistake of the plan
 */
export function requestOf(options: CheckOptions, folder: string): CheckRequest {
  const isAlone = isCapturedAlone(options);
  const plan = isAlone ? undefined : planOf(options, folder);
  const { config, filters, migrations, notes, policy, files = [], failOn } = plan?.contract ?? {};
  return {
    base: isAlone ? { release: '', folder } : releaseOf('base', options, plan, folder),
    target: isAlone ? { release: '', folder } : releaseOf('target', options, plan, folder),
    ...given({ captured: options.captured, config, filters, migrations, notes }),
    ...given(pathsOf(options)),
    policy: policyOf(options.policy) ?? policy ?? DEFAULT_POLICY,
    files: options.file ?? files.map(shownPath),
    layered: options.layered ?? (options.file === undefined && plan?.contract?.layered === true),
    format: options.format,
    ...given({
      fileFormat: options.fileFormat,
      failOn: options.failOn ?? failOn,
      baseline: options.baseline ?? baselineOf(plan, options),
      writeBaseline: options.writeBaseline,
      exceptions: plan?.exceptions,
    }),
  };
}

/** The statements of a run are judged without anything else being named: the run says what its releases are called. */
function isCapturedAlone({
  captured,
  base,
  target,
  config,
  filters,
  notes,
  file,
  plan,
}: CheckOptions): boolean {
  const others = [base, target, config, filters, notes, file, plan];
  return captured !== undefined && others.every((each) => each === undefined);
}

const pathsOf = ({ config, filters, migrations, notes }: CheckOptions) => ({
  config,
  filters,
  migrations,
  notes,
});

function planOf({ plan, base, target }: CheckOptions, folder: string): Plan | undefined {
  if (plan !== undefined) return loadCheckPlan(plan);
  if (base !== undefined && target !== undefined) return undefined;
  if (existsSync(resolve(folder, DEFAULT_PLAN))) return loadCheckPlan(DEFAULT_PLAN);
  throw BadInput.because(
    `Which releases? Name them with --base and --target, or in the contract of a plan; there is no ${DEFAULT_PLAN} here. Only --captured alone does without them.`,
  );
}

function releaseOf(
  end: ReleaseName,
  options: CheckOptions,
  plan: Plan | undefined,
  folder: string,
): AskedRelease {
  const named = options[end];
  const planned = plan?.contract?.[end];
  const said = given({ version: options[`${end}Version`], date: options[`${end}Date`] });
  // what the plan says of its release does not hold for another one
  if (named !== undefined) return withDay({ release: named, folder, ...said });
  if (planned === undefined || plan === undefined) throw missing(end, plan);
  const path = resolve(plan.dir, planned.release);
  return withDay(
    existsSync(path)
      ? { ...planned, release: shownPath(path), folder, ...said }
      : { ...planned, folder: plan.dir, ...said },
  );
}

function missing(end: ReleaseName, plan: Plan | undefined): BadInput {
  const message =
    plan?.contract === undefined ? 'the plan has no contract' : `the contract does not name ${end}`;
  const place = plan?.place ?? { file: DEFAULT_PLAN, line: 1, column: 1 };
  return new BadInput([{ ...place, message, hint: `name ${end} there, or with --${end}` }]);
}

/** A git ref is of the day of its commit, unless another is said. */
function withDay(asked: AskedRelease): AskedRelease {
  const { release, folder, date } = asked;
  if (date !== undefined || existsSync(resolve(folder, release))) return asked;
  return { ...asked, ...given({ date: commitDay(folder, release) }) };
}

function policyOf(words: string | undefined): DeprecationPolicy | undefined {
  if (words === undefined) return undefined;
  const policy = readPolicy(words);
  if ('why' in policy) throw BadInput.because(policy.why);
  return policy;
}

/** The baseline of the plan; one that is to be written for the first time is not there yet. */
function baselineOf(plan: Plan | undefined, { writeBaseline }: CheckOptions): string | undefined {
  const baseline = plan?.contract?.baseline;
  if (baseline === undefined || (writeBaseline !== undefined && !existsSync(baseline))) return undefined;
  return shownPath(baseline);
}
