import { readReleaseFile } from '../drivers/store/release-files.ts';
import type { ConfigSchema } from '../model/config-schema.ts';
import type { ReleaseSnapshot } from '../model/contract.ts';
import type { Finding, Severity } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';
import { POLICIES } from '../policy/policies.ts';
import { judgeContract, RULES } from '../policy/rules.ts';
import { readConfigSchema } from '../read/config/schema.ts';
import { findingsJson, findingsText } from '../report/findings.ts';
import { BadInput } from './bad-input.ts';

export interface CheckOptions {
  readonly base: string;
  readonly target: string;
  readonly config?: string;
  readonly baseVersion?: string;
  readonly targetVersion?: string;
  readonly policy: string;
  readonly failOn: Severity | 'never';
  readonly format: 'text' | 'json';
}

/**
 * `evenkeel check`: what two releases declare, judged without running anything.
 * @returns the exit code: 1 when a finding is as bad as `failOn`
 */
export function checkCommand(options: CheckOptions, folder: string): number {
  const policy = POLICIES.find(({ name }) => name === options.policy);
  if (policy === undefined) {
    const names = POLICIES.map(({ name }) => name).join(', ');
    throw BadInput.because(`There is no policy '${options.policy}'. Policies: ${names}.`);
  }
  const findings = judgeContract({
    base: snapshot(options.base, options.config, options.baseVersion, folder),
    target: snapshot(options.target, options.config, options.targetVersion, folder),
    policy,
  });
  process.stdout.write(options.format === 'json' ? findingsJson(findings) : findingsText(findings));
  return isBad(findings, options.failOn) ? 1 : 0;
}

function isBad(findings: readonly Finding[], failOn: Severity | 'never'): boolean {
  if (failOn === 'never') return false;
  return findings.some(({ rule }) => SEVERITIES.indexOf(rule.severity) <= SEVERITIES.indexOf(failOn));
}

function snapshot(
  release: string,
  path: string | undefined,
  version: string | undefined,
  folder: string,
): ReleaseSnapshot {
  return {
    label: release,
    config: schemaOf(release, path, folder),
    ...(version !== undefined && { version }),
  };
}

function schemaOf(release: string, path: string | undefined, folder: string): ConfigSchema {
  const file = readReleaseFile(release, path, folder);
  if ('why' in file) throw BadInput.because(file.why);
  const schema = readConfigSchema(file.name, file.text);
  if ('issues' in schema) throw new BadInput(schema.issues);
  if (schema.options.length === 0)
    throw BadInput.because(`${file.name} declares no options: is it a schema?`);
  return schema;
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
