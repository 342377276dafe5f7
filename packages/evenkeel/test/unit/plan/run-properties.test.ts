import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlannedRun } from '../../../src/model/plan.ts';
import type { UpgradeModel } from '../../../src/model/upgrade-model.ts';
import { defaultCells } from '../../../src/plan/default-cells.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { anyModel } from '../../support/arbitrary-model.ts';
import { smallModel } from '../../support/judged.ts';
import { actionsOf, itemOf, type Replayed, replay } from '../../support/plan-steps.ts';

/** Checks a property of every run that decides a cell, of the plans of all kinds of models. */
function everyRun(property: (run: PlannedRun, model: UpgradeModel) => void): void {
  everyRunAtAll((run, model) => {
    if (run.purpose !== 'experiment') property(run, model);
  });
}

/** The same with the runs that look for causes. */
function everyRunAtAll(property: (run: PlannedRun, model: UpgradeModel) => void): void {
  fc.assert(
    fc.property(anyModel, fc.nat(1000), (model, seed) => {
      const { runs } = makePlan(model, { cells: defaultCells(model), seed, lattice: { mode: 'chains' } });
      for (const run of runs) property(run, model);
    }),
    { numRuns: 15 },
  );
}

/** Expects that no step of any run is of a kind that must not be. */
function never(isWrong: (step: Replayed, run: PlannedRun) => boolean): void {
  everyRunAtAll((run) => {
    expect(replay(run).filter((step) => isWrong(step, run))).toEqual([]);
  });
}

describe('instances', () => {
  test('are started only when they are off', () => {
    never(({ action, running }) => action.kind === 'start' && running.has(action.instance));
  });

  test('are stopped, and asked for their version, only when they run', () => {
    never(
      ({ action, running }) =>
        (action.kind === 'stop' || action.kind === 'ask-version') && !running.has(action.instance),
    );
  });

  test('are asked for their version as soon as they are started', () => {
    never(({ action, next }) => {
      if (action.kind !== 'start') return false;
      const isAsked = next?.kind === 'ask-version' && next.instance === action.instance;
      return !isAsked || next.release !== action.release;
    });
  });

  test('are all off at the end, and when a probe must fail', () => {
    everyRun((run) => {
      const last = replay(run).at(-1);
      const stopped = last?.action.kind === 'stop' ? [last.action.instance] : [];
      expect([...(last?.running ?? [])]).toEqual(stopped);
    });
    never(({ action, running }) => action.kind === 'probe-stopped' && running.has(action.instance));
  });

  test('of target run no code of base, but in a control, where all code is base', () => {
    everyRun((run) => {
      for (const { action } of actionsOf(run, 'start')) {
        expect(action.release).toBe(run.purpose === 'upgrade' ? action.role : 'base');
      }
    });
  });

  test('are replaced one at a time in a rolling run, from all at base to all at target', () => {
    everyRun((run, model) => {
      if (run.code !== 'rolling' || run.purpose === 'checks' || run.condition?.was === 'reached') return;
      if (run.id.includes('-back-')) return;
      const total = model.services.reduce((sum, service) => sum + service.instances.rolling, 0);
      const states = run.phases
        .filter((phase) => phase.part === 'upgrade' && phase.state.length > 0)
        .map((phase) => phase.state);
      const atTarget = states.map((state) => state.filter((entry) => entry.role === 'target').length);
      expect(new Set(states.map((state) => state.length))).toEqual(new Set([total]));
      expect(atTarget[0]).toBe(0);
      expect(atTarget.at(-1)).toBe(total);
      expect([...new Set(atTarget)]).toEqual(Array.from({ length: total + 1 }, (_, index) => index));
    });
  });

  test('in every state of a rolling run are verified through each release that runs, and proved', () => {
    everyRun((run, model) => {
      if (run.code !== 'rolling' || run.purpose === 'checks') return;
      for (const phase of run.phases.filter((entry) => entry.title.startsWith('replace '))) {
        expect(phase.steps.at(-1)?.action).toEqual({ kind: 'prove-state' });
        for (const { name, service } of model.resources) {
          const through = phase.steps.flatMap(({ action }) =>
            action.kind === 'resource' && action.action === 'verify' && action.resource === name
              ? phase.state.filter((entry) => entry.instance === action.instance).map((entry) => entry.role)
              : [],
          );
          const roles = phase.state.filter((entry) => entry.service === service).map((entry) => entry.role);
          expect(new Set(through)).toEqual(new Set(roles));
        }
      }
    });
  });
});

