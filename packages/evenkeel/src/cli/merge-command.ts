import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Event } from '../model/event.ts';
import { shareInWords } from '../model/share.ts';
import { joinShares, type ShareJournal, whyNotJoined } from '../read/join-shares.ts';
import { BadInput } from './bad-input.ts';
import { openJournalOf } from './open-journal.ts';
import { checkTargets, type ReportTargets, writeReports } from './reports.ts';
import { JOURNAL, refuseUsed } from './run-folder.ts';

export interface MergeOptions extends ReportTargets {
  readonly out?: string;
}

/**
 * `evenkeel merge`: one journal and its reports from those of several machines. @returns the exit code of the joined run
 * @throws BadInput when they are not shares of one plan
 */
export function mergeCommand(folders: readonly string[], options: MergeOptions): number {
  checkTargets(options);
  const journals = folders.map((folder) => openShare(folder));
  const why = reasonNotTo(journals);
  if (why !== undefined) throw BadInput.because(why);
  const { events, missing } = joinShares(journals);
  const out = newFolder(options.out, journals[0]?.started.plan.seed ?? 0);
  writeFileSync(join(out, JOURNAL), events.map((event) => `${JSON.stringify(event)}\n`).join(''), {
    flag: 'wx',
  });
  for (const share of missing)
    process.stderr.write(`${shareInWords(share)} is missing: what it was to decide is inconclusive\n`);
  const { exitCode } = writeReports(out, events, options);
  process.stdout.write(`\nThe joined journal and its reports are in ${out}\n`);
  return exitCode;
}

function reasonNotTo(journals: readonly ShareJournal[]): string | undefined {
  try {
    return whyNotJoined(journals);
  } catch (error) {
    if (error instanceof RangeError) return 'a plan in these journals is nested too deeply to be compared';
    throw error;
  }
}

function openShare(folder: string): ShareJournal {
  const { events } = openJournalOf(folder);
  const started = events.find((event) => event.type === 'run-started');
  if (started === undefined) throw BadInput.because(`${folder}: the journal has no beginning`);
  return { name: folder, started, events: events.filter((event): event is Event => event !== started) };
}

function newFolder(asked: string | undefined, seed: number): string {
  const name = join('.evenkeel', `merged-${seed}`);
  let number = 1;
  while (asked === undefined && existsSync(number === 1 ? name : `${name}-${number}`)) number++;
  const out = resolve(asked ?? (number === 1 ? name : `${name}-${number}`));
  try {
    refuseUsed(out);
    mkdirSync(out, { recursive: true });
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw BadInput.because(`cannot write into ${out}: ${error instanceof Error ? error.message : error}`);
  }
  return out;
}
