import { writeFileSync } from 'node:fs';
import { judge } from '../judge/judge.ts';
import type { CellId } from '../model/cell.ts';
import type { RunbookAnswer } from '../model/runbook.ts';
import { ansiblePlaybook } from '../report/runbook/ansible/playbook.ts';
import { makeRunbook } from '../report/runbook/make-runbook.ts';
import { runbookJson } from '../report/runbook/runbook-json.ts';
import { runbookMarkdown } from '../report/runbook/runbook-markdown.ts';
import { BadInput } from './bad-input.ts';
import { openJournalOf } from './open-journal.ts';

export interface RunbookOptions {
  readonly cell?: CellId;
  readonly format: 'markdown' | 'ansible' | 'json';
  readonly out?: string;
}

const EXIT_CODES: Readonly<Record<RunbookAnswer['kind'], number>> = { safe: 0, unsafe: 1, inconclusive: 3 };
/** `evenkeel runbook`: the safe way to upgrade by what a run has shown. @returns the exit code; @throws BadInput */
export function runbookCommand(folder: string, { cell, format, out }: RunbookOptions): number {
  const { events } = openJournalOf(folder);
  const verdict = judge(events);
  const judged = verdict.cells.map((each) => each.cell);
  if (cell !== undefined && !judged.includes(cell))
    throw BadInput.because(`the run did not take ${cell}; it took: ${judged.join(', ') || 'no cell'}`);
  const answer = makeRunbook(events, verdict, cell);
  if (format === 'ansible' && answer.kind !== 'safe') process.stderr.write(runbookMarkdown(answer));
  else write(textOf(answer, format), out);
  return EXIT_CODES[answer.kind];
}

function textOf(answer: RunbookAnswer, format: RunbookOptions['format']): string {
  if (format === 'json') return runbookJson(answer);
  return format === 'ansible' && answer.kind === 'safe'
    ? ansiblePlaybook(answer.runbook)
    : runbookMarkdown(answer);
}

function write(text: string, out: string | undefined): void {
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(out, text);
  } catch (error) {
    throw BadInput.because(`cannot write ${out}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
