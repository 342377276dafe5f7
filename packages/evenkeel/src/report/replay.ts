import type { RecordedCommand } from '../model/filters.ts';
import { printable } from '../model/printable.ts';

interface Answer {
  readonly command: RecordedCommand;
  readonly inWords: string;
  readonly answer: 'admitted' | 'refused' | 'undecidable';
  readonly why?: string;
}

/** For people: each recorded command that was let through and would be refused, each that cannot be told, then how many. */
export function replayText(answers: readonly Answer[]): string {
  const told = answers.filter(({ answer, command }) => answer !== 'admitted' && command.allowed);
  const lines = told.map(({ command: { place }, inWords, answer, why }) => {
    const reason = why === undefined ? '' : ` (${why})`;
    return `${printable(`${place.file}:${place.line}: ${answer}: ${inWords}${reason}`)}\n`;
  });
  const count = (wanted: Answer['answer']) => told.filter(({ answer }) => answer === wanted).length;
  return `${lines.join('')}${answers.length} commands: ${count('refused')} would be refused, ${count('undecidable')} undecidable\n`;
}
