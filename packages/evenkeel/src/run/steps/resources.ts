import type { ResourceStep } from '../../model/plan.ts';
import type { Resource } from '../../model/upgrade-model.ts';
import type { CellContext } from '../cell-context.ts';
import { type CheckSubject, passCheck } from '../check-runner.ts';
import { StepFailure } from '../evidence.ts';
import { StateError } from '../ports.ts';
import { type Instance, instanceNamed } from '../stack.ts';
import { subjectOf } from '../subjects.ts';

/** A check that is expected to fail is not waited for longer than this. */
export const MOST_WAIT_FOR_FAILURE_MS = 1_000;

/** Performs an action of a resource on one item. Returns a note when there was nothing to do. @throws StepFailure */
export async function performResource(context: CellContext, step: ResourceStep): Promise<string | undefined> {
  const resource = context.model.resources.find((entry) => entry.name === step.resource);
  if (resource === undefined)
    throw new Error(`the plan names a resource that is not there: ${step.resource}`);
  if (step.expect === 'fail') return performVacuous(context, resource, step);
  const item = `${resource.name}/${step.item}`;
  const needsItem = step.action !== 'create' && step.action !== 'early_create';
  if (needsItem && !context.created.has(item)) return 'skipped: it was not created';
  await perform(context, resource, step, context.group.name).catch(blameRestoring(context));
  if (!needsItem) context.created.add(item);
  if (step.action === 'destroy') context.created.delete(item);
  return undefined;
}

/**
 * What is missing in a state just restored, with the plan's own command, was there when the state was kept: who lost it, the
 * command or the restart of what runs, is not known. It must not be held against the target. @throws StateError
 */
function blameRestoring({ model, phase }: CellContext): (error: unknown) => never {
  return (error) => {
    const isRestored = phase.steps.some(({ action }) => action.kind === 'restore-snapshot');
    if (model.state === undefined || !isRestored || !(error instanceof StepFailure)) throw error;
    throw new StateError(
      `${error.message}: it did not fail when the state was kept, so the plan's state.save and state.restore, or the restart, lost something; --lattice chains tells which`,
    );
  };
}

async function performVacuous(
  context: CellContext,
  resource: Resource,
  step: ResourceStep,
): Promise<string | undefined> {
  if (looksLikeOther(context, resource, step)) return 'skipped: the other one got the same values';
  try {
    await perform(context, resource, step, step.storeFrom ?? context.group.name);
  } catch (error) {
    if (error instanceof StepFailure) return undefined;
    throw error;
  }
  throw new StepFailure(
    step.afterRestore === true
      ? `${resource.name} ${step.item} is still there, though it was made after the state that has been restored: ${whyStillThere(context)}; use --lattice chains`
      : `${step.action} of ${resource.name} passes where nothing was created: it cannot fail`,
  );
}

const whyStillThere = ({ model }: CellContext): string =>
  model.state === undefined
    ? "part of the state lies outside of the run's folders, so that states cannot be kept without state: in the plan"
    : "the plan's state.restore does not bring back what lies outside of the run's folders";

/** Whether the item of another run and one of this run were given the same value, e.g. the first number of a sequence. */
export function looksLikeOther(
  context: CellContext,
  resource: Resource,
  step: Pick<ResourceStep, 'item' | 'storeFrom' | 'unlessLike'>,
): boolean {
  if (step.unlessLike === undefined) return false;
  const values = (run: string | undefined, item: string): string[] =>
    Object.values(context.stores.get(`${run}/${resource.name}/${item}`) ?? {});
  const others = values(context.group.name, step.unlessLike);
  return values(step.storeFrom, step.item).some((value) => others.includes(value));
}

async function perform(
  context: CellContext,
  resource: Resource,
  step: ResourceStep,
  storeOf: string,
): Promise<void> {
  const instance = instanceNamed(context.stack, step.instance);
  const key = `${storeOf}/${resource.name}/${step.item}`;
  for (const check of resource.actions[step.action]) {
    const subject = itemSubject(context, instance, step, storeOf);
    const withinMs =
      step.expect === 'fail' ? Math.min(check.withinMs, MOST_WAIT_FOR_FAILURE_MS) : check.withinMs;
    const { saved } = await passCheck(context, { ...check, withinMs }, subject);
    if (step.expect === 'pass') context.stores.set(key, { ...context.stores.get(key), ...saved });
  }
}

/** An item as a check's subject: with what a run saved for it. */
export function itemSubject(
  context: CellContext,
  instance: Instance,
  step: Pick<ResourceStep, 'resource' | 'item' | 'phase' | 'action' | 'release'>,
  storeOf: string,
): CheckSubject {
  const saved = (item: string) => context.stores.get(`${storeOf}/${step.resource}/${item}`) ?? {};
  const store = { ...saved('early'), ...saved(step.item) };
  const subject = subjectOf(context, instance, step.release ?? 'base', { item: step.item, store });
  const env = { ...subject.env, EVENKEEL_PHASE: step.phase, EVENKEEL_ACTION: step.action };
  return { ...subject, env };
}
