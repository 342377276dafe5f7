import { describe, expect, test } from 'vitest';
import { mutantKey, type PlannedMutant, watcherInWords } from '../../../src/model/mutant.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { makeSelfcheckPlan } from '../../../src/plan/selfcheck-plan.ts';
import { modelOf, SMALL_PLAN } from '../../support/model.ts';
import { allActions } from '../../support/plan-steps.ts';

/** The small plan, whose resource has these lists. */
function planWith(lists: string): Plan {
  const text = SMALL_PLAN.replace('    verify: check ${item}\n', () => lists);
  return makeSelfcheckPlan(modelOf(`${text}environment: { db: { postgres: { version: 16 } } }\n`, {}));
}

/** The reasons why breakages do not apply to a watcher, by breakage. */
function notApplicable(plan: Plan, watcher: string): Record<string, string> {
  const own = (plan.mutants ?? []).filter((mutant) => watcherInWords(mutant.watcher) === watcher);
  expect(own.map(({ breakage }) => breakage)).toEqual(['never-created', 'gone', 'stopped', 'status', 'body']);
  const refused = own.filter((mutant) => mutant.notApplicable !== undefined);
  return Object.fromEntries(refused.map((mutant) => [mutant.breakage, mutant.notApplicable ?? '']));
}

const PLANS: Readonly<Record<string, string>> = {
  'a list of three': `    verify:
      - { http: GET /login, save: { token: token } }
      - { http: "GET /notes/\${item}?token=\${store.token}" }
      - { sql: select 1, on: db, expect: { rows: 1 } }
    verify_noapi: { sql: select 1, on: db, expect: { rows: 1 } }
`,
  'one that can be destroyed': `    verify: { http: "GET /notes/\${item}" }
    verify_noapi: test -f \${item}
    destroy: { http: "DELETE /notes/\${item}" }
`,
};

describe('what can be broken for whom', () => {
  const plan = planWith(PLANS['a list of three'] ?? '');

  test('an entry that fetches something for a later one need not miss the thing', () => {
    expect(notApplicable(plan, 'verify of note, entry 1 of 3')).toEqual({
      'never-created': 'it fetches token for a later entry',
      gone: 'it fetches token for a later entry',
    });
  });

  test('everything can be broken for an HTTP check of the thing', () => {
    expect(notApplicable(plan, 'verify of note, entry 2 of 3')).toEqual({});
  });

  test('SQL has no answer that could be replaced, and beside others it need not ask the service', () => {
    expect(notApplicable(plan, 'verify of note, entry 3 of 3')).toEqual({
      stopped: 'it asks db, and another entry asks api',
      status: 'an SQL statement has no HTTP answer',
      body: 'an SQL statement has no HTTP answer',
    });
  });

  test('but where it is the only entry, it has to', () => {
    const alone = planWith('    verify: { sql: select 1, on: db, expect: { rows: 1 } }\n');
    expect(notApplicable(alone, 'verify of note').stopped).toBeUndefined();
  });

  test('what is asked without services cannot miss them', () => {
    expect(notApplicable(plan, 'verify_noapi of note').stopped).toBe(
      'it is asked while all services are stopped',
    );
  });

  test('a probe watches nothing that was made', () => {
    const why = 'a probe watches a service, and nothing that was made';
    expect(notApplicable(plan, 'probe list')).toEqual({ 'never-created': why, gone: why });
  });
});

describe.each(Object.entries(PLANS))('the runs of %s', (_, lists) => {
  const plan = planWith(lists);

  test('try every mutant that applies, and no other', () => {
    const tried = plan.runs
      .flatMap(allActions)
      .flatMap((action) => (action.kind === 'mutant' ? [action] : []));
    const planned = (plan.mutants ?? []).filter((mutant) => mutant.notApplicable === undefined);
    const keys = (mutants: readonly Pick<PlannedMutant, 'watcher' | 'breakage'>[]) =>
      [...new Set(mutants.map(mutantKey))].sort();
    expect(keys(tried.map(({ mutant }) => mutant))).toEqual(keys(planned));
  });

  test('never run target', () => {
    expect(plan.installs.map(({ release }) => release)).toEqual(['base']);
    const releases = plan.runs
      .flatMap(allActions)
      .flatMap((action) => ('release' in action ? [action.release] : []));
    expect(new Set(releases)).toEqual(new Set(['base']));
  });
});

test('what can be destroyed is destroyed through the service, anything else is wiped', () => {
  const kindsOf = (lists: string) =>
    planWith(lists)
      .runs.flatMap(allActions)
      .map(({ kind }) => kind);
  expect(kindsOf(PLANS['a list of three'] ?? '')).toContain('wipe-data');
  expect(kindsOf(PLANS['one that can be destroyed'] ?? '')).not.toContain('wipe-data');
});

test('each service is stopped in a run of its own, in which all others go on', () => {
  const [first] = makeSelfcheckPlan(
    modelOf(
      SMALL_PLAN.replace(
        'resources:',
        () => '  web:\n    start: serve ${port}\n    version: { http: GET /version }\nresources:',
      ).replace('  list:', '  page: { service: web, http: GET / }\n  list:'),
      {},
    ),
  ).runs;
  const asked = first?.phases.find(({ title }) => title === 'ask while api is stopped');
  expect(asked?.state.map(({ instance }) => instance)).toEqual(['web-1', 'web-2']);
});
