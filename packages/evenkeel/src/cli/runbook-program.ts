import { type Command, Option } from 'commander';
import type { CellId } from '../model/cell.ts';
import type { RunbookOptions } from './runbook-command.ts';

const HELP = `
It is made from the journal alone. Without --cell: the best rolling cell that works, else an offline one.
Exit codes: 0 a runbook, 1 no order is safe (the smallest combination that fails is printed; there is no playbook then),
2 bad input, 3 inconclusive.`;

/** Adds `evenkeel runbook`. */
export function addRunbookCommand(
  program: Command,
  parseCell: (value: string) => CellId,
  done: (exitCode: number) => void,
): void {
  program
    .command('runbook')
    .description('say how to upgrade safely, step by step, by what a run has shown')
    .argument('<run-dir>', "the run's folder")
    .option('--cell <cell>', 'for this cell of the run', parseCell)
    .addOption(
      new Option('--format <format>', 'for people, for Ansible, or for programs')
        .choices(['markdown', 'ansible', 'json'])
        .default('markdown'),
    )
    .option('-o, --out <file>', 'write it there')
    .addHelpText('after', HELP)
    .action(async (folder: string, options: RunbookOptions) => {
      const { runbookCommand } = await import('./runbook-command.ts');
      done(runbookCommand(folder, options));
    });
}
