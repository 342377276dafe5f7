import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Event, EventBody } from '../model/event.ts';
import type { Finding } from '../model/finding.ts';
import { given } from '../model/given.ts';
import type { ContractFinding } from '../model/judged-contract.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { readCaptured } from '../read/migrations/captured.ts';
import { loadSqlParser } from '../read/migrations/parser.ts';
import { BadInput } from './bad-input.ts';
import { findingsOf } from './check-command.ts';
import { JOURNAL } from './run-folder.ts';

/** More findings than this are counted, not told. */
const MOST_FINDINGS = 200;

/**
 * What `evenkeel check` says of the plan's contract, and of the statements that a run captured. What cannot be read is told in
 * words: a run's verdicts do not depend on it.
 * @param out the run's folder, with its journal
 * @param events what the journal has so far
 * @returns an event for the journal; none when there is nothing to judge
 */
export async function judgeContractOf(
  { contract }: UpgradeModel,
  planFile: string,
  out: string,
  events: readonly Event[],
): Promise<EventBody[]> {
  const answers = await Promise.all([
    ...(contract?.base === undefined
      ? []
      : [told(() => findingsOf({ plan: planFile, format: 'text' }, process.cwd()))]),
    ...(events.some(({ type }) => type === 'statements')
      ? [told(() => findingsOfRun(join(out, JOURNAL), events))]
      : []),
  ]);
  if (answers.length === 0) return [];
  const findings = answers.flatMap((answer) => answer.findings);
  return [
    {
      type: 'contract-judged',
      findings: findings.slice(0, MOST_FINDINGS).map(toEntry),
      left: Math.max(0, findings.length - MOST_FINDINGS),
      unread: answers.flatMap(({ unread }) => unread ?? []),
    },
  ];
}

interface Answer {
  readonly findings: readonly Finding[];
  readonly unread?: string;
}

async function told(find: () => Promise<readonly Finding[]>): Promise<Answer> {
  try {
    return { findings: await find() };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { findings: [], unread: error.message.split('\n')[0] ?? '' };
  }
}

/** What is to be said of the statements themselves: nothing when base ran none to compare with. */
async function findingsOfRun(file: string, events: readonly Event[]): Promise<readonly Finding[]> {
  const captured = readCaptured(JOURNAL, readFileSync(file, 'utf8'), events, await loadSqlParser());
  if (captured === undefined) return [];
  const { base, target, labels } = captured;
  const migrations = { base: { migrations: base }, target: { migrations: target }, labels };
  return findingsOf({ captured: JOURNAL, format: 'text' }, process.cwd(), migrations);
}

const toEntry = ({ rule, place, subject, message, witness, hint }: Finding): ContractFinding => ({
  code: rule.code,
  severity: rule.severity,
  title: rule.title,
  why: rule.why,
  remedy: rule.remedy,
  place: `${place.file}:${place.line}:${place.column}`,
  subject,
  message,
  witness,
  ...given({ hint }),
});
