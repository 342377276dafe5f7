import { latticeStateInWords } from '../model/lattice.ts';
import type { LatticeVerdict, StateResult } from '../model/lattice-verdict.ts';
import type { CellVerdict } from '../model/verdict.ts';

/** One line for each rolling cell of its own: how many mixed states there are, and how far one can go back. */
export function renderLattices(cells: readonly CellVerdict[]): string {
  return cells
    .flatMap(({ cell, sameAs, lattice }) =>
      lattice === undefined || sameAs !== undefined ? [] : [`${cell}: ${latticeInWords(lattice)}`],
    )
    .join('\n');
}

function latticeInWords(lattice: LatticeVerdict): string {
  const { states, edges } = lattice;
  const passed = states.filter(({ outcome }) => outcome === 'passed').length;
  const count = passed === states.length ? `all ${passed}` : `${passed} of ${states.length}`;
  const moves = `${edges.length} ${edges.length === 1 ? 'move' : 'moves'} made`;
  const isOnlyBase = passed === 1;
  return `${count} states pass, ${moves}; ${isOnlyBase ? 'none but all-base' : wayBackInWords(lattice)}`;
}

/** From which states base works again. */
function wayBackInWords({ states, elements }: LatticeVerdict): string {
  const passed = states.filter(({ outcome }) => outcome === 'passed');
  const stuck = passed.filter(({ back }) => back === 'fails');
  const unknown = passed.filter(({ back }) => back === 'not tried').length;
  const words = ({ state }: StateResult): string =>
    `"${latticeStateInWords({ elements, order: [] }, state)}"`;
  const untried = unknown === 0 ? '' : `; not tried from ${unknown}`;
  if (stuck.length === 0) return `base works again from all of them${untried}`;
  const [first] = stuck;
  const more = stuck.length > 1 ? ` and ${stuck.length - 1} more` : '';
  return `there is no way back from ${first === undefined ? '' : words(first)}${more}${untried}`;
}
