import type { Command } from 'commander';
import type { MergeOptions } from './merge-command.ts';
import { addReportOptions } from './report-options.ts';

/** Adds `evenkeel merge`. */
export function addMergeCommand(program: Command, exitCodes: string, done: (exitCode: number) => void): void {
  const merge = program
    .command('merge')
    .description('join the runs of several machines, each of a share of the plan, into one report')
    .argument('<run-dir...>', "the runs' folders")
    .option('-o, --out <dir>', 'the folder of the joined run (default: .evenkeel/merged-SEED)');
  addReportOptions(merge);
  merge.addHelpText('after', exitCodes).action(async (folders: string[], options: MergeOptions) => {
    const { mergeCommand } = await import('./merge-command.ts');
    done(mergeCommand(folders, options));
  });
}
