import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CELL_IDS, columnOf } from '../../../src/model/cell.ts';
import type { Plan, PlannedRun } from '../../../src/model/plan.ts';
import type { UpgradeModel } from '../../../src/model/upgrade-model.ts';
import { MAX_ORDERS, makePlan } from '../../../src/plan/make-plan.ts';
import { numberOfOrders } from '../../../src/plan/orders.ts';
import { anyModel } from '../../support/arbitrary-model.ts';
import { modelOf, SMALL_PLAN } from '../../support/model.ts';
import { actionsOf, allActions, upgradeRuns } from '../../support/plan-steps.ts';

/** Checks a property of the plans of all kinds of models. */
function always(property: (plan: Plan, model: UpgradeModel) => void): void {
  fc.assert(
    fc.property(anyModel, fc.nat(1000), (model, seed) => {
      property(makePlan(model, { cells: CELL_IDS, seed }), model);
    }),
    { numRuns: 25 },
  );
}

describe('a plan', () => {
  test('is the same for the same model and seed, and is plain JSON', () => {
    always((plan, model) => {
      expect(makePlan(model, { cells: CELL_IDS, seed: plan.seed })).toEqual(plan);
      expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    });
  });

  test('covers every cell, with as many runs as there are orders', () => {
    always((plan, model) => {
      expect(plan.cells.map((cell) => cell.id)).toEqual([...CELL_IDS]);
      const rolling = Object.fromEntries(
        model.services.map(({ name, instances }) => [name, instances.rolling]),
      );
      const attempts = plan.cells.flatMap((cell) => cell.attempts.map((attempt) => ({ cell, attempt })));
      for (const { cell, attempt } of attempts) {
        const orders = cell.id.startsWith('offline') ? 1 : Math.min(MAX_ORDERS, numberOfOrders(rolling));
        expect(attempt.runs).toHaveLength(orders);
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
    const runs = makePlan(model, { cells: CELL_IDS, seed: 1 }).runs.map((run) => run.id);
    expect(new Set(runs).size).toBe(runs.length);
  });

  test('never does the same work twice under the same conditions', () => {
    always((plan) => {
      const work = upgradeRuns(plan).map((run) => JSON.stringify([run.code, run.condition, allActions(run)]));
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
      for (const run of plan.runs.filter((entry) => entry.purpose !== 'upgrade' || isFrozen(plan, entry))) {
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
          expect(moved.sort()).toEqual(wanted.map((file) => file.name).sort());
        }
      }
    });
  });
});
