import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { judge } from '../../../src/judge/judge.ts';
import type { CellId } from '../../../src/model/cell.ts';
import type { Runbook, RunbookAnswer } from '../../../src/model/runbook.ts';
import type { UpgradeModel } from '../../../src/model/upgrade-model.ts';
import { ansiblePlaybook } from '../../../src/report/runbook/ansible/playbook.ts';
import { makeRunbook } from '../../../src/report/runbook/make-runbook.ts';
import { runbookJson } from '../../../src/report/runbook/runbook-json.ts';
import { runbookMarkdown } from '../../../src/report/runbook/runbook-markdown.ts';
import { renderText } from '../../../src/report/text.ts';
import { type Behaviour, journalOf } from '../../support/journal.ts';
import { inRollback, inUpgrade, smallModel, withWorker } from '../../support/judged.ts';
import { failingIn, shop, stuckIn } from '../../support/rehearsed.ts';

const GOLDEN = fileURLToPath(new URL('../golden/', import.meta.url));
const BOTH: readonly CellId[] = ['rolling:frozen', 'offline:frozen'];

/** What a run over some cells says. */
function answerOf(
  model: UpgradeModel,
  behaviour: Behaviour,
  cells: readonly CellId[] = BOTH,
  asked?: CellId,
): RunbookAnswer {
  const events = journalOf(model, cells, behaviour);
  return makeRunbook(events, judge(events), asked);
}

function runbookOf(...args: Parameters<typeof answerOf>): Runbook {
  const answer = answerOf(...args);
  if (answer.kind !== 'safe') throw new Error(`no runbook: ${JSON.stringify(answer)}`);
  return answer.runbook;
}

const tasksOf = (runbook: Runbook): string[] =>
  runbook.steps.map(({ task }) => {
    if (task.kind === 'replace')
      return `${task.service} ${task.from}+${task.count}${task.isRest ? ' rest' : ''}`;
    if (task.kind === 'exception') return task.name;
    return task.kind === 'migrate' ? task.stage : task.kind;
  });

const rollingFails: Behaviour = {
  mode: 'edges',
  fails: (at) => (at.run.code === 'rolling' && inUpgrade(at) ? 'mixed' : undefined),
};

describe('the steps of a runbook', () => {
  test('move one service after the other where the rules are enough', () => {
    const runbook = runbookOf(withWorker(), failingIn(['1.0', '2.0']));
    expect(tasksOf(runbook)).toEqual(['worker 0+1 rest', 'api 0+2 rest']);
    expect(runbook).toMatchObject({
      cell: 'rolling:frozen',
      verdict: 'broken',
      rules: [{ first: 'worker', second: 'api' }],
      instances: 'any',
    });
    expect(runbook.noReturn).toBeUndefined();
  });

  test('are the very order that was walked where no rule is enough', () => {
    // all of one service first, either way, ends in a state that fails: 2.0 and 0.1
    const runbook = runbookOf(withWorker(), failingIn(['2.0', '0.1']));
    expect(tasksOf(runbook)).toEqual(['api 0+1', 'worker 0+1 rest', 'api 1+1 rest']);
    expect(runbook.instances).toBe('exact');
  });

  test('never lie on both sides of the point of no return', () => {
    const runbook = runbookOf(shop(), stuckIn(['2.1']));
    expect(tasksOf(runbook)).toEqual(['expand', 'api 0+1', 'api 1+1 rest']);
    expect(runbook.noReturn).toBe(3);
    expect(runbook.steps.map(({ canGoBack }) => canGoBack)).toEqual([true, true, false]);
    expect(runbook.steps[0]?.back).toMatch(/nothing has to be undone/);
  });

  test('promise no way back where base alone cannot be started again', () => {
    const stuck: Behaviour = {
      mode: 'edges',
      fails: ({ run, phase }) => (run.purpose === 'control' && phase.part === 'rollback' ? 'no' : undefined),
    };
    expect(runbookOf(shop(), stuck).noReturn).toBe(1);
  });

  test('have the exceptions that were needed, at their moment', () => {
    const lines = [
      'migrate: widen ${data}',
      'exceptions: { rewrite: { run: "rewrite ${release.label}", when: before-start, cells: [offline:frozen], note: note.md } }',
    ];
    const needed = ({ run, phase, step }: Parameters<NonNullable<Behaviour['fails']>>[0]) =>
      run.id === 'offline-frozen' && phase.part === 'upgrade' && step.action.kind === 'start'
        ? 'old'
        : undefined;
    const runbook = runbookOf(smallModel(...lines), { fails: needed }, ['offline:frozen']);
    expect(runbook.verdict).toBe('exception');
    expect(tasksOf(runbook)).toEqual(
      ['stop', 'install', 'expand', 'rewrite', 'start'].map((task) => (task === 'expand' ? 'migrate' : task)),
    );
    expect(runbook.preconditions.map(({ note }) => note)).toContain('note.md');
    expect(runbookMarkdown({ kind: 'safe', runbook })).toContain('rewrite 2.0.0');
  });
});

