import { type Command, InvalidArgumentError } from 'commander';
import { isDay } from '../model/day.ts';
import { POLICIES } from '../model/policies.ts';
import type { CheckOptions } from './check-request.ts';
import { failOnOption, fileFormatOption, formatOption } from './config-options.ts';
import { DEFAULT_PLAN } from './default-plan.ts';

const RULE = `
A release is a schema file, a folder, or a git ref. What is not said here is taken from the contract of the plan, when
--plan names one, or when --base or --target is not named and there is an ${DEFAULT_PLAN} here.`;

const addTo = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value];

function parseDay(value: string): string {
  if (!isDay(value)) throw new InvalidArgumentError('A day is written as 2025-04-02.');
  return value;
}

/** Adds `evenkeel check`. */
export function addCheckCommand(program: Command, exitCodes: string, done: (exitCode: number) => void): void {
  const policies = POLICIES.map(({ name }) => name).join(', ');
  program
    .command('check')
    .description('judge what two releases declare, without running anything')
    .option('--base <release>', 'the release that operators run')
    .option('--target <release>', 'the release to upgrade to')
    .option('--config <path>', 'where the configuration schema is in a folder or git ref')
    .option(
      '--migrations <path>',
      'where the SQL migrations are (a folder; PostgreSQL) in a folder or git ref',
    )
    .option(
      '--captured <run-dir>',
      'instead: the statements that the migrations really ran, in the folder of a run',
    )
    .option('--filters <path>', 'where the folder of filter files is in a folder or git ref')
    .option('--notes <path>', 'where the release notes are in a folder or git ref: of reno, or of Changesets')
    .option('--base-version <version>', 'the version of base, as the schema names versions')
    .option('--target-version <version>', 'the version of target')
    .option(
      '--base-date <day>',
      'when base was released, as 2025-04-02 (default for a git ref: its commit)',
      parseDay,
    )
    .option('--target-date <day>', 'the same for target', parseDay)
    .option('--file <path>', "an operator's configuration file; can be given again", addTo)
    .addOption(fileFormatOption())
    .option('--layered', 'the files are read one over the other, in this order (default: each alone)')
    .option(
      '--policy <policy>',
      `how long deprecations must last: ${policies}, or as releases=2,months=6,remove_only_in=major (default: openstack)`,
    )
    .option('--plan <file>', 'a plan, for its contract and its exceptions')
    .option('--baseline <file>', 'findings that are accepted for now')
    .option('--write-baseline <file>', 'accept the findings of today: write them there')
    .addOption(failOnOption())
    .addOption(formatOption())
    .addHelpText('after', `${RULE}\n${exitCodes}`)
    .action(async (options: CheckOptions) => {
      const { checkCommand } = await import('./check-command.ts');
      done(await checkCommand(options, process.cwd()));
    });
}
