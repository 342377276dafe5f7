import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { judge } from '../judge/judge.ts';
import type { Event } from '../model/event.ts';
import type { Verdict } from '../model/verdict.ts';
import { annotations } from '../report/annotations.ts';
import { renderCtrf } from '../report/ctrf.ts';
import { htmlReport } from '../report/html/page.ts';
import { viewOf } from '../report/html/view-model.ts';
import { renderJson } from '../report/json.ts';
import { renderJunit } from '../report/junit.ts';
import { colourful, type Paint, plain } from '../report/paint.ts';
import { runMarkdown } from '../report/run-markdown.ts';
import { runSarif } from '../report/run-sarif.ts';
import { makeRunbook } from '../report/runbook/make-runbook.ts';
import { runbookMarkdown } from '../report/runbook/runbook-markdown.ts';
import { renderScreen } from '../report/screen.ts';
import { RUNBOOK, renderText } from '../report/text.ts';
import { BadInput } from './bad-input.ts';
import { pageTemplate } from './page-template.ts';
import { hasColour, onGitHub, printUnobeyed } from './terminal.ts';

/** The page in the run's folder. */
export const HTML_REPORT = 'report.html';

/** Further places for reports, besides the run's folder. */
export interface ReportTargets {
  readonly json?: string;
  readonly junit?: string;
  /** `false`: no HTML report at all. */
  readonly html?: string | boolean;
  readonly ctrf?: string;
  readonly sarif?: string;
  readonly markdown?: string;
  /** Print no more than fits a screen. */
  readonly brief?: boolean;
}

/** What of it each step of a run through several is asked for, besides what lies in its folder. */
export const ofEach = ({ html }: ReportTargets): ReportTargets => (html === false ? { html } : {});

/** A report that is made only where it is asked for. */
type Reporter = (events: readonly Event[], verdict: Verdict) => string;

const WHERE_ASKED = { ctrf: renderCtrf, sarif: runSarif, markdown: runMarkdown } as const satisfies Partial<
  Record<keyof ReportTargets, Reporter>
>;

/**
 * Judges a journal, writes every report into the run's folder and where else they are wanted, prints the one for people.
 * @param unknown how many events of each kind are not among them, for this version does not know their kind
 */
export function writeReports(
  out: string,
  events: readonly Event[],
  targets: ReportTargets,
  unknown: ReadonlyMap<string, number> = new Map(),
): Verdict {
  const verdict = judge(events);
  const json = renderJson(events, verdict);
  const junit = renderJunit(events, verdict);
  const render = targets.brief ? renderScreen : renderText;
  printUnobeyed(`\n${render(events, verdict, paintForStdout())}`);
  if (onGitHub()) process.stdout.write(annotations(events, verdict));
  writeReport(join(out, 'report.txt'), renderText(events, verdict));
  writeReport(join(out, 'report.json'), json);
  writeReport(join(out, 'junit.xml'), junit);
  const runbook = makeRunbook(events, verdict);
  if (runbook.kind === 'safe') writeReport(join(out, RUNBOOK), runbookMarkdown(runbook));
  if (targets.html !== false) {
    const page = htmlReport(pageTemplate(), viewOf(events, verdict, runbook, unknown));
    writeReport(join(out, HTML_REPORT), page);
    if (typeof targets.html === 'string') writeReport(targets.html, page);
  }
  if (targets.json !== undefined) writeReport(targets.json, json);
  if (targets.junit !== undefined) writeReport(targets.junit, junit);
  for (const name of ['ctrf', 'sarif', 'markdown'] as const) {
    const file = targets[name];
    if (file !== undefined) writeReport(file, WHERE_ASKED[name](events, verdict));
  }
  summarise(events, verdict);
  return verdict;
}

/** @throws BadInput when a report could not be written there; better now than after a long run */
export function checkTargets(targets: ReportTargets): void {
  const { json, junit, ctrf, sarif, markdown, html } = targets;
  for (const file of [json, junit, ctrf, sarif, markdown, html]) {
    if (typeof file !== 'string') continue;
    const folder = dirname(resolve(file));
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw BadInput.because(`cannot write ${file}: there is no folder ${folder}`);
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
      throw BadInput.because(`cannot write ${file}: it is a folder`);
  }
}

/** On GitHub Actions the summary is shown with the job. That it cannot be written is no reason to fail. */
function summarise(events: readonly Event[], verdict: Verdict): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  try {
    appendFileSync(file, `${runMarkdown(events, verdict)}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`the job's summary cannot be written: ${why}\n`);
  }
}

/** Colours where somebody looks who wants them. */
export const paintForStdout = (): Paint => (hasColour() ? colourful() : plain);

/** Writes a report. @throws BadInput when that cannot be */
export function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw BadInput.because(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
