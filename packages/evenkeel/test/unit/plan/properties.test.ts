import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnOf, USUAL_CELLS } from '../../../src/model/cell.ts';
import { stateKey } from '../../../src/model/lattice.ts';
import type { Phase, Plan, PlannedRun, VariantName } from '../../../src/model/plan.ts';
import type { ManagedFile, UpgradeModel } from '../../../src/model/upgrade-model.ts';
import { defaultCells } from '../../../src/plan/default-cells.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { allowedStates } from '../../../src/plan/states.ts';
import { anyModel } from '../../support/arbitrary-model.ts';
import { modelOf, SMALL_PLAN } from '../../support/model.ts';
import { actionsOf, allActions, upgradeRuns } from '../../support/plan-steps.ts';

const anyMode = fc.constantFrom('chains' as const, 'chains' as const, 'edges' as const);

/** Checks a property of the plans of all kinds of models. */
function always(property: (plan: Plan, model: UpgradeModel) => void): void {
  fc.assert(
    fc.property(anyModel, fc.nat(1000), anyMode, (model, seed, mode) => {
      property(makePlan(model, { cells: defaultCells(model), seed, lattice: { mode } }), model);
    }),
    { numRuns: 25 },
  );
}

describe('a plan', () => {
  test('is the same for the same model and seed, and is plain JSON', () => {
    always((plan, model) => {
      const mode = plan.cells.flatMap(({ attempts }) => attempts[0]?.lattice?.mode ?? [])[0] ?? 'chains';
      const again = { cells: defaultCells(model), seed: plan.seed, lattice: { mode } };
      expect(makePlan(model, again)).toEqual(plan);
      expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    });
  });

  test('covers every cell, in each attempt every state of its lattice', () => {
    always((plan, model) => {
      expect(plan.cells.map((cell) => cell.id)).toEqual(defaultCells(model));
      const runs = new Map(plan.runs.map((run) => [run.id, run]));
      for (const { attempts } of plan.cells) {
        const [asIs] = attempts;
        const lattice = asIs?.lattice;
        const reached = (asIs?.runs ?? [])
          .flatMap((id) => runs.get(id)?.phases ?? [])
          .flatMap(({ reached }) => (reached === undefined ? [] : [stateKey(reached)]));
        const allowed = lattice === undefined ? [] : (allowedStates(lattice) ?? []).slice(1);
        expect([...new Set(reached)].toSorted()).toEqual(allowed.map(stateKey).toSorted());
      }
    });
  });

  test('goes back to base from every state that does not show by itself that base can be started', () => {
    always((plan, model) => {
      for (const { attempts } of plan.cells) {
        const lattice = attempts[0]?.lattice;
        if (lattice === undefined) continue;
        const runs = plan.runs.filter(({ id }) => attempts[0]?.runs.includes(id));
        const ends = runs.flatMap(({ phases }) => {
          const last = phases.findLast(({ reached }) => reached !== undefined)?.reached;
          return last !== undefined && phases.some(({ part }) => part === 'rollback') ? [stateKey(last)] : [];
        });
        const isWhole = (state: readonly number[]): boolean =>
          lattice.elements.some(
            ({ id, count }, index) =>
              model.services.some(({ name }) => name === id) && state[index] === count,
          );
        const wanted = (allowedStates(lattice) ?? []).slice(1);
        const owed = wanted.filter((state) => lattice.mode === 'edges' || isWhole(state)).map(stateKey);
        expect(owed.filter((key) => !ends.includes(key))).toEqual([]);
      }
    });
  });

  test('has every run that decides a cell', () => {
    always((plan) => {
      const known = new Set(plan.runs.map((run) => run.id));
      const named = plan.cells.flatMap((cell) => [
        cell.control,
        ...cell.attempts.flatMap(({ runs }) => runs),
      ]);
      expect(named.filter((id) => !known.has(id))).toEqual([]);
    });
  });

  test('installs each release of each service once', () => {
    always((plan, model) => {
      const wanted = model.services.flatMap(({ name }) => [`base of ${name}`, `target of ${name}`]);
      expect(plan.installs.map(({ service, release }) => `${release} of ${service}`).sort()).toEqual(
        wanted.sort(),
      );
    });
  });

  test('gives every run and every step a name of its own', () => {
    always((plan) => {
      const runs = plan.runs.map((run) => run.id);
      const steps = plan.runs.flatMap((run) =>
        run.phases.flatMap((phase) => phase.steps.map((step) => step.id)),
      );
      expect(new Set(runs).size).toBe(runs.length);
      expect(new Set(steps).size).toBe(steps.length);
    });
  });

  test('tells an edit of a file from an exception of a similar name', () => {
    const model = modelOf(
      SMALL_PLAN.concat(
        'files:\n  conf: { path: conf, from: { base: one, target: two }, note: note.md }\n',
        'exceptions:\n  edit-conf: { run: mend, note: note.md }\n',
      ),
      { one: 'file', two: 'file', 'note.md': 'file' },
    );
    const runs = makePlan(model, { cells: USUAL_CELLS, seed: 1 }).runs.map((run) => run.id);
    expect(new Set(runs).size).toBe(runs.length);
  });

  test('never does the same work twice under the same conditions', () => {
    always((plan) => {
      const single = upgradeRuns(plan).filter(({ group }) => group === undefined);
      const work = single.map((run) => JSON.stringify([run.code, run.condition, allActions(run)]));
      expect(new Set(work).size).toBe(work.length);
    });
  });

  test('runs cells once that cannot differ: without files of two variants and exceptions there are two', () => {
    always((plan, model) => {
      const differs = model.files.some((file) => file.variants === 2) || model.exceptions.length > 0;
      const own = plan.cells.filter((cell) => cell.sameAs === undefined).map((cell) => cell.id);
      if (!differs) expect(own).toEqual(['offline:together', 'rolling:frozen']);
      for (const cell of plan.cells) {
        if (cell.sameAs === undefined) continue;
        const twin = plan.cells.find((other) => other.id === cell.sameAs);
        expect(cell.attempts).toEqual(twin?.attempts);
        expect(twin?.sameAs).toBeUndefined();
      }
    });
  });

  test('refers only to runs that come earlier', () => {
    always((plan) => {
      const ids = plan.runs.map((run) => run.id);
      plan.runs.forEach((run, index) => {
        for (const other of run.condition?.runs ?? []) expect(ids.slice(0, index)).toContain(other);
      });
    });
  });
});

