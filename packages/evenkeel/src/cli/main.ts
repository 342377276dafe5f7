import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { closest } from 'fastest-levenshtein';
import { CELL_IDS, type CellId } from '../model/cell.ts';
import type { Budget } from '../run/search.ts';
import { BadInput } from './bad-input.ts';
import { addCheckCommand } from './check-program.ts';
import { addConfigCommands } from './config-options.ts';
import { DEFAULT_PLAN } from './default-plan.ts';
import { addFilterCommands } from './filters-program.ts';
import { faultInWords } from './interrupt.ts';
import { addMergeCommand } from './merge-program.ts';
import { addNotesCommands } from './notes-program.ts';
import { addReportOptions } from './report-options.ts';
import type { ReportTargets } from './reports.ts';
import type { RunCommandOptions } from './run-options.ts';
import { addRunbookCommand } from './runbook-program.ts';
import { addSelfcheckCommand } from './selfcheck-program.ts';
import { parseShard } from './shard.ts';
import { addShowCommand } from './show-program.ts';
import { VERSION } from './version.ts';

const EXIT_CODES = `
Exit codes: 0 passed, 1 a verdict fell short, 2 bad input, 3 inconclusive, 4 a fault of evenkeel's own, 130 interrupted.`;

function parseCells(value: string, before: readonly CellId[] | undefined): CellId[] {
  return [...(before ?? []), ...value.split(',').map(parseCell)];
}

function parseCell(value: string): CellId {
  const found = CELL_IDS.find((id) => id === value);
  if (found === undefined)
    throw new InvalidArgumentError(
      `Did you mean ${closest(value, [...CELL_IDS])}? Cells: ${CELL_IDS.join(', ')}.`,
    );
  return found;
}

function parseSeed(value: string): number {
  if (!/^\d{1,9}$/.test(value))
    throw new InvalidArgumentError('A seed is a whole number of at most nine digits.');
  return Number(value);
}

function parseOrders(value: string): number {
  const count = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (count === 0) throw new InvalidArgumentError('A number of orders is a whole number from 1 to 9999.');
  return count;
}

function parseRepeat(value: string): number {
  const count = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  if (count === 0) throw new InvalidArgumentError('A number of repeats is a whole number from 1 to 999.');
  return count;
}

/** `10m`, `20` (runs), `10m,20`, `none`. */
function parseBudget(value: string): Budget {
  if (value === 'none') return { ms: 0, runs: 0 };
  const found = /^(?:(\d{1,5})(s|m|h))?(?:(?:^|,)(\d{1,4}))?$/.exec(value);
  const [, time, unit, runs] = found ?? [];
  if (time === undefined && runs === undefined)
    throw new InvalidArgumentError(
      'A budget is a time, a number of runs, or both, as 10m, 20 or 10m,20; or none.',
    );
  const seconds = { s: 1, m: 60, h: 3600 }[unit ?? ''] ?? 0;
  return {
    ms: time === undefined ? Number.POSITIVE_INFINITY : Number(time) * seconds * 1000,
    runs: runs === undefined ? Number.POSITIVE_INFINITY : Number(runs),
  };
}

