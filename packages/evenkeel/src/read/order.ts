import { orderOfSteps, type Precedence, schemaElement } from '../model/lattice.ts';
import type { Mistake } from './mistake.ts';
import { nearestHint } from './nearest.ts';
import { ORDER_LINE } from './order-line.ts';
import type { RawPlan } from './schema/plan.ts';

const STAGES = ['expand', 'migrate', 'contract'] as const;

/** What the lines of `order:` say. Their mistakes have been ruled out. */
export function readOrder(plan: RawPlan): Precedence[] {
  return (plan.order ?? []).flatMap((line) => rule(line, plan) ?? []);
}

function rule(line: string, plan: RawPlan): Precedence | undefined {
  const words = ORDER_LINE.exec(line)?.groups;
  if (words?.one === undefined || words.other === undefined) return undefined;
  const [one, other] = [elementNamed(words.one, plan), elementNamed(words.other, plan)];
  return words.word === 'after' ? { first: other, second: one } : { first: one, second: other };
}

const elementNamed = (word: string, plan: RawPlan): string =>
  plan.services[word] === undefined && STAGES.some((stage) => stage === word) ? schemaElement(word) : word;

/** Lines about what is not there, and orders that no upgrade can follow. */
export function orderMistakes(plan: RawPlan): Mistake[] {
  const known = [...Object.keys(plan.services), ...stagesOf(plan)];
  const unknown = (plan.order ?? []).flatMap((line, index): Mistake[] => {
    const { one, other } = ORDER_LINE.exec(line)?.groups ?? {};
    return [one, other].flatMap((word) =>
      word === undefined || known.includes(word)
        ? []
        : [
            {
              path: ['order', index],
              message: `"${word}" is neither a service nor a schema step of this plan`,
              hint: nearestHint(word, known),
            },
          ],
    );
  });
  const early = earlySteps(plan);
  return unknown.length > 0 || early.length > 0 ? [...unknown, ...early] : contradictions(plan);
}

/** Schema steps that are wanted before the first instance though an earlier step comes after the last. */
function earlySteps(plan: RawPlan): Mistake[] {
  const stages = stagesOf(plan);
  return stages.flatMap((stage, index) => {
    const late = stages.slice(0, index).find((other) => placeOf(plan, other) === 'after');
    if (placeOf(plan, stage) !== 'before' || late === undefined) return [];
    const message = `${stage} is run before the first instance is replaced, but ${late}, which comes before it, after the last`;
    return [{ path: ['migrate', stage], message, hint: 'say rolling: after here too' }];
  });
}

function stagesOf({ migrate }: RawPlan): string[] {
  if (migrate === undefined) return [];
  if (typeof migrate === 'string' || Array.isArray(migrate)) return ['migrate'];
  return STAGES.filter((stage) => migrate[stage] !== undefined);
}

/** The first line that, with those before it and with the places of the schema steps, leaves no order at all. */
function contradictions(plan: RawPlan): Mistake[] {
  const steps = stagesOf(plan).map((stage) => ({ stage, rolling: placeOf(plan, stage) }));
  const rules = orderOfSteps(steps, Object.keys(plan.services));
  for (const [index, line] of (plan.order ?? []).entries()) {
    const next = rule(line, plan);
    if (next !== undefined) rules.push(next);
    if (next === undefined || !leadsBack(rules, next)) continue;
    const message = `"${line}" contradicts what stands before it, or where the schema steps are run`;
    const hint = 'take it out, or give the schema step rolling: any';
    return [{ path: ['order', index], message, hint }];
  }
  return [];
}

function leadsBack(rules: readonly Precedence[], { first, second }: Precedence): boolean {
  const seen = new Set([second]);
  for (const at of seen) for (const next of rules) if (next.first === at) seen.add(next.second);
  return seen.has(first);
}

/** Where a schema step is run in a rolling upgrade; by default a contract comes after all code, the others before. */
export function placeOf({ migrate }: RawPlan, stage: string): 'before' | 'after' | 'any' {
  const entry =
    typeof migrate === 'object' && !Array.isArray(migrate)
      ? STAGES.flatMap((each) => (each === stage ? (migrate[each] ?? []) : []))[0]
      : undefined;
  const said = typeof entry === 'object' && !Array.isArray(entry) ? entry.rolling : undefined;
  return said ?? (stage === 'contract' ? 'after' : 'before');
}