describe('the cell of a runbook', () => {
  test('is a rolling one that works, else an offline one, which says why', () => {
    expect(runbookOf(shop(), { mode: 'edges' }).cell).toBe('rolling:frozen');
    const offline = runbookOf(shop(), rollingFails);
    expect(offline.cell).toBe('offline:frozen');
    expect(offline.passedOver).toEqual([{ cell: 'rolling:frozen', verdict: 'broken' }]);
    expect(tasksOf(offline)).toEqual(['stop', 'install', 'expand', 'start']);
  });

  test('is the one that was asked for', () => {
    expect(runbookOf(shop(), { mode: 'edges' }, BOTH, 'offline:frozen').cell).toBe('offline:frozen');
    expect(answerOf(shop(), rollingFails, BOTH, 'rolling:frozen').kind).toBe('unsafe');
  });

  test('offline has no way back from what touches the data, where going back failed', () => {
    const stuck: Behaviour = { fails: (at) => (inRollback(at) ? 'no way back' : undefined) };
    const runbook = runbookOf(shop(), stuck, ['offline:frozen']);
    expect(tasksOf(runbook)[(runbook.noReturn ?? 0) - 1]).toBe('expand');
  });
});

describe('no runbook', () => {
  test('is an answer: the smallest combination that fails, and where', () => {
    const answer = answerOf(withWorker(), failingIn(['1.0', '2.0', '1.1', '0.1']), ['rolling:frozen']);
    expect(answer).toMatchObject({
      kind: 'unsafe',
      cell: 'rolling:frozen',
      witness: { failure: { message: 'this state' } },
    });
    const text = runbookMarkdown(answer);
    expect(text).toMatch(/no safe order/);
    expect(text).toMatch(/this state/);
    expect(text).not.toMatch(/## Steps/);
  });

  test('is made where what fails lies in every order', () => {
    const leak: Behaviour = {
      mode: 'edges',
      fails: ({ run, phase }) =>
        run.purpose === 'upgrade' && phase.title === 'shut down target' ? 'left a process behind' : undefined,
    };
    expect(answerOf(withWorker(), leak, ['rolling:frozen']).kind).toBe('unsafe');
  });

  test('is made where nothing was proved', () => {
    const ill: Behaviour = { fails: ({ run }) => (run.purpose === 'control' ? 'ill' : undefined) };
    const answer = answerOf(shop(), ill);
    expect(answer).toMatchObject({ kind: 'inconclusive', reasons: [expect.stringMatching(/base alone/)] });
    expect(makeRunbook([], judge([])).kind).toBe('inconclusive');
  });
});

describe('the formats, as they were read and found right', () => {
  const safe = (runbook: Runbook): RunbookAnswer => ({ kind: 'safe', runbook });
  test.each<[string, () => string]>([
    ['runbook-stuck.golden.md', () => runbookMarkdown(safe(runbookOf(shop(), stuckIn(['2.1']))))],
    [
      'runbook-rule.golden.md',
      () => runbookMarkdown(safe(runbookOf(withWorker(), failingIn(['1.0', '2.0'])))),
    ],
    ['runbook-offline.golden.md', () => runbookMarkdown(safe(runbookOf(shop(), rollingFails)))],
    [
      'runbook-unsafe.golden.md',
      () => runbookMarkdown(answerOf(withWorker(), failingIn(['1.0', '0.1']), ['rolling:frozen'])),
    ],
    ['runbook-stuck.golden.yml', () => ansiblePlaybook(runbookOf(shop(), stuckIn(['2.1'])))],
    ['runbook-offline.golden.yml', () => ansiblePlaybook(runbookOf(shop(), rollingFails))],
  ])('%s', (name, make) => {
    const text = make();
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(`${GOLDEN}${name}`, text);
    expect(text).toBe(readFileSync(`${GOLDEN}${name}`, 'utf8'));
  });

  test('JSON names its format and version, and what kind of answer it is', () => {
    expect(JSON.parse(runbookJson(answerOf(shop(), stuckIn(['2.1']))))).toMatchObject({
      format: 'evenkeel-runbook',
      version: 1,
      answer: 'safe',
      noReturn: 3,
    });
    expect(JSON.parse(runbookJson(answerOf(shop(), rollingFails, ['rolling:frozen'])))).toMatchObject({
      answer: 'unsafe',
    });
  });

  test('the report for people names the runbook when there is one', () => {
    const textOf = (behaviour: Behaviour): string => {
      const events = journalOf(shop(), ['rolling:frozen'], behaviour);
      return renderText(events, judge(events));
    };
    expect(textOf({ mode: 'edges' })).toMatch(/^runbook\.md: /m);
    expect(textOf(rollingFails)).not.toMatch(/runbook/);
  });
});

describe('the playbook', () => {
  const plays = parse(ansiblePlaybook(runbookOf(withWorker(), failingIn(['2.0', '0.1'])))) as {
    name: string;
    hosts: string;
    serial?: number;
  }[];

  test('moves the instances in the order that was walked, and no others', () => {
    const moves = plays
      .filter(({ name, serial }) => serial !== undefined && name !== '')
      .map(({ hosts }) => hosts);
    expect(moves).toEqual(['api[0]', 'worker[0]', 'api[1]', 'api[2:]']);
  });

  test('takes no other number of instances than were rehearsed, where only that was shown', () => {
    const [first] = plays;
    expect(JSON.stringify(first)).toContain("groups['api'] | default([]) | length == 2");
  });

  test('restarts the code that runs when files move, and not the other one', () => {
    const model = smallModel(
      'files: { conf: { path: api.conf, from: { base: one, target: two }, owner: package } }',
    );
    const labelsIn = (cell: CellId): string[] => {
      const runbook = runbookOf(model, { mode: 'edges' }, [cell], cell);
      const { number } = runbook.steps.find(({ task }) => task.kind === 'files') ?? { number: 0 };
      const play = (parse(ansiblePlaybook(runbook)) as { name: string }[]).find(({ name }) =>
        name.startsWith(`${number}. Put`),
      );
      return [...JSON.stringify(play).matchAll(/"evenkeel_label":"([^"]*)"/g)].map(([, label = '']) => label);
    };
    // the files, the stop, the start
    expect(labelsIn('rolling:before')).toEqual(['2.0.0', '1.0.0', '1.0.0']);
    expect(labelsIn('rolling:after')).toEqual(['2.0.0', '2.0.0', '2.0.0']);
  });

  test('keeps what Jinja would read in the texts of a plan', () => {
    const text = ansiblePlaybook(runbookOf(shop(), stuckIn(['2.1'])));
    expect(text).toContain(`echo "widen {{ '{{' }} 2.0.0 }}" >> {{ evenkeel_data }}/log`);
  });
});
