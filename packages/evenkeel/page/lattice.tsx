import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LatticeView, MoveView, StateView } from '../src/report/html/view.ts';
import { Mark } from './marks.tsx';
import { neighbour } from './roving.ts';

/** Of more states than this only the numbers are drawn; the words are in the evidence. */
const MOST_IN_WORDS = 40;

interface Size {
  readonly width: number;
  readonly height: number;
  readonly stepX: number;
  readonly stepY: number;
}

interface Props {
  readonly lattice: LatticeView;
  readonly chosen: number | undefined;
  readonly choose: (state: number | undefined) => void;
}

/** The mixed states, from all-base on the left to all-target on the right; a state that is clicked shows its evidence. */
export function Lattice({ lattice, chosen, choose }: Props): JSX.Element {
  const { states, moves, size } = lattice;
  const box = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(chosen ?? 0);
  useEffect(() => {
    if (chosen !== undefined) setCurrent(chosen);
  }, [chosen]);
  const inWords = states.length <= MOST_IN_WORDS;
  const drawn = sizeOf(lattice, inWords);
  const spots = states.map((state) => ({ x: state.level, y: state.row }));
  const onKey = (event: KeyboardEvent, index: number): void => {
    if (event.key === 'Escape') choose(undefined);
    const next = neighbour(spots, index, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setCurrent(next);
    box.current?.querySelectorAll<HTMLButtonElement>('button')[next]?.focus();
  };
  const [width, height] = [
    size.levels * drawn.stepX - (drawn.stepX - drawn.width),
    Math.ceil(size.rows) * drawn.stepY,
  ];
  return (
    <div class="scroll lattice">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div
        ref={box}
        class="drawing"
        role="group"
        aria-label="States of the rolling upgrade, from all-base to all-target. Arrow keys go from state to state, Enter shows the evidence."
        style={{ width: `${width}px`, height: `${height}px` }}
      >
        <svg width={width} height={height} aria-hidden="true">
          {moves.map((move) => (
            <Move key={`${move.from} ${move.to} ${move.run}`} move={move} states={states} size={drawn} />
          ))}
        </svg>
        {states.map((state, index) => (
          <button
            key={state.key}
            type="button"
            data-state={index}
            class={classesOf(state)}
            tabIndex={index === current ? 0 : -1}
            aria-pressed={index === chosen}
            title={labelOf(state)}
            style={{
              left: `${state.level * drawn.stepX}px`,
              top: `${state.row * drawn.stepY + (drawn.stepY - drawn.height) / 2}px`,
              width: `${drawn.width}px`,
              height: `${drawn.height}px`,
            }}
            onClick={() => choose(index)}
            onFocus={() => setCurrent(index)}
            onKeyDown={(event) => onKey(event, index)}
          >
            <Mark of={state.outcome} />
            <span class="parts">
              {inWords ? state.parts.map((part) => <span key={part}>{part}</span>) : <span>{state.key}</span>}
            </span>
            <span class="unseen">: {inWords ? outcomeOf(state) : labelOf(state)}</span>
            {state.outcome === 'passed' && state.back === 'fails' && (
              <span class="no-way-back">no way back</span>
            )}
          </button>
        ))}
      </div>
    </div>
  );
}

function sizeOf({ elements, states }: LatticeView, inWords: boolean): Size {
  const longest = Math.max(
    6,
    ...states.flatMap(({ parts, key }) => (inWords ? parts : [key]).map((each) => each.length)),
  );
  const width = Math.min(220, 42 + longest * 6.3);
  const height = inWords ? Math.max(30, 12 + elements.length * 15) : 24;
  return { width, height, stepX: width + (inWords ? 36 : 60), stepY: height + (inWords ? 22 : 8) };
}

function Move({
  move,
  states,
  size,
}: {
  readonly move: MoveView;
  readonly states: readonly StateView[];
  readonly size: Size;
}): JSX.Element | null {
  const [from, to] = [states[move.from], states[move.to]];
  if (from === undefined || to === undefined) return null;
  const [x1, x2] = [from.level * size.stepX + size.width, to.level * size.stepX];
  const [y1, y2] = [(from.row + 0.5) * size.stepY, (to.row + 0.5) * size.stepY];
  const bend = (x2 - x1) / 2;
  const how = move.isSafe ? 'safe' : move.passed ? 'passed' : 'failed';
  return <path class={`move ${how}`} d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`} />;
}

const classesOf = ({ outcome, isSafe, isFailing }: StateView): string =>
  ['state', outcome.replace(' ', '-'), isSafe && 'safe', isFailing && 'failing'].filter(Boolean).join(' ');

const BACK_WORDS: Readonly<Record<StateView['back'], string>> = {
  works: 'one can go back to base from it',
  shown: 'base was started again in it',
  fails: 'there is no way back from it',
  'not tried': 'the way back was not tried',
};

/** A state in a sentence. */
export const labelOf = (state: StateView): string => `${state.words}: ${outcomeOf(state)}`;

function outcomeOf({ outcome, back, isSafe, isFailing }: StateView): string {
  return [
    outcome,
    ...(outcome === 'passed' ? [BACK_WORDS[back]] : []),
    ...(isSafe ? ['on the safe order'] : []),
    ...(isFailing ? ['has the failing combination'] : []),
  ].join('; ');
}
