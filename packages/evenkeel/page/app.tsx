import type { JSX } from 'preact';
import type { PromiseView, View } from '../src/report/html/view.ts';
import { Cell } from './cell.tsx';
import { Facts } from './facts.tsx';
import { Files } from './files.tsx';
import { Findings } from './findings.tsx';
import { Matrix } from './matrix.tsx';
import { Lines } from './result.tsx';
import { Runbook } from './runbook.tsx';
import { chosenCell, useSelection } from './selection.ts';

/** The whole page. */
export function App({ view }: { readonly view: View }): JSX.Element {
  const [selection, select] = useSelection();
  const cell = chosenCell(view, selection.cell);
  return (
    <>
      <button type="button" class="skip" onClick={skip}>
        Skip to the chosen cell
      </button>
      <header>
        <p class="what">
          {view.name} <b>{view.base}</b> <span aria-hidden="true">→</span>
          <span class="unseen">to</span> <b>{view.target}</b>
        </p>
        <h1>{view.headline}</h1>
        <Promises promises={view.promises} />
        {view.missing.length > 0 && (
          <div class="missing">
            <h2>What is missing</h2>
            <Lines lines={view.missing} />
          </div>
        )}
      </header>
      <main>
        <section aria-labelledby="matrix">
          <h2 id="matrix">Upgrade matrix</h2>
          <Matrix view={view} chosen={cell?.id} choose={(id) => select({ cell: id })} />
        </section>
        {cell !== undefined && <Cell cell={cell} runs={view.runs} selection={selection} select={select} />}
        <Files files={view.files} />
        <Findings findings={view.findings} />
        {view.privileges.length > 0 && (
          <section aria-labelledby="privileges">
            <h2 id="privileges">Privileged commands</h2>
            <Lines lines={view.privileges} />
          </section>
        )}
        <Runbook runbook={view.runbook} />
        <Facts view={view} />
      </main>
      <footer>Made by evenkeel from journal.jsonl, and from nothing else.</footer>
    </>
  );
}

/** No link: the part of the address behind `#` says what is looked at. */
function skip(): void {
  const heading = document.getElementById('cell');
  heading?.scrollIntoView();
  heading?.focus({ preventScroll: true });
}

function Promises({ promises }: { readonly promises: readonly PromiseView[] }): JSX.Element | null {
  if (promises.length === 0) return null;
  return (
    <ul class="promises" aria-label="Promises">
      {promises.map(({ name, outcome, words }) => (
        <li key={name + words} class={outcome === 'kept' ? 'kept' : 'not'}>
          <span aria-hidden="true">{outcome === 'kept' ? '✓' : '✕'}</span>{' '}
          {name !== '' && (
            <>
              <b>{name}</b> {outcome}:{' '}
            </>
          )}
          {words}
        </li>
      ))}
    </ul>
  );
}
