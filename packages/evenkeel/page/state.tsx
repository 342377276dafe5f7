import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { LatticeView, MoveView } from '../src/report/html/view.ts';
import { Failure } from './failure.tsx';
import { labelOf } from './lattice.tsx';
import { Mark } from './marks.tsx';

interface Props {
  readonly lattice: LatticeView;
  readonly index: number;
  readonly show: (run: string) => void;
  readonly close: () => void;
}

/** The evidence of one state: the moves that lead to it and from it, and what failed there. Escape closes it. */
export function State({ lattice, index, show, close }: Props): JSX.Element | null {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [index]);
  const state = lattice.states[index];
  if (state === undefined) return null;
  return (
    <section
      class="evidence"
      aria-labelledby="evidence"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <h4 id="evidence" tabIndex={-1} ref={heading}>
        <Mark of={state.outcome} /> State {index}: {labelOf(state)}
      </h4>
      <Moves title="Moves into it" moves={lattice.moves.filter(({ to }) => to === index)} show={show} />
      <Moves title="Moves from it" moves={lattice.moves.filter(({ from }) => from === index)} show={show} />
      {state.evidence.length === 0 && (
        <p class="aside">Nothing failed here that is not told of its neighbours.</p>
      )}
      {state.evidence.map((failure) => (
        <Failure key={`${failure.run} ${failure.step}`} failure={failure} show={show} />
      ))}
      <button type="button" onClick={close}>
        Close
      </button>
    </section>
  );
}

function Moves({
  title,
  moves,
  show,
}: {
  readonly title: string;
  readonly moves: readonly MoveView[];
  readonly show: (run: string) => void;
}): JSX.Element | null {
  if (moves.length === 0) return null;
  return (
    <p class="moves">
      {title}:{' '}
      {moves.map(({ element, passed, run, from, to }) => (
        <span key={`${from} ${to} ${run}`}>
          {passed ? '✓' : '✕'} {element} {passed ? 'passed' : 'failed'} in{' '}
          <button type="button" class="link" onClick={() => show(run)}>
            {run}
          </button>
          {'; '}
        </span>
      ))}
    </p>
  );
}
