import { type Command, Option } from 'commander';
import { DEFAULT_PLAN } from './default-plan.ts';
import type { SelfcheckOptions } from './selfcheck-command.ts';

const HELP = `
Breaks, on base alone, what each verify and each probe claims to watch: the thing was never made, is gone, the service is
stopped, the answer has another status, or another body. What passes all the same is a survivor: it notices nothing.
\`evenkeel run --selfcheck DIR/selfcheck.json\` judges no cell that rests on a survivor.
Exit codes: 0 everything was noticed, 1 survivors, 2 bad input, 3 base did not work, so that nothing is proved,
4 a fault of evenkeel's own, 130 interrupted.`;

/** Adds `evenkeel selfcheck`. */
export function addSelfcheckCommand(program: Command, done: (exitCode: number) => void): void {
  program
    .command('selfcheck')
    .description('break what each check claims to watch, and see whether it notices')
    .argument('[plan]', 'plan file, or the folder of one', DEFAULT_PLAN)
    .option('--dry-run', 'print the numbered steps, run nothing')
    .option('-o, --out <dir>', "the run's folder: journal, logs, selfcheck.json (default: .evenkeel/TIME-1)")
    .addOption(
      new Option('--format <format>', 'for people or for programs').choices(['text', 'json']).default('text'),
    )
    .option('--keep', 'leave installs and state for inspection')
    .addHelpText('after', HELP)
    .action(async (plan: string, options: SelfcheckOptions) => {
      const { selfcheckCommand } = await import('./selfcheck-command.ts');
      done(await selfcheckCommand(plan, options));
    });
}
