import { describe, expect } from 'vitest';
import type { Culprit } from '../../src/model/culprit.ts';
import { test } from '../support/e2e.ts';
import { type Knob, runKnob } from '../support/knob.ts';
import { cellOf } from '../support/shelf.ts';

/** A knob whose target fails, and what is to be found. */
interface Cause extends Knob {
  readonly is: Pick<Culprit, 'class'> & Partial<Culprit>;
}

const CAUSES: Readonly<Record<string, Cause>> = {
  'one option of an edit that changes four': {
    upset: { knob: { unknown: ['paint'] } },
    base: 'colour = red\npaint = oil\nsize = 3\nwidth = 1\n',
    edited: 'colour = blue\nsize = 4\nwidth = 2\n',
    is: { class: 'option-removed', options: ['paint'] },
  },
  'two options of a file that stays, which do not go together': {
    upset: { knob: { upsetByAll: ['paint', 'width'] } },
    file: 'knob.json',
    base: '{\n  "colour": "red",\n  "paint": "oil",\n  "size": 3,\n  "width": 1\n}\n',
    is: { class: 'option-removed', options: ['paint'] },
  },
  'a variable of the environment': {
    upset: { knob: { upsetBy: { KNOB_MODE: 'fast' } } },
    env: { KNOB_LEVEL: '3', KNOB_MODE: 'fast', KNOB_TONE: 'c' },
    is: { class: 'option-removed', options: ['KNOB_MODE'] },
  },
  'a service that is ready later than it says': {
    upset: { knob: { readyAfterMs: 1_000 } },
    is: { class: 'not-ready' },
  },
  'a default that is another one': {
    upset: { knob: { wants: ['paint'] } },
    file: 'knob.yaml',
    base: 'colour: red\n',
    defaults: {
      base: { colour: 'red', paint: 'oil', size: '3', width: '1' },
      target: { colour: 'red', paint: 'none', size: '4', width: '2' },
    },
    is: { class: 'default-changed', options: ['paint'] },
  },
  'a migration': {
    upset: { knob: { contracted: 'fails' } },
    contract: true,
    is: { class: 'schema' },
  },
  'one service of three': {
    upset: { api: {}, knob: { unknown: ['colour'] }, worker: {} },
    base: 'colour = red\n',
    is: { class: 'option-removed', service: 'knob', options: ['colour'] },
  },
};

/** `npm test` takes those that differ most; `npm run test:heavy` takes all. */
const QUICK: readonly string[] = [
  'one option of an edit that changes four',
  'a service that is ready later than it says',
];
const tried = process.env.EVENKEEL_LATTICE === 'all' ? Object.keys(CAUSES) : QUICK;

describe('why it fails is found by changing one thing at a time', () => {
  for (const [name, { is, ...knob }] of Object.entries(CAUSES)) {
    if (!tried.includes(name)) continue;
    test(name, async ({ box }) => {
      const { report } = await runKnob(
        box,
        knob,
        knob.edited === undefined ? 'offline:frozen' : 'offline:together',
      );
      const { result } = cellOf(report, knob.edited === undefined ? 'offline:frozen' : 'offline:together');
      expect(result.culprit).toMatchObject(is);
      expect(result.culprit?.repeated?.of).toBeGreaterThan(1);
      const last = result.culprit?.experiments.at(-1);
      if (is.class !== 'not-ready') expect(last).toMatchObject({ outcome: 'passes', times: 2 });
    });
  }
});

describe('two causes in one', () => {
  test('the first is named where a file takes it away, whatever fails then', async ({ box }) => {
    const { report } = await runKnob(
      box,
      {
        upset: { knob: { unknown: ['paint'], unread: ['anything'] } },
        base: 'colour = red\npaint = oil\nsize = 3\n',
        edited: 'colour = blue\nsize = 4\n',
      },
      'offline:together,offline:frozen',
    );
    const frozen = cellOf(report, 'offline:frozen').result;
    expect(frozen.culprit).toMatchObject({ class: 'option-removed', options: ['paint'] });
    expect(frozen.culprit?.experiments.at(-1)).toMatchObject({ outcome: 'gets-past', times: 2 });
    const together = cellOf(report, 'offline:together').result;
    expect(together.witnesses[0]?.failure.answer).toContain('no answer with anything');
    expect(together.culprit).toMatchObject({ class: 'unknown' });
    expect(together.culprit?.experiments[0]).toMatchObject({
      outcome: 'fails',
      run: 'offline-together+exceptions~fresh',
    });
  });
});

describe('what fails now and then', () => {
  test('is neither broken nor painless, and its rate is told', async ({ box }) => {
    const { ended, report } = await runKnob(box, { upset: { knob: { badStarts: [1] } } });
    const { result } = cellOf(report, 'offline:together');
    expect(result).toMatchObject({ verdict: 'inconclusive', flaky: { failed: 1, of: 5 } });
    expect(ended.code).toBe(3);
  });

  test('is found with --repeat when it passes at first', async ({ box }) => {
    const { report } = await runKnob(box, { upset: { knob: { badStarts: [3] } } }, 'offline:together', [
      '--repeat',
      '5',
    ]);
    const { result } = cellOf(report, 'offline:together');
    expect(result).toMatchObject({ verdict: 'inconclusive', flaky: { failed: 1, of: 5 } });
  });
});

describe('the budget of experiments', () => {
  const paint = CAUSES['one option of an edit that changes four'] as Cause;

  test('leaves the best answer so far when it ends', async ({ box }) => {
    const { report } = await runKnob(box, paint, 'offline:together', ['--budget', '2']);
    const { result } = cellOf(report, 'offline:together');
    expect(result.culprit).toMatchObject({ class: 'option-changed', cut: 'their budget of 2 runs is spent' });
  });

  test('can be none', async ({ box }) => {
    const { report } = await runKnob(box, paint, 'offline:together', ['--budget', 'none']);
    const { result } = cellOf(report, 'offline:together');
    expect(result.culprit?.repeated).toBeUndefined();
    expect(result.culprit?.experiments).toEqual([]);
    expect(result.verdict).toBe('exception');
  });
});
