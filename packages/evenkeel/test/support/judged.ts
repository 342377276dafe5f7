import { judge } from '../../src/judge/judge.ts';
import { CELL_IDS, type CellId } from '../../src/model/cell.ts';
import type { UpgradeModel } from '../../src/model/upgrade-model.ts';
import type { CellVerdict, Verdict } from '../../src/model/verdict.ts';
import { type Behaviour, journalOf, type Moment } from './journal.ts';
import { type Disk, modelOf, SMALL_PLAN } from './model.ts';

/** All that the plans of the judge's tests refer to. */
export const JUDGE_DISK: Disk = { one: 'file', two: 'file', 'note.md': 'file' };

/** The small plan with more lines. */
export function smallModel(...lines: readonly string[]): UpgradeModel {
  return modelOf(`${SMALL_PLAN}${lines.join('\n')}\n`, JUDGE_DISK);
}

/** A verdict with its cells by their names. */
export interface Judged extends Verdict {
  readonly of: (cell: CellId) => CellVerdict;
}

/** Judges a run of a model over all cells, or some. */
export function judged(
  model: UpgradeModel,
  behaviour: Behaviour = {},
  cells: readonly CellId[] = CELL_IDS,
): Judged {
  const verdict = judge(journalOf(model, cells, behaviour));
  return {
    ...verdict,
    of: (cell) => {
      const found = verdict.cells.find((entry) => entry.cell === cell);
      if (found === undefined) throw new Error(`${cell} was not judged`);
      return found;
    },
  };
}

/** Whether a moment lies in the upgrade part of a run that fills a cell. */
export function inUpgrade({ run, phase }: Moment): boolean {
  return run.purpose === 'upgrade' && phase.part === 'upgrade';
}

/** Whether a moment lies in the rollback part of a run that fills a cell. */
export function inRollback({ run, phase }: Moment): boolean {
  return run.purpose === 'upgrade' && phase.part === 'rollback';
}

/** The small plan with a second service: `worker`, of one instance. */
export function withWorker(): UpgradeModel {
  const model = smallModel();
  const [api] = model.services;
  const [probe] = model.probes;
  if (api === undefined || probe === undefined) throw new Error('the small plan has no service or no probe');
  return {
    ...model,
    services: [...model.services, { ...api, name: 'worker', instances: { offline: 1, rolling: 1 } }],
    probes: [...model.probes, { ...probe, name: 'beat', service: 'worker' }],
  };
}
