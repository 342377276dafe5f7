import { latticeStateInWords } from '../model/lattice.ts';
import type { LatticeVerdict, StateOutcome, StateResult } from '../model/lattice-verdict.ts';
import type { RuleResult, UndocumentedVerdict } from '../model/undocumented.ts';
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

/** For each cell in which they were tried: how states do that no documented order leads to, and what that says of its lines. */
export function renderUndocumented(cells: readonly CellVerdict[]): string {
  return cells
    .flatMap(({ cell, sameAs, undocumented }) =>
      undocumented === undefined || sameAs !== undefined ? [] : linesOf(cell, undocumented),
    )
    .join('\n');
}

function linesOf(cell: string, { states, rules, doubt }: UndocumentedVerdict): string[] {
  if (doubt !== undefined) return [`${cell}, undocumented: nothing can be said: ${doubt}`];
  const of = (outcome: StateOutcome): StateResult[] => states.filter((state) => state.outcome === outcome);
  const failed = of('failed');
  const missed = of('not reached').length;
  const behind = missed === 0 ? '' : `, ${missed} were not reached`;
  const shown = failed
    .slice(0, SHOWN_STATES)
    .map(({ words }) => `  fails only in an undocumented order: ${words}`);
  const more = failed.length > SHOWN_STATES ? [`  and ${failed.length - SHOWN_STATES} more`] : [];
  return [
    `${cell}, undocumented: ${of('passed').length} of ${states.length} states pass${behind}`,
    ...shown,
    ...more,
    ...rules.map(({ first, second, support }) => `  order: ${first} before ${second} is ${SUPPORT[support]}`),
  ];
}

const SHOWN_STATES = 8;
const SUPPORT: Readonly<Record<RuleResult['support'], string>> = {
  needed: 'needed',
  needless: 'needless: no state that it forbids fails',
  'not known': 'not shown to be needed, nor needless: not every state that it forbids was reached',
};

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
