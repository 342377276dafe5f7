import { type LatticeState, latticeStateInWords, type Precedence } from '../../model/lattice.ts';
import type { Combination, LatticeVerdict } from '../../model/lattice-verdict.ts';

/** What there is to say of mixed states when not all of them pass: how many do, what fails, and in which order it is safe. */
export function failuresInWords(lattice: LatticeVerdict): string[] {
  const failed = lattice.states.filter(({ outcome }) => outcome === 'failed').length;
  if (failed === 0 && lattice.edges.every(({ passed }) => passed)) return [];
  const passed = lattice.states.filter(({ outcome }) => outcome === 'passed').length;
  const missed = lattice.states.filter(({ outcome }) => outcome === 'not reached').length;
  const counts = [
    `${passed} of ${lattice.states.length} states pass`,
    ...(missed === 0 ? [] : [`${missed} cannot be reached through states that pass`]),
  ].join(', ');
  const failing = lattice.failing === undefined ? [] : [`it fails wherever ${together(lattice.failing)}`];
  return [counts, ...failing, safetyInWords(lattice)];
}

/** `api is at target beside worker at base`. */
export function together(parts: readonly Combination[]): string {
  return parts
    .map(
      ({ element, at }, index) =>
        `${element} ${index === 0 ? `is ${at === 'base' ? 'still ' : ''}at ${at}` : `at ${at}`}`,
    )
    .join(' beside ');
}

/** Which orders are safe. */
function safetyInWords(lattice: LatticeVerdict): string {
  if (lattice.safeOrder === undefined) return 'no order leads to all-target through states that pass';
  const rules = newRules(lattice);
  if (rules.length > 0 && lattice.rulesSuffice)
    return `safe: ${rules.map(ruleInWords).join('; ')} (say so under order: if that is to be the documented order)`;
  return `safe: ${lattice.safeOrder.join(', ')}`;
}

/** The rules that the plan does not have yet. */
export function newRules({ rules, documented }: LatticeVerdict): Precedence[] {
  return rules.filter(
    (rule) => !documented.some(({ first, second }) => first === rule.first && second === rule.second),
  );
}

/** `every worker before any api`. */
export const ruleInWords = ({ first, second }: Precedence): string => `every ${first} before any ${second}`;

/** Up to where one can go back, when that is not everywhere. */
export function pointOfNoReturn(lattice: LatticeVerdict): string[] {
  const { lastWayBack, elements } = lattice;
  if (lastWayBack === undefined) return [];
  return [`one can go back up to the state ${stateInWords(elements, lastWayBack)}, and from none after it`];
}

const stateInWords = (elements: LatticeVerdict['elements'], state: LatticeState): string =>
  state.every((count) => count === 0)
    ? 'in which all is base'
    : `"${latticeStateInWords({ elements, order: [] }, state)}"`;
