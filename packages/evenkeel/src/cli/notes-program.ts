import type { Command } from 'commander';
import type { ShowOptions } from './notes-command.ts';

/** What a command works with is loaded when it is the one that is run. */
const commands = () => import('./notes-command.ts');

/** Adds `evenkeel notes show` and `evenkeel notes lint`. */
export function addNotesCommands(program: Command, done: (exitCode: number) => void): void {
  const notes = program.command('notes').description('release notes, of reno or of Changesets');
  notes
    .command('show')
    .description('the notes as Markdown, by release (git tags) and section')
    .requiredOption('--notes <dir>', 'the folder of the notes')
    .option('--release <tag>', 'only the notes of this release')
    .action(async (options: ShowOptions) => done(await (await commands()).showNotes(options, process.cwd())));
  notes
    .command('lint')
    .description('say what is wrong with the notes')
    .requiredOption('--notes <dir>', 'the folder of the notes')
    .action(async (options: ShowOptions) => done((await commands()).lintNotes(options, process.cwd())));
}
