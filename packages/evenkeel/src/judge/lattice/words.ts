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
    ...(missed === 0 ? [] : [`${missed} ${unreachedInWords(lattice)}`]),
  ].join(', ');
  const failing = lattice.failing === undefined ? [] : [`it fails wherever ${together(lattice.failing)}`];
  return [counts, ...failing, safetyInWords(lattice)];
}

/** Where not every move was tried, a state may lie behind one of those. */
const unreachedInWords = ({ untried }: LatticeVerdict): string =>
  untried === undefined ? 'cannot be reached through states that pass' : 'were not reached';

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
  const { rules, untried = 0 } = lattice;
  if (lattice.safeOrder === undefined && untried > 0)
    return `no order that was walked leads to all-target through states that pass; ${untried} moves were not tried: --lattice edges tries all`;
  if (lattice.safeOrder === undefined) return 'no order leads to all-target through states that pass';
  if (untried === 0 && rules.length > 0 && lattice.rulesSuffice)
    return `safe: ${rules.map(ruleInWords).join('; ')} (say so under order: if that is to be the documented order)`;
  return `safe: ${lattice.safeOrder.join(', ')}`;
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
