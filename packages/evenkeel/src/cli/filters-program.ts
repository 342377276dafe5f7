import { type Command, Option } from 'commander';
import type { CheckOptions } from './check-request.ts';
import { failOnOption, formatOption } from './config-options.ts';
import type { ContractOptions } from './filters-contract.ts';
import type { FindingsOptions } from './write-findings.ts';

/** What a command works with is loaded when it is the one that is run. */
const commands = () => import('./filters-command.ts');

interface PathOption {
  /** Where the filters are in a release. */
  readonly path: string;
}

const RELEASE = 'a folder of filter files, or a git ref';
const TARGET = 'the same for the release to upgrade to';
const WHERE = 'where the filter files are in a folder or git ref';

/** `--filters` is what `check` calls it. */
const where = (): Option => new Option('--filters, --path <path>', WHERE).default('.');

/** Adds `evenkeel filters`: what privilege filters of two releases admit. */
export function addFilterCommands(program: Command, done: (exitCode: number) => void): void {
  const filters = program.command('filters').description('look at what privilege filters admit');
  filters
    .command('diff')
    .description('what one release admits and the other denies, with a command line for each')
    .requiredOption('--base <release>', RELEASE)
    .requiredOption('--target <release>', TARGET)
    .addOption(where())
    .addOption(failOnOption())
    .addOption(formatOption())
    .action(
      async ({
        path,
        ...options
      }: PathOption & Pick<CheckOptions, 'base' | 'target' | 'failOn' | 'format'>) => {
        const { checkCommand } = await import('./check-command.ts');
        done(await checkCommand({ ...options, filters: path }, process.cwd()));
      },
    );
  filters
    .command('union')
    .description('write filter files that admit what either release admits')
    .argument('<base>', RELEASE)
    .argument('<target>', TARGET)
    .requiredOption('-o, --out <dir>', 'a new or empty folder')
    .addOption(where())
    .action(async (base: string, target: string, { out, path }: PathOption & { out: string }) =>
      done((await import('./filters-union.ts')).unionCommand(base, target, out, path, process.cwd())),
    );
  filters
    .command('contract')
    .description(
      "what may go when all code is target, and what is refused then; target's files are what stays",
    )
    .argument('<base>', RELEASE)
    .argument('<target>', TARGET)
    .option('--union <dir>', "the filter files that lay there while code moved (default: base's)")
    .option('-o, --out <dir>', 'a new or empty folder for what is to lie there now')
    .addOption(where())
    .addOption(new Option('--format <format>', 'of the output').choices(['text', 'json']).default('text'))
    .action(async (base: string, target: string, options: ContractOptions) => {
      const { contractCommand } = await import('./filters-contract.ts');
      done(contractCommand(base, target, options, process.cwd()));
    });
  filters
    .command('lint')
    .description('what is wrong in the filters of one release')
    .argument('<release>', RELEASE)
    .addOption(where())
    .addOption(failOnOption().default('warning'))
    .addOption(formatOption())
    .action(async (release: string, { path, ...options }: PathOption & FindingsOptions) =>
      done(await (await commands()).lintFiltersCommand(release, path, options, process.cwd())),
    );
  filters
    .command('replay')
    .description("which commands of rootwrap's record would be refused")
    .argument('<record>', "the file that rootwrap.conf names as 'record'")
    .requiredOption('--filters <release>', RELEASE)
    .option('--path <path>', WHERE, '.')
    .action(async (record: string, options: PathOption & { filters: string }) => {
      const { replayCommand } = await import('./filters-replay.ts');
      done(replayCommand(record, options.filters, options.path, process.cwd()));
    });
}
