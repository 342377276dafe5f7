import { type Command, Option } from 'commander';

import { checkCommand } from './check-command.ts';
import type { CheckOptions } from './check-request.ts';
import { failOnOption, formatOption } from './config-options.ts';
import { replayCommand, unionCommand } from './filters-command.ts';

interface PathOption {
  /** Where the filters are in a release. */
  readonly path: string;
}

/** Adds `evenkeel filters`: what privilege filters of two releases admit. */
export function addFilterCommands(program: Command, done: (exitCode: number) => void): void {
  const filters = program.command('filters').description('compare what privilege filters admit');
  const where = () =>
    new Option('--path <path>', 'where the filter files are in a folder or git ref').default('.');
  filters
    .command('diff')
    .description('what one release admits and the other denies, with a command line for each')
    .requiredOption('--base <release>', 'a folder of filter files, or a git ref')
    .requiredOption('--target <release>', 'the same for the release to upgrade to')
    .addOption(where())
    .addOption(failOnOption())
    .addOption(formatOption())
    .action(
      async ({
        path,
        ...options
      }: PathOption & Pick<CheckOptions, 'base' | 'target' | 'failOn' | 'format'>) =>
        done(await checkCommand({ ...options, filters: path }, process.cwd())),
    );
  filters
    .command('union')
    .description('write filter files that admit what either release admits')
    .argument('<base>', 'a folder of filter files, or a git ref')
    .argument('<target>', 'the same for the release to upgrade to')
    .requiredOption('-o, --out <dir>', 'a new or empty folder')
    .addOption(where())
    .action((base: string, target: string, { out, path }: PathOption & { out: string }) =>
      done(unionCommand(base, target, out, path, process.cwd())),
    );
  filters
    .command('replay')
    .description("which commands of rootwrap's record would be refused")
    .argument('<record>', "the file that rootwrap.conf names as 'record'")
    .requiredOption('--filters <release>', 'a folder of filter files, or a git ref')
    .addOption(where())
    .action((record: string, options: PathOption & { filters: string }) =>
      done(replayCommand(record, options.filters, options.path, process.cwd())),
    );
}
