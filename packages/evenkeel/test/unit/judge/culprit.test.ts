import { describe, expect, test } from 'vitest';
import type { UpgradeModel } from '../../../src/model/upgrade-model.ts';
import type { Behaviour, Moment } from '../../support/journal.ts';
import { inRollback, inUpgrade, judged, smallModel } from '../../support/judged.ts';

type Fails = NonNullable<Behaviour['fails']>;

const culprits = (model: UpgradeModel, fails: Fails) => {
  const { of } = judged(model, { fails });
  return (cell: Parameters<typeof of>[0]) => ({
    upgrade: of(cell).result.culprit,
    rollback: of(cell).rollback.culprit,
  });
};

/** Whether a moment lies in an experiment, in one of its parts. */
const inExperiment = (
  { run, phase }: Moment,
  name: string,
  part: 'upgrade' | 'rollback' = 'upgrade',
): boolean => run.id.endsWith(`~${name}`) && phase.part === part;

const inRolling = (at: Moment): boolean =>
  inUpgrade(at) && at.run.code === 'rolling' && at.phase.reached !== undefined;
const inOffline = (at: Moment): boolean => inUpgrade(at) && at.run.code === 'offline';

describe('the culprit of a rolling cell that passes with everything off in between', () => {
  test('is the wire protocol when each works on what the other left', () => {
    const { upgrade } = culprits(smallModel(), (at) => (inRolling(at) ? 'no' : undefined))('rolling:frozen');
    expect(upgrade?.class).toBe('wire-protocol');
    expect(upgrade?.experiments.map(({ outcome }) => outcome)).toEqual(['passes', 'passes']);
  });

  test('is the schema when base does not work where target has only started', () => {
    const { upgrade, rollback } = culprits(smallModel(), (at) =>
      inRolling(at) || inRollback(at) || inExperiment(at, 'start-only', 'rollback') ? 'no' : undefined,
    )('rolling:frozen');
    expect([upgrade?.class, rollback?.class]).toEqual(['schema', 'schema']);
  });

  test('is the format of data when base fails only where target has written', () => {
    const { upgrade, rollback } = culprits(smallModel(), (at) =>
      inRolling(at) || inRollback(at) ? 'no' : undefined,
    )('rolling:frozen');
    expect([upgrade?.class, rollback?.class]).toEqual(['data-format', 'data-format']);
  });

  test('is the format of data when target fails on what base writes after it', () => {
    const { upgrade } = culprits(smallModel(), (at) =>
      inRolling(at) || inExperiment(at, 'back-again') ? 'no' : undefined,
    )('rolling:frozen');
    expect(upgrade?.class).toBe('data-format');
  });
});

describe('the culprit of an offline cell', () => {
  test("is the form of base's data when target passes without them and base still finds them", () => {
    const of = culprits(smallModel(), (at) => (inOffline(at) || inRolling(at) ? 'no' : undefined));
    expect(of('offline:together').upgrade?.class).toBe('data-format');
    expect(of('rolling:frozen').upgrade?.because).toMatch(/^as in offline:frozen: /);
  });

  test('is what was lost when base does not find it either', () => {
    const { upgrade, rollback } = culprits(smallModel(), (at) =>
      inOffline(at) || inRollback(at) ? 'no' : undefined,
    )('offline:together');
    expect([upgrade?.class, rollback?.class]).toEqual(['lost-resource', 'lost-resource']);
  });

  test('is not known when target alone fails too, and what was tried is said', () => {
    const { upgrade } = culprits(smallModel(), (at) =>
      inOffline(at) || inExperiment(at, 'fresh') ? 'no' : undefined,
    )('offline:together');
    expect(upgrade?.class).toBe('unknown');
    expect(upgrade?.experiments).toHaveLength(1);
  });

  test('is a missing step when an exception mends it', () => {
    const model = smallModel('exceptions:', '  mend: { run: mend, note: note.md }');
    const { upgrade } = culprits(model, (at) =>
      inOffline(at) && !at.run.id.endsWith('+exceptions') ? 'no' : undefined,
    )('offline:together');
    expect(upgrade?.class).toBe('missing-step');
  });
});

describe("the culprit in an operator's file", () => {
  const withFile = (how: 'removed' | 'changed'): UpgradeModel => {
    const model = smallModel(
      'files:',
      '  conf: { path: a.conf, from: { base: one, target: two }, note: note.md }',
    );
    return { ...model, files: model.files.map((file) => ({ ...file, changes: [{ option: '[a] x', how }] })) };
  };
  const needsEdit: Fails = (at) => (inUpgrade(at) && !at.run.id.endsWith('+exceptions') ? 'no' : undefined);

  test.each([
    ['removed', 'option-removed'],
    ['changed', 'option-changed'],
  ] as const)('is an option that is %s, by its name', (how, kind) => {
    const of = culprits(withFile(how), needsEdit);
    expect(of('offline:together').upgrade).toMatchObject({ class: kind, options: ['[a] x'] });
    expect(of('offline:frozen').upgrade).toMatchObject({ class: kind, options: ['[a] x'] });
  });
});

test('a cell that passes, or was not proved, has none', () => {
  const { of } = judged(smallModel(), {});
  expect(of('offline:together').result.culprit).toBeUndefined();
  const { of: broken } = judged(smallModel(), {
    fails: (at) => (at.phase.part === 'base' ? 'no' : undefined),
  });
  expect(broken('offline:together').result.culprit).toBeUndefined();
});
