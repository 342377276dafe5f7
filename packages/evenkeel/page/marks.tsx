import type { JSX } from 'preact';
import type { StateOutcome } from '../src/model/lattice-verdict.ts';
import type { VerdictName } from '../src/model/verdict.ts';

const TICK = (
  <>
    <circle cx="8" cy="8" r="7" />
    <path class="sign" d="M4.5 8.3l2.4 2.4 4.6-5" />
  </>
);
const CROSS = (
  <>
    <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />
    <path class="sign" d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" />
  </>
);

const SHAPES: Readonly<Record<VerdictName | StateOutcome, JSX.Element>> = {
  painless: TICK,
  warns: (
    <>
      <path d="M8 1l7.4 13.5H.6z" />
      <path class="sign" d="M8 5.6v4.2M8 11.8v.9" />
    </>
  ),
  exception: (
    <>
      <path d="M8 .6L15.4 8 8 15.4.6 8z" />
      <path class="sign" d="M8 4.4v4.4M8 10.8v.9" />
    </>
  ),
  broken: CROSS,
  inconclusive: (
    <>
      <rect x="1.2" y="1.2" width="13.6" height="13.6" rx="2" class="hollow" />
      <path class="sign own" d="M5.8 6a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M8 11.4v.9" />
    </>
  ),
  passed: TICK,
  failed: CROSS,
  'not reached': <circle cx="8" cy="8" r="6.4" class="hollow" />,
};

/** The shape of a verdict or an outcome; what stands beside it says the same in a word. */
export function Mark({ of }: { readonly of: VerdictName | StateOutcome }): JSX.Element {
  return (
    <svg class={`mark ${of.replace(' ', '-')}`} viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[of] ?? null}
    </svg>
  );
}

/** A verdict: its shape and its word. */
export function VerdictWord({ name }: { readonly name: VerdictName }): JSX.Element {
  return (
    <span class={`verdict ${name}`}>
      <Mark of={name} /> {name}
    </span>
  );
}
