import { FULL_PLAN, fullPlanValue, type PlanValue, planText } from './model.ts';
import { ENTRY_MUTATORS } from './mutate-entries.ts';
import { SHAPE_MUTATORS } from './mutate-shape.ts';
import { TEXT_MUTATORS } from './mutate-text.ts';
import { seededRandom } from './random.ts';

/** Chooses one of a list. */
export type Pick = <T>(list: readonly T[]) => T;

/** Changes a plan so that it is wrong, whatever is picked; says in words what it did. */
export type Mutator<T> = (plan: T, pick: Pick) => { readonly plan: unknown; readonly what: string };

/** A plan file that is wrong by construction. */
export interface Mutant {
  readonly what: string;
  readonly text: string;
}

/** As many wrong plans as are wanted, all kinds in turn; the same seed gives the same ones. */
export function mutants(count: number, seed: number): Mutant[] {
  const random = seededRandom(seed);
  const pick: Pick = (list) => {
    const found = list[Math.floor(random() * list.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  };
  const makers = [
    ...[...SHAPE_MUTATORS, ...ENTRY_MUTATORS].map((mutate) => (): Mutant => {
      const { plan, what } = mutate(fullPlanValue(), pick);
      return { what, text: planText(plan) };
    }),
    ...TEXT_MUTATORS.map((mutate) => (): Mutant => {
      const { plan, what } = mutate(FULL_PLAN, pick);
      return { what, text: String(plan) };
    }),
  ];
  return Array.from({ length: count }, (_, index) => {
    const maker = makers[index % makers.length];
    if (maker === undefined) throw new Error('there are no kinds of mutations');
    return maker();
  });
}

/** Changes the value at a path of a plan; `undefined` removes the key. */
export function changeAt(plan: PlanValue, path: readonly PropertyKey[], value: unknown): PlanValue {
  const last = path.at(-1);
  let at: Record<PropertyKey, unknown> = plan;
  for (const key of path.slice(0, -1)) at = at[key] as Record<PropertyKey, unknown>;
  if (last === undefined || typeof at !== 'object') throw new Error(`no such path: ${path.join('.')}`);
  if (value === undefined) delete at[last];
  else at[last] = value;
  return plan;
}
