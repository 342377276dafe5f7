import type { Command } from 'commander';
import type { ShowOptions } from './show-command.ts';

/** Adds `evenkeel show`. @param done takes the exit code */
export function addShowCommand(program: Command, done: (exitCode: number) => void): void {
  program
    .command('show')
    .description('open the HTML report of a run, and print where it is')
    .argument('[run-dir]', "the run's folder (default: the newest run here)")
    .option('--print', 'only print where it is')
    .action(async (folder: string | undefined, options: ShowOptions) => {
      const { showCommand } = await import('./show-command.ts');
      done(await showCommand(folder, options));
    });
}