describe('files', () => {
  const isFrozen = (plan: Plan, run: PlannedRun): boolean =>
    plan.cells.some(
      (cell) =>
        columnOf(cell.id) === 'frozen' && cell.attempts.some((attempt) => attempt.runs.includes(run.id)),
    );

  test('of target are never laid in a frozen column, nor in a control', () => {
    always((plan) => {
      const isOthers = (run: PlannedRun): boolean => run.purpose === 'control' || run.purpose === 'checks';
      for (const run of plan.runs.filter((entry) => isOthers(entry) || isFrozen(plan, entry))) {
        const laid = actionsOf(run, 'lay-files').flatMap(({ action }) => action.files);
        expect(laid.filter((entry) => entry.variant === 'target')).toEqual([]);
      }
    });
  });

  test("of the operator move only in attempts with exceptions, a package's in every column that moves", () => {
    always((plan, model) => {
      for (const cell of plan.cells.filter((entry) => columnOf(entry.id) !== 'frozen')) {
        const [asIs] = cell.attempts;
        for (const id of asIs?.runs ?? []) {
          const run = plan.runs.find((entry) => entry.id === id);
          const laid =
            run === undefined ? [] : actionsOf(run, 'lay-files').flatMap(({ action }) => action.files);
          const moved = laid.filter((entry) => entry.variant === 'target').map((entry) => entry.file);
          const wanted = model.files.filter((file) => file.variants === 2 && file.owner === 'package');
          const names = new Set(wanted.map((file) => file.name));
          expect(moved.filter((name) => !names.has(name))).toEqual([]);
        }
      }
    });
  });

  test('are put together only under the column union, and only filters are', () => {
    always((plan, model) => {
      const filters = model.files.filter((file) => file.filters).map(({ name }) => name);
      expect(plan.cells.some(({ id }) => id === 'rolling:union')).toBe(filters.length > 0);
      for (const run of plan.runs) {
        const laid = actionsOf(run, 'lay-files').flatMap(({ action }) => action.files);
        const unions = laid.filter(({ variant }) => variant === 'union');
        expect(unions.filter(({ file }) => !filters.includes(file))).toEqual([]);
        if (unions.length > 0) expect(columnsOf(plan, run)).toEqual(['union']);
      }
    });
  });

  test('under union, filters are those of both releases as long as code is mixed, and when the schema moves', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const withFilters = { ...model, files: [...model.files, FILTERS] };
        const plan = makePlan(withFilters, {
          cells: ['rolling:union'],
          seed: 1,
          lattice: { mode: 'chains' },
        });
        for (const run of upgradeRuns(plan).filter((entry) => laidIn(entry.phases, 'd').includes('target')))
          expectUnionUnderMixedCode(run, 'd');
      }),
      { numRuns: 15 },
    );
  });
});

const FILTERS: ManagedFile = {
  name: 'd',
  path: 'd',
  from: { base: 'one', target: 'two' },
  variants: 2,
  owner: 'package',
  render: false,
  filters: true,
};

function expectUnionUnderMixedCode({ phases }: PlannedRun, filters: string): void {
  let lies: VariantName = 'base';
  for (const phase of phases.filter(({ part }) => part === 'upgrade')) {
    lies = laidIn([phase], filters).at(-1) ?? lies;
    const isMixed = new Set(phase.state.map(({ role }) => role)).size === 2;
    if (isMixed) expect(lies).toBe('union');
    if (phase.steps.some(({ action }) => action.kind === 'migrate')) expect(lies).not.toBe('base');
  }
}

/** The variants of a file that are laid, in order. */
function laidIn(phases: readonly Phase[], name: string): VariantName[] {
  return phases
    .flatMap(({ steps }) => steps.flatMap(({ action }) => (action.kind === 'lay-files' ? action.files : [])))
    .flatMap(({ file, variant }) => (file === name ? [variant] : []));
}

const columnsOf = (plan: Plan, run: PlannedRun): string[] =>
  plan.cells.flatMap(({ id, attempts }) =>
    attempts.some(({ runs }) => runs.includes(run.id)) ? [columnOf(id)] : [],
  );
