import type { RecordedCommand } from '../model/filters.ts';
import { printable } from '../model/printable.ts';

interface Answer {
  readonly command: RecordedCommand;
  readonly inWords: string;
  readonly answer: 'admitted' | 'refused' | 'undecidable';
  readonly why?: string;
}

/** Characters of a command line: what tells it from others stands at its beginning. */
const MAX_SHOWN = 1000;

/** For people: each recorded command that was let through and would be refused, each that cannot be told, then how many. */
export function replayText(answers: readonly Answer[]): string {
  const told = answers.filter(({ answer, command }) => answer !== 'admitted' && command.allowed);
  const lines = told.map(({ command: { place }, inWords, answer, why }) => {
    const reason = why === undefined ? '' : ` (${why})`;
    const shown = inWords.length > MAX_SHOWN ? `${inWords.slice(0, MAX_SHOWN)} …` : inWords;
    return `${printable(`${place.file}:${place.line}: ${answer}: ${shown}${reason}`)}\n`;
  });
  const count = (wanted: Answer['answer']) => told.filter(({ answer }) => answer === wanted).length;
  return `${lines.join('')}${answers.length} commands: ${count('refused')} would be refused, ${count('undecidable')} undecidable\n`;
}