/** The command line. What a command works with is loaded when it is the one that is run. */
function build(done: (exitCode: number) => void): Command {
  const program = new Command('evenkeel')
    .description(
      'Really upgrades a running service stack from one release to the next, and proves what survives.',
    )
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError()
    .addHelpText('after', EXIT_CODES);
  const run = program
    .command('run')
    .description('upgrade for real, in every cell of the upgrade matrix')
    .argument('[plan]', 'plan file, or the folder of one', DEFAULT_PLAN)
    .option('--dry-run', 'print the numbered steps, run nothing')
    .option('--cell <cells>', `only these cells, separated by commas: ${CELL_IDS.join(', ')}`, parseCells)
    .option(
      '--step <steps>',
      'of a plan that lists its releases only these steps, separated by commas, such as 1.0-to-2.0',
      (value: string, before: readonly string[] = []) => [...before, ...value.split(',')],
    )
    .option('--out <dir>', "the run's folder: journal, reports, logs (default: .evenkeel/TIME-SEED)")
    .option('--keep', 'leave installs and state for inspection')
    .option('--seed <number>', 'for what is drawn at random', parseSeed, 1)
    .option('--orders <number>', 'walk so many orders of a rolling upgrade, drawn with the seed', parseOrders)
    .addOption(
      new Option(
        '--lattice <mode>',
        'go through mixed states by whole upgrades, or edge by edge from kept states (default: the cheaper)',
      ).choices(['chains', 'edges']),
    )
    .option(
      '--undocumented',
      "try mixed states, too, that the plan's order forbids; no verdict depends on them",
    )
    .option(
      '--repeat <number>',
      'make every run as it is so often, to find what fails now and then',
      parseRepeat,
    )
    .option(
      '--budget <budget>',
      'at most so much for reruns that tell why a cell fails: a time, a number of runs, both, or none (default: 10m,40)',
      parseBudget,
    )
    .option(
      '--selfcheck <file>',
      'what selfcheck said of the checks: cells that rest on weak ones prove nothing',
    )
    .option('--shard <share>', 'take a share of the cells, as 2/4; evenkeel merge joins the runs', parseShard)
    .option('--verbose', 'print every step')
    .option('--quiet', 'print no progress, and at the end one screen: matrix, reasons, next step')
    .addHelpText('after', EXIT_CODES)
    .action(async (plan: string, options: RunCommandOptions) => {
      const { runCommand } = await import('./run-command.ts');
      done(await runCommand(plan, options));
    });
  addReportOptions(run);
  const report = program
    .command('report')
    .description('rebuild every report of a run from its journal alone')
    .argument('<run-dir>', "the run's folder")
    .addHelpText('after', EXIT_CODES)
    .action(async (folder: string, options: ReportTargets) => {
      const { reportCommand } = await import('./report-command.ts');
      done(reportCommand(folder, options));
    });
  addSelfcheckCommand(program, done);
  addReportOptions(report);
  addMergeCommand(program, EXIT_CODES, done);
  addShowCommand(program, done);
  addRunbookCommand(program, parseCell, done);
  addCheckCommand(program, EXIT_CODES, done);
  addConfigCommands(program.command('config').description("look at an operator's file, or rewrite it"), done);
  addFilterCommands(program, done);
  program
    .command('explain')
    .description('say what the code of a finding means')
    .argument('<code>', 'as CFG101')
    .action(async (code: string) => {
      const { explainCommand } = await import('./check-command.ts');
      done(explainCommand(code));
    });
  addNotesCommands(program, done);
  program
    .command('init')
    .description(`write a commented ${DEFAULT_PLAN} for the package in the current folder`)
    .action(async () => {
      const { initCommand } = await import('./init.ts');
      done(initCommand(process.cwd()));
    });
  program
    .command('schema')
    .description("print the plan file's JSON Schema, for editors")
    .action(async () => {
      const { planJsonSchema } = await import('../read/schema/plan.ts');
      process.stdout.write(`${JSON.stringify(planJsonSchema(), null, 2)}\n`);
      done(0);
    });
  program
    .command('clean')
    .description('end and remove what runs left behind that were killed')
    .argument('[run-dir]', 'only the run of this folder')
    .action(async (folder: string | undefined) => done(await cleanCommand(folder)));
  return program;
}

async function cleanCommand(folder: string | undefined): Promise<number> {
  const { cleanDeadRuns, cleanRunFolder } = await import('./dead-runs.ts');
  const { runFoldersIn } = await import('./steps-folder.ts');
  const cleaned = folder === undefined ? await cleanDeadRuns() : [];
  if (folder !== undefined) for (const each of runFoldersIn(folder)) cleaned.push(await cleanRunFolder(each));
  if (cleaned.length === 0) process.stdout.write('No dead run found.\n');
  for (const { out, ended } of cleaned) process.stdout.write(`Cleaned ${out}: ${ended} processes ended.\n`);
  return 0;
}

/** The one place that catches: bad input exits with 2, our own faults with 4. */
async function main(): Promise<void> {
  try {
    const program = build((exitCode) => {
      process.exitCode = exitCode;
    });
    await program.parseAsync(process.argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
    } else if (error instanceof BadInput) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 2;
    } else {
      process.stderr.write(faultInWords(error));
      process.exitCode = 4;
    }
  }
}

// A reader that goes away (a pipe, a terminal) must not end a run in the middle.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

await main();
