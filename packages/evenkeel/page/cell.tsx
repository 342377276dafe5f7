import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { CellView, LatticeView, RunView } from '../src/report/html/view.ts';
import { Lattice } from './lattice.tsx';
import { Mark, VerdictWord } from './marks.tsx';
import { Result } from './result.tsx';
import type { Selection } from './selection.ts';
import { State } from './state.tsx';
import { Timeline } from './timeline.tsx';

interface Props {
  readonly cell: CellView;
  readonly runs: readonly RunView[];
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
}

/** One cell of the matrix: what came of it, its mixed states, and how its runs went. */
export function Cell({ cell, runs, selection, select }: Props): JSX.Element {
  const timeline = useRef<HTMLHeadingElement>(null);
  const { state } = selection;
  const own = cell.runs.flatMap((id) => runs.find((run) => run.id === id) ?? []);
  const run = own.find(({ id }) => id === selection.run) ?? own.find(({ failed }) => failed) ?? own[0];
  const show = (id: string): void => {
    select({ cell: cell.id, ...(state !== undefined && { state }), run: id });
    timeline.current?.scrollIntoView({ block: 'start' });
    timeline.current?.focus({ preventScroll: true });
  };
  return (
    <section aria-labelledby="cell" id="chosen">
      <h2 id="cell" tabIndex={-1}>
        {cell.id}: <VerdictWord name={cell.result.verdict} />
      </h2>
      {cell.sameAs !== undefined && <p class="aside">Decided by the same runs as {cell.sameAs}.</p>}
      <div class="results">
        <Result title="Upgrade" result={cell.result} show={show} />
        {/* a cell that failed has the same way back in several; it is told in full in each */}
        <Result title="Rollback" result={cell.rollback} show={show} />
      </div>
      {cell.lattice !== undefined && (
        <MixedStates
          lattice={cell.lattice}
          state={state}
          show={show}
          choose={(next) => {
            const from = state;
            select({
              cell: cell.id,
              ...(next !== undefined && { state: next }),
              ...(run && { run: run.id }),
            });
            if (next === undefined)
              document.querySelector<HTMLButtonElement>(`[data-state="${from ?? 0}"]`)?.focus();
          }}
        />
      )}
      <h3 tabIndex={-1} ref={timeline}>
        Timeline
      </h3>
      {run === undefined ? (
        <p>No run of this cell was begun.</p>
      ) : (
        <>
          <p>
            <label>
              Run{' '}
              <select
                value={run.id}
                onChange={(event) => select({ ...selection, cell: cell.id, run: event.currentTarget.value })}
              >
                {own.map(({ id, outcome }) => (
                  <option key={id} value={id}>
                    {id}: {outcome}
                  </option>
                ))}
              </select>
            </label>{' '}
            <span class="aside">{run.title}</span>
          </p>
          <Timeline run={run} />
        </>
      )}
    </section>
  );
}

function MixedStates({
  lattice,
  state,
  choose,
  show,
}: {
  readonly lattice: LatticeView;
  readonly state: number | undefined;
  readonly choose: (state: number | undefined) => void;
  readonly show: (run: string) => void;
}): JSX.Element {
  const passed = lattice.states.filter(({ outcome }) => outcome === 'passed').length;
  return (
    <>
      <h3>Mixed states</h3>
      <p>
        {passed} of {lattice.states.length} states pass.{' '}
        {lattice.failing !== undefined && (
          <>
            It fails wherever <b>{lattice.failing}</b>.{' '}
          </>
        )}
        {lattice.safeOrder === undefined
          ? 'No safe order is known. '
          : `A safe order: ${lattice.safeOrder.join(', ')}. `}
        {lattice.rules.length > 0 && `Safe orders have ${lattice.rules.join('; ')}. `}
        {lattice.lastWayBack !== undefined && `One can go back up to: ${lattice.lastWayBack}.`}
      </p>
      <Lattice lattice={lattice} chosen={state} choose={choose} />
      <p class="legend aside">
        <Mark of="passed" /> passed <Mark of="failed" /> failed <Mark of="not reached" /> not reached;{' '}
        <span class="line safe" /> the safe order <span class="line passed" /> a move that passed{' '}
        <span class="line failed" /> one that failed. A double border: the state has the failing combination.
      </p>
      {state !== undefined && (
        <State lattice={lattice} index={state} show={show} close={() => choose(undefined)} />
      )}
    </>
  );
}
