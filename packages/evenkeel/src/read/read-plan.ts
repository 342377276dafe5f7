import type { Issue } from '../model/issue.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { findCheckMistakes } from './check-mistakes.ts';
import { isContractOnly } from './contract-only.ts';
import { inOrder, type KindOf, type Mistake, toIssue } from './mistake.ts';
import { normalisePlan } from './normalise.ts';
import type { PlanLocation } from './plan-location.ts';
import { findMistakes } from './references.ts';
import { planFile, planJsonSchema, RUN_SECTIONS } from './schema/plan.ts';
import { wordSchemaIssues } from './schema-issues.ts';
import { sketchPlan } from './sketch.ts';
import { readReleaseSteps } from './steps/read-release-steps.ts';
import { hasReleaseList } from './steps/release-list.ts';
import { parseYaml, type SourceDocument } from './yaml-document.ts';

/** What reading needs to know of the world; `kindOf` takes paths as the plan gives them. */
export interface PlanSource extends PlanLocation {
  /** The file's name as issues shall print it. */
  readonly file: string;
  readonly text: string;
  readonly kindOf: KindOf;
}

/** The model of a plan file, or all of its mistakes in the order of their places. Never throws on bad input. */
export type ReadResult = { readonly model: UpgradeModel } | { readonly issues: readonly Issue[] };

const NOTHING_TO_RUN: Mistake = {
  path: ['contract'],
  key: 'contract',
  message: 'the plan has a contract and nothing to run',
  hint: `"evenkeel check" judges it; a run needs ${RUN_SECTIONS.join(', ')}`,
};

/** Reads a plan file: of one that lists its releases, the step to the newest from the one before it. Pure: what lies on the disk is asked through `kindOf`. */
export function readPlan(input: PlanSource): ReadResult {
  const read = readSteps(input);
  if ('issues' in read) return read;
  const newest = read.steps.findLast(({ step }) => step === undefined || step.kind === 'next');
  return newest === undefined ? { issues: [] } : { model: newest };
}

/** A model for each upgrade that a plan speaks of: one for a base and a target; each step of a list of releases. */
export type StepsResult = { readonly steps: readonly UpgradeModel[] } | { readonly issues: readonly Issue[] };

/** Reads a plan file with all of its steps. Pure, and never throws on bad input. */
export function readSteps(input: PlanSource): StepsResult {
  const source = parseYaml(input.file, input.text);
  if (Array.isArray(source)) return { issues: source };
  if (isContractOnly(source.value)) return { issues: [toIssue(input.file, source, NOTHING_TO_RUN)] };
  if (hasReleaseList(source.value))
    return readReleaseSteps(input.file, source, source.value, (projected) => readSource(input, projected));
  const read = readSource(input, source);
  return 'issues' in read ? read : { steps: [read.model] };
}

/** Reads a plan of two releases. */
function readSource(input: PlanSource, source: SourceDocument): ReadResult {
  const parsed = planFile.safeParse(source.value, { reportInput: true });
  if (!parsed.success) {
    const { issues } = parsed.error;
    const shape = wordSchemaIssues(input.file, source, planJsonSchema(), issues);
    const sketch = sketchPlan(
      source.value,
      issues.map((issue) => issue.path),
    );
    const further = [...findMistakes(sketch.plan, input.kindOf), ...findCheckMistakes(sketch.plan)]
      .filter((mistake) => sketch.isWhole(mistake.path))
      .map((mistake) => toIssue(input.file, source, mistake));
    return { issues: inOrder([...shape, ...further]) };
  }
  const mistakes = [...findMistakes(parsed.data, input.kindOf), ...findCheckMistakes(parsed.data)];
  if (mistakes.length > 0)
    return { issues: inOrder(mistakes.map((mistake) => toIssue(input.file, source, mistake))) };
  return { model: normalisePlan(parsed.data, input) };
}
