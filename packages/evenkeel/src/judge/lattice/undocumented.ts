import { isAllowed, type Lattice, type Precedence, stateKey } from '../../model/lattice.ts';
import type { LatticeVerdict } from '../../model/lattice-verdict.ts';
import type { RuleResult, UndocumentedVerdict } from '../../model/undocumented.ts';

/**
 * Holds the documented order against what all states, in whatever order they are reached, have shown.
 * @param documented the lattice that the plan's order allows
 * @param free the same without the plan's order; what its runs say is `verdict`
 * @param isListed whether its states were all meant to be visited
 */
export function judgeUndocumented(
  documented: Lattice,
  free: Lattice,
  verdict: LatticeVerdict,
  isListed: boolean,
): UndocumentedVerdict {
  const lines = documented.order.filter((rule) => !free.order.some((other) => isSame(rule, other)));
  return {
    states: verdict.states.filter(({ state }) => !isAllowed(documented, state)),
    rules: unique(lines).map((rule) => ({
      ...rule,
      support: supportOf(rule, documented, verdict, isListed),
    })),
  };
}

/** Each line by itself, the others being kept to. */
function supportOf(
  rule: Precedence,
  { elements, order }: Lattice,
  { states, edges }: LatticeVerdict,
  isListed: boolean,
): RuleResult['support'] {
  const without = { elements, order: order.filter((other) => !isSame(rule, other)) };
  const kept = states.filter(
    ({ state }) => isAllowed(without, state) && !isAllowed({ elements, order: [rule] }, state),
  );
  const keys = new Set(kept.map(({ state }) => stateKey(state)));
  const failed = edges.some(
    ({ from, to, passed }) => !passed && keys.has(stateKey(to)) && isAllowed(without, from),
  );
  if (failed) return 'needed';
  return isListed && kept.every(({ outcome }) => outcome === 'passed') ? 'needless' : 'not known';
}

const isSame = (one: Precedence, other: Precedence): boolean =>
  one.first === other.first && one.second === other.second;

const unique = (rules: readonly Precedence[]): Precedence[] =>
  rules.filter((rule, index) => rules.findIndex((other) => isSame(rule, other)) === index);
