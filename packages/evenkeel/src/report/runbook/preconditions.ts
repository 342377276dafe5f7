import { type CellId, columnOf } from '../../model/cell.ts';
import { given } from '../../model/given.ts';
import type { Precondition } from '../../model/runbook.ts';
import { renderKnown } from '../../model/template.ts';
import { valuesOf } from './checks.ts';
import type { Facts } from './tasks.ts';

/** What must be so before the first step of a cell. `noReturn`: the step from which on there is no way back. */
export function preconditionsOf(facts: Facts, cell: CellId, noReturn: number | undefined): Precondition[] {
  const { model, exceptions, movingFiles } = facts;
  const { base, target } = model.releases;
  const values = valuesOf(target);
  const isFrozen = columnOf(cell) === 'frozen' && model.files.some(({ variants }) => variants === 2);
  return [
    { words: `every instance runs ${base.label}, and passes its checks` },
    ...model.upgradeChecks.map(
      ({ name, service, run }): Precondition => ({
        words: `the upgrade check ${name}, run with ${target.label}'s code of ${service}, exits with 0, or with 1 for warnings`,
        command: renderKnown(run, values),
        service,
      }),
    ),
    ...(isFrozen ? [{ words: `every file stays as it is: ${target.label} reads ${base.label}'s` }] : []),
    ...movingFiles.map(
      ({ name, path, owner, note }): Precondition => ({
        words:
          owner === 'package'
            ? `the package's ${name} (${path}) moves at its own step`
            : `an edit of ${name} (${path}) is prepared`,
        ...given({ note }),
      }),
    ),
    ...exceptions.map(
      ({ name, why, note }): Precondition => ({
        words: `the manual step ${name} is prepared${why === '' ? '' : `: ${why}`}`,
        note,
      }),
    ),
    ...(noReturn === undefined
      ? []
      : [
          {
            words: `there is a backup that was restored once: from step ${noReturn} on there is no other way back`,
          },
        ]),
  ];
}
