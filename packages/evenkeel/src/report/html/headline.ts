import { type CodeAxis, codeOf } from '../../model/cell.ts';
import { type CellVerdict, VERDICT_ORDER, type Verdict, type VerdictName } from '../../model/verdict.ts';

const AXES: Readonly<Record<CodeAxis, string>> = { offline: 'Offline', rolling: 'Rolling' };

const WORDS: Readonly<Record<VerdictName, string>> = {
  painless: 'painless',
  warns: 'possible with warnings',
  exception: 'possible with a manual step',
  broken: 'broken',
  inconclusive: 'inconclusive',
};

/** The outcome of a run in one sentence or two: how each way to upgrade did, then the promises. */
export function headlineOf(verdict: Verdict): string {
  const { cells } = verdict;
  if (cells.length === 0) return 'No cell of the matrix was judged: nothing is known.';
  const ways = (['offline', 'rolling'] as const).flatMap((code) => {
    const some = cells.filter(({ cell }) => codeOf(cell) === code);
    return some.length === 0 ? [] : [`${AXES[code]}, it is ${verdictsInWords(some)}.`];
  });
  const [first = '', ...others] = ways;
  const subject = first.replace(', it is ', ', this upgrade is ');
  return [subject, ...others, promisesInWords(verdict)].filter((sentence) => sentence !== '').join(' ');
}

/** `painless`, or `painless in 1 cell, broken in 2`. */
function verdictsInWords(cells: readonly CellVerdict[]): string {
  const counts = VERDICT_ORDER.flatMap((name) => {
    const count = cells.filter(({ result }) => result.verdict === name).length;
    return count === 0 ? [] : [{ name, count }];
  });
  const [first, ...others] = counts;
  if (first === undefined || others.length === 0) return first === undefined ? '' : WORDS[first.name];
  const unit = first.count === 1 ? 'cell' : 'cells';
  const rest = others.map(({ name, count }) => `${WORDS[name]} in ${count}`);
  return [`${WORDS[first.name]} in ${first.count} ${unit}`, ...rest].join(', ');
}

function promisesInWords({ promises, notRun, interrupted }: Verdict): string {
  if (interrupted) return 'The run was interrupted.';
  const broken = promises.filter(({ kept }) => !kept).length;
  const of = promises.length;
  if (of === 0) return notRun.length === 0 ? '' : 'No promised cell was run.';
  if (broken === 0)
    return ['', 'The promise is kept.', 'Both promises are kept.'][of] ?? `All ${of} promises are kept.`;
  return of === 1 ? 'The promise is not kept.' : `${broken} of ${of} promises are not kept.`;
}
