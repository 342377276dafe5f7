import type { Issue } from '../../model/issue.ts';
import type { UpgradeModel } from '../../model/upgrade-model.ts';
import { pairsOf, stepsOf, type UpgradeStep } from '../../model/upgrade-step.ts';
import { inOrder, toIssue } from '../mistake.ts';
import type { SourceDocument } from '../yaml-document.ts';
import { type Projection, projectPlan } from './project.ts';
import { type ListedRelease, type Mapping, readReleaseList } from './release-list.ts';
import { findStepMistakes } from './step-mistakes.ts';

type Read = { readonly model: UpgradeModel } | { readonly issues: readonly Issue[] };

/**
 * Reads a plan that lists its releases: what it says of each step is read as a plan of two releases, and what is wrong
 * there is told with its place in the list. Each issue is told once, for the first step that has it.
 * @param readPair reads a plan of two releases
 */
export function readReleaseSteps(
  file: string,
  source: SourceDocument,
  plan: Mapping & { readonly releases: readonly unknown[] },
  readPair: (projected: SourceDocument) => Read,
): { readonly steps: readonly UpgradeModel[] } | { readonly issues: readonly Issue[] } {
  const list = readReleaseList(plan.releases);
  if ('mistakes' in list)
    return { issues: inOrder(list.mistakes.map((mistake) => toIssue(file, source, mistake))) };
  const steps = stepsOf(list.releases.map(({ name }) => name));
  const own = findStepMistakes(plan, steps).map((mistake) => toIssue(file, source, mistake));
  const read = steps.map((step) => readStep(step, source, plan, list.releases, readPair));
  const issues = read.flatMap((each) => ('issues' in each ? each.issues : []));
  if (own.length > 0 || issues.length > 0) return { issues: inOrder([...own, ...once(issues, own)]) };
  const models = read.flatMap((each) => ('model' in each ? [each.model] : []));
  return { steps: models.map((model) => withStepsBefore(model, models)) };
}

function readStep(
  step: UpgradeStep,
  source: SourceDocument,
  plan: Mapping,
  releases: readonly ListedRelease[],
  readPair: (projected: SourceDocument) => Read,
): Read {
  const pair = pairsOf(step).at(-1) ?? step;
  const read = readPair(placed(source, projectPlan(plan, releases, pair, step)));
  if ('issues' in read) return { issues: read.issues.map((issue) => inStep(issue, pair)) };
  const { model } = read;
  const isUnpromised = plan.promises !== undefined && model.promises.length === 0;
  return { model: { ...model, step, ...(isUnpromised && { isUnpromised }) } };
}

/** A projected plan as a document whose places are those of the real one. */
function placed(source: SourceDocument, { value, originOf }: Projection): SourceDocument {
  return {
    value,
    placeOf: (path) => source.placeOf(originOf(path)),
    placeOfKey: (path, key) => {
      const origin = originOf([...path, key]);
      return source.placeOfKey(origin.slice(0, -1), String(origin.at(-1) ?? key));
    },
  };
}

/** Where words speak of base and target, which step it is. */
function inStep(issue: Issue, { id }: UpgradeStep): Issue {
  return /\b(base|target)\b/.test(issue.message)
    ? { ...issue, message: `in ${id}: ${issue.message}` }
    : issue;
}

/** Each issue once; and nothing more of a place where the names of releases are wrong. */
function once(issues: readonly Issue[], own: readonly Issue[]): Issue[] {
  const placeOf = ({ line, column }: Issue): string => `${line}:${column}`;
  const seen = new Set(own.map(placeOf));
  const said = new Set<string>();
  return issues.filter((issue) => {
    // one release is the target of a step and the base of another
    const words = issue.message.replace(/^in \S+: /, '').replaceAll(/\b(base|target)\b/g, '');
    const key = `${placeOf(issue)} ${words}`;
    if (seen.has(placeOf(issue)) || said.has(key)) return false;
    said.add(key);
    return true;
  });
}

/** A row begins with the steps that lead to its last pair. */
function withStepsBefore(model: UpgradeModel, all: readonly UpgradeModel[]): UpgradeModel {
  if (model.step?.kind !== 'row') return model;
  const before = pairsOf(model.step)
    .slice(0, -1)
    .flatMap(({ id }) => all.find(({ step }) => step?.id === id) ?? []);
  return { ...model, before };
}
