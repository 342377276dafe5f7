import { statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { judge } from '../judge/judge.ts';
import type { Event } from '../model/event.ts';
import type { Verdict } from '../model/verdict.ts';
import { renderJson } from '../report/json.ts';
import { renderJunit } from '../report/junit.ts';
import { colourful, plain } from '../report/paint.ts';
import { makeRunbook } from '../report/runbook/make-runbook.ts';
import { runbookMarkdown } from '../report/runbook/runbook-markdown.ts';
import { RUNBOOK, renderText } from '../report/text.ts';
import { BadInput } from './bad-input.ts';

/** Further places for reports, besides the run's folder. */
export interface ReportTargets {
  readonly json?: string;
  readonly junit?: string;
}

/** Judges a journal, writes every report into the run's folder and where else they are wanted, prints the one for people. */
export function writeReports(out: string, events: readonly Event[], targets: ReportTargets): Verdict {
  const verdict = judge(events);
  const json = renderJson(events, verdict);
  const junit = renderJunit(events, verdict);
  process.stdout.write(`\n${renderText(events, verdict, hasColour() ? colourful() : plain)}`);
  write(join(out, 'report.txt'), renderText(events, verdict));
  write(join(out, 'report.json'), json);
  write(join(out, 'junit.xml'), junit);
  const runbook = makeRunbook(events, verdict);
  if (runbook.kind === 'safe') write(join(out, RUNBOOK), runbookMarkdown(runbook));
  if (targets.json !== undefined) write(targets.json, json);
  if (targets.junit !== undefined) write(targets.junit, junit);
  return verdict;
}

/** @throws BadInput when a report could not be written there; better now than after a long run */
export function checkTargets(targets: ReportTargets): void {
  for (const file of [targets.json, targets.junit]) {
    if (file === undefined) continue;
    const folder = dirname(resolve(file));
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw BadInput.because(`cannot write ${file}: there is no folder ${folder}`);
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
      throw BadInput.because(`cannot write ${file}: it is a folder`);
  }
}

function hasColour(): boolean {
  return process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
}

/** @throws BadInput when it cannot be written there */
export function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw BadInput.because(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