describe('things that users make', () => {
  test('are created once, and looked at only after that', () => {
    never(({ action, made }) => {
      if (action.kind !== 'resource' || action.expect === 'fail' || action.action === 'early_create')
        return false;
      return made.has(itemOf(action)) === (action.action === 'create');
    });
  });

  test('are made and looked at only through instances that run; without services none does', () => {
    never(({ action, running }) => {
      if (action.kind !== 'resource') return false;
      return action.action === 'verify_noapi' ? running.size > 0 : !running.has(action.instance);
    });
  });

  test('are all looked at after the rollback, also those that nobody can destroy', () => {
    const model = smallModel();
    const [note] = model.resources;
    if (note === undefined) throw new Error('no resource');
    const lasting = { ...note, name: 'lasting' };
    const fleeting = {
      ...note,
      name: 'fleeting',
      actions: { ...note.actions, destroy: note.actions.verify },
    };
    const plan = makePlan(
      { ...model, resources: [fleeting, lasting] },
      { cells: ['offline:together'], seed: 1 },
    );
    for (const run of plan.runs.filter(({ purpose }) => purpose === 'control' || purpose === 'upgrade')) {
      const verified = actionsOf(run, 'resource')
        .filter(({ phase, action }) => phase.part === 'rollback' && action.action === 'verify')
        .map(({ action }) => itemOf(action));
      const names = ['base-1', 'base-2', 'after-1', 'back-1'];
      expect([...new Set(verified)].sort()).toEqual(
        ['fleeting', 'lasting'].flatMap((resource) => names.map((name) => `${resource}/${name}`)).sort(),
      );
    }
  });

  test('of base are there before the transition, and target makes its own', () => {
    everyRun((run, model) => {
      if (run.purpose === 'checks') return;
      for (const { name } of model.resources) {
        const creations = actionsOf(run, 'resource').filter(
          ({ action }) => action.resource === name && action.action === 'create',
        );
        const parts = new Set(creations.map(({ phase }) => phase.part));
        expect(parts).toEqual(new Set(['base', 'upgrade', 'rollback']));
      }
    });
  });
});

describe('checks on the checks', () => {
  test('ask every verify where nothing was created, and every probe of a service that is stopped', () => {
    everyRun((run, model) => {
      if (run.purpose !== 'checks') return;
      const made = actionsOf(run, 'resource').filter(({ action }) => action.expect === 'pass');
      expect(made.map(({ action }) => `${action.action} ${action.resource} ${action.item}`)).toEqual(
        model.resources.map(({ name }) => `create ${name} other-1`),
      );
      const verifies = actionsOf(run, 'resource').filter(({ action }) => action.expect === 'fail');
      const wanted = model.resources.flatMap(({ name, actions }) => [
        `${name} verify`,
        `${name} verify beside other-1`,
        ...(actions.verify_noapi.length > 0 ? [`${name} verify_noapi beside other-1`] : []),
      ]);
      expect(
        verifies
          .map(
            ({ action: { resource, action, unlessLike } }) =>
              `${resource} ${action}${unlessLike === undefined ? '' : ` beside ${unlessLike}`}`,
          )
          .sort(),
      ).toEqual(wanted.sort());
      const probes = actionsOf(run, 'probe-stopped').map(({ action }) => action.probe);
      expect(probes.sort()).toEqual(model.probes.map((probe) => probe.name).sort());
      const asked = actionsOf(run, 'ask-stopped').map(({ action }) => action.service);
      const askable = model.services.filter((service) => service.version.check.kind !== 'log');
      expect(asked).toEqual(askable.map((service) => service.name));
    });
  });
});
