import { type Command, Option } from 'commander';
import { FAIL_ON } from '../model/finding.ts';
import { FILE_FORMATS } from '../model/operator-file.ts';
import type { DiffOptions, FixOptions, LintOptions } from './config-command.ts';
import { FINDINGS_FORMATS } from './format-names.ts';

/** From which severity on a command fails. */
export const failOnOption = (): Option =>
  new Option('--fail-on <severity>', 'exit with 1 for findings as bad as this (default: error)').choices(
    FAIL_ON,
  );

/** How findings are printed. */
export const formatOption = (): Option =>
  new Option('--format <format>', 'of the output').choices([...FINDINGS_FORMATS]).default('text');

/** What a command works with is loaded when it is the one that is run. */
const commands = () => import('./config-command.ts');

/** In what an operator's file is written. */
export const fileFormatOption = (): Option =>
  new Option(
    '--file-format <format>',
    'in what the file is written (default: as its name says, else ini)',
  ).choices(FILE_FORMATS);

const FILE = "an operator's configuration file: oslo.config's INI, .env, YAML, TOML, JSON";
const RELEASE = 'a schema file, a folder, or a git ref';
const CONFIG = 'where the configuration schema is in a folder or git ref';

/** `evenkeel config lint|diff|fix`. */
export function addConfigCommands(config: Command, done: (exitCode: number) => void): void {
  config
    .command('lint')
    .description('what is wrong with a file for one release')
    .argument('<file>', FILE)
    .requiredOption('--target <release>', RELEASE)
    .option('--config <path>', CONFIG)
    .addOption(fileFormatOption())
    .addOption(failOnOption())
    .addOption(formatOption())
    .action(async (file: string, options: LintOptions) =>
      done(await (await commands()).lintCommand(file, options, process.cwd())),
    );
  config
    .command('diff')
    .description('which options get another value from the same file')
    .argument('<file>', FILE)
    .requiredOption('--base <release>', RELEASE)
    .requiredOption('--target <release>', 'the same for the release to upgrade to')
    .option('--config <path>', CONFIG)
    .addOption(fileFormatOption())
    .addOption(failOnOption())
    .addOption(formatOption())
    .action(async (file: string, options: DiffOptions) =>
      done(await (await commands()).diffCommand(file, options, process.cwd())),
    );
  config
    .command('fix')
    .description(
      'rewrite a file for target: names renamed, removed options commented out (in JSON: taken out)',
    )
    .argument('<file>', FILE)
    .requiredOption('--base <release>', RELEASE)
    .requiredOption('--target <release>', 'the same for the release to upgrade to')
    .option('--config <path>', CONFIG)
    .option('--target-version <version>', 'what the comments in the file call target (default: its name)')
    .addOption(fileFormatOption())
    .option('--patch', 'print a unified diff, write nothing')
    .action(async (file: string, options: FixOptions) =>
      done((await commands()).fixCommand(file, options, process.cwd())),
    );
}
