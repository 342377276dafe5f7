import type { Event } from '../model/event.ts';
import type { Verdict } from '../model/verdict.ts';
import { type Case, casesOf, type Fate, linesOf } from './cases.ts';
import { sarifLog, uriOf } from './sarif.ts';
import { wellFormed } from './well-formed.ts';

const LEVELS: Readonly<Record<Fate, string>> = {
  failed: 'error',
  error: 'warning',
  skipped: 'note',
  passed: 'note',
};

/** What a cell came to where it is not painless, as rules. */
const RULES = {
  broken: 'The upgrade fails, and no declared manual step mends it',
  exception: 'The upgrade needs a manual step',
  warns: 'The upgrade works, and logs deprecations',
  inconclusive: 'The run proved nothing about this upgrade',
} as const;

type RuleName = keyof typeof RULES;
const RULE_NAMES = Object.keys(RULES) as RuleName[];

/**
 * The verdicts of a run as SARIF 2.1.0: a result for each cell and each rollback that is not painless. A broken promise is an
 * error, one that could not be judged a warning, all else a note. They are about the plan, so that is where they are shown.
 */
export function runSarif(events: readonly Event[], verdict: Verdict): string {
  const started = events.find((event) => event.type === 'run-started');
  const driver = {
    name: 'evenkeel',
    semanticVersion: started?.machine.evenkeel ?? '0.0.0',
    rules: RULE_NAMES.map((name) => ({ id: idOf(name), shortDescription: { text: RULES[name] } })),
  };
  const file = started?.planFile ?? 'evenkeel.yaml';
  return sarifLog(
    driver,
    casesOf(events, verdict).flatMap((entry) => resultOf(entry, file)),
  );
}

function resultOf(entry: Case, file: string): object[] {
  const { name, result, fate } = entry;
  const rule = RULE_NAMES.find((each) => each === result.verdict);
  if (rule === undefined) return [];
  return [
    {
      ruleId: idOf(rule),
      ruleIndex: RULE_NAMES.indexOf(rule),
      level: LEVELS[fate],
      message: { text: wellFormed(`${name}: ${result.verdict}${wordsOf(entry)}`) },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: 1 } },
          logicalLocations: [{ fullyQualifiedName: name }],
        },
      ],
      partialFingerprints: { 'cellAndVerdict/v1': `${name} ${result.verdict}` },
      ...(result.culprit && { properties: { culprit: result.culprit.class } }),
    },
  ];
}

/** The cause when there is one, else what is to be seen first. */
function wordsOf({ result }: Case): string {
  const { culprit } = result;
  const seen = linesOf(result)[0];
  return [culprit && `${culprit.class}: ${culprit.because}`, seen]
    .flatMap((text) => (text === undefined ? [] : [`; ${text}`]))
    .join('');
}

const idOf = (name: RuleName): string => `upgrade/${name}`;
