import type { UpgradeStep } from '../../model/upgrade-step.ts';
import type { Mistake } from '../mistake.ts';
import { nearestHint } from '../nearest.ts';
import type { Path } from '../yaml-document.ts';
import { isKeyed } from './project.ts';
import { isMapping, type Mapping, USUAL_KEYS } from './release-list.ts';
import { isCellOfRow, stepPromise } from './step-promises.ts';

/** What is wrong with the names of releases and steps in a plan that lists its releases. */
export function findStepMistakes(plan: Mapping, steps: readonly UpgradeStep[]): Mistake[] {
  const names = [...new Set(steps.flatMap(({ releases }) => releases))];
  return [
    ...keyedParts(plan).flatMap((part) => keyMistakes(part, names)),
    ...exceptionMistakes(plan, steps),
    ...promiseMistakes(plan, steps),
  ];
}

/** A mapping by releases, and which of them it has to have. */
interface KeyedPart {
  readonly path: Path;
  readonly value: Mapping;
  readonly isWhole: boolean;
}

function keyedParts(plan: Mapping): KeyedPart[] {
  const part = (path: Path, value: unknown, isWhole: boolean, usual?: readonly string[]): KeyedPart[] =>
    isKeyed(value, usual) ? [{ path, value, isWhole }] : [];
  return [
    ...entriesOf(plan.services).flatMap(([name, { install, start }]) => [
      ...part(['services', name, 'install'], install, true, USUAL_KEYS.install),
      ...part(['services', name, 'start'], start, true),
    ]),
    ...entriesOf(plan.files).flatMap(([name, { from }]) => part(['files', name, 'from'], from, false)),
    ...part(['migrate'], plan.migrate, false, USUAL_KEYS.migrate),
    ...part(['order'], plan.order, false),
  ];
}

function entriesOf(section: unknown): [string, Mapping][] {
  if (!isMapping(section)) return [];
  return Object.entries(section).flatMap(([name, entry]): [string, Mapping][] =>
    isMapping(entry) ? [[name, entry]] : [],
  );
}

function keyMistakes({ path, value, isWhole }: KeyedPart, names: readonly string[]): Mistake[] {
  const unknown = Object.keys(value).filter((key) => !names.includes(key));
  const missing = isWhole ? names.filter((name) => value[name] === undefined) : [];
  return [
    ...unknown.map((key) => ({
      path: [...path, key],
      key,
      message: `no release is named "${key}"`,
      hint: nearestHint(key, names),
    })),
    ...(missing.length === 0 || unknown.length > 0
      ? []
      : [{ path, message: `${path.join('.')} needs ${missing.join(', ')} too` }]),
  ];
}

/** An exception belongs to a pair of releases; in a row, those of its pairs are done. */
function exceptionMistakes({ exceptions }: Mapping, steps: readonly UpgradeStep[]): Mistake[] {
  const pairs = steps.filter(({ kind }) => kind !== 'row').map(({ id }) => id);
  return entriesOf(exceptions).flatMap(([name, entry]): Mistake[] => {
    if (!('steps' in entry)) return [];
    const path = ['exceptions', name, 'steps'];
    if (!Array.isArray(entry.steps) || entry.steps.length === 0)
      return [{ path, message: 'steps should be a list of steps', hint: `such as [${pairs[0]}]` }];
    return entry.steps.flatMap((step: unknown, index) =>
      pairs.some((id) => id === step) ? [] : [unknownStep([...path, index], String(step), pairs)],
    );
  });
}

function promiseMistakes({ promises }: Mapping, steps: readonly UpgradeStep[]): Mistake[] {
  const texts: [Path, unknown, string?][] = Array.isArray(promises)
    ? promises.map((text: unknown, index): [Path, unknown] => [['promises', index], text])
    : Object.keys(isMapping(promises) ? promises : {}).map((key) => [['promises', key], key, key]);
  return texts.flatMap(([path, text, key]): Mistake[] => {
    if (typeof text !== 'string') return [];
    const { step, cell } = stepPromise(text);
    if (step === undefined) return [];
    const at = key === undefined ? {} : { key };
    const found = steps.find(({ id }) => id === step);
    if (found === undefined)
      return [
        {
          ...unknownStep(
            path,
            step,
            steps.map(({ id }) => id),
          ),
          ...at,
        },
      ];
    return found.kind !== 'row' || isCellOfRow(cell)
      ? []
      : [{ path, ...at, message: `${cell}: in a row only offline:together is walked` }];
  });
}

const unknownStep = (path: Path, step: string, known: readonly string[]): Mistake => ({
  path,
  message: `"${step}" is no step of this plan`,
  hint: nearestHint(step, known),
});
