import Table from 'cli-table3';
import type { Event } from '../model/event.ts';
import { BREAKAGES, type Breakage, type MutantOutcome, watcherInWords } from '../model/mutant.ts';
import type { BaseTrouble, MutantResult, Selfcheck } from '../model/selfcheck.ts';
import { survivalInWords } from './selfcheck-json.ts';
import { clean, NO_BORDERS } from './text.ts';

const SHOWN_LOG_LINES = 2;
const HEAD: Readonly<Record<Breakage, string>> = {
  'never-created': 'never created',
  gone: 'gone',
  stopped: 'stopped',
  status: 'status',
  body: 'body',
};
const WORDS: Readonly<Record<MutantOutcome, string>> = {
  killed: 'noticed',
  survived: 'SURVIVES',
  'not-applicable': '-',
  'not-tried': 'not tried',
};

/** The report of a selfcheck for people: who noticed what, then each survivor in a sentence. */
export function renderSelfcheck(events: readonly Event[], selfcheck: Selfcheck): string {
  const started = events.find((event) => event.type === 'run-started');
  if (started === undefined) return 'The journal does not begin with a plan: nothing was run.\n';
  const { model } = started;
  const survivors = selfcheck.mutants.filter(({ outcome }) => outcome === 'survived');
  const sections = [
    `${model.name}: what the checks notice, on ${model.releases.base.label}`,
    tableOf(selfcheck.mutants),
    survivors.map(describeSurvivor).join('\n'),
    selfcheck.troubles.flatMap(describeTrouble).join('\n'),
    untriedIn(selfcheck),
    closing(selfcheck),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** A row for each watcher, a column for each thing that is broken. */
function tableOf(mutants: readonly MutantResult[]): string {
  const table = new Table({
    head: ['check', ...BREAKAGES.map((breakage) => HEAD[breakage])],
    chars: NO_BORDERS,
    style: { head: [], border: [] },
  });
  for (const name of new Set(mutants.map(({ watcher }) => watcherInWords(watcher)))) {
    const own = mutants.filter(({ watcher }) => watcherInWords(watcher) === name);
    const outcome = (breakage: Breakage): MutantOutcome =>
      own.find((mutant) => mutant.breakage === breakage)?.outcome ?? 'not-applicable';
    table.push([name, ...BREAKAGES.map((breakage) => WORDS[outcome(breakage)])]);
  }
  return table.toString();
}

function describeSurvivor(mutant: MutantResult): string {
  return clean(`${survivalInWords(mutant)} (${mutant.request})`);
}

/** What base did, and what it logged meanwhile. */
function describeTrouble({ run, why, failure }: BaseTrouble): string[] {
  const log = (failure?.log ?? []).slice(0, SHOWN_LOG_LINES);
  return [
    clean(run === '' ? why : `${run}: ${why}; nothing is proved by it`),
    ...log.map(({ source, text }) => `  ${source} logged: ${clean(text)}`),
  ];
}

/** Of those that base's troubles do not explain. */
function untriedIn({ mutants, troubles }: Selfcheck): string {
  const known = troubles.map(({ why }) => why);
  return mutants
    .filter(({ outcome, seen }) => outcome === 'not-tried' && !known.includes(seen))
    .map(({ watcher, breakage, seen }) =>
      clean(`not tried: ${watcherInWords(watcher)}, ${HEAD[breakage]}: ${seen}`),
    )
    .join('\n');
}

function closing({ mutants, interrupted, exitCode }: Selfcheck): string {
  const count = (outcome: MutantOutcome): number =>
    mutants.filter((mutant) => mutant.outcome === outcome).length;
  const parts = [
    `${count('killed')} noticed`,
    `${count('survived')} ${count('survived') === 1 ? 'survives' : 'survive'}`,
    ...(count('not-tried') === 0 ? [] : [`${count('not-tried')} not tried`]),
    `${count('not-applicable')} not applicable`,
  ];
  const cut = interrupted ? ['interrupted: what is missing was not tried'] : [];
  return [parts.join(', '), ...cut, `exit code ${exitCode}`].join('\n');
}
