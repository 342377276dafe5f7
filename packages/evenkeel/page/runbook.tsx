import type { JSX } from 'preact';
import type { RunbookStepView, RunbookView } from '../src/report/html/view.ts';
import { Lines } from './result.tsx';

/** How to upgrade, as the run has shown that it works. */
export function Runbook({ runbook }: { readonly runbook: RunbookView }): JSX.Element {
  const { intro, before, steps, noReturn, back } = runbook;
  return (
    <section aria-labelledby="runbook">
      <h2 id="runbook">Runbook</h2>
      {intro.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {before.length > 0 && (
        <>
          <h3>Before</h3>
          <ul class="lines">
            {before.map(({ words, command }) => (
              <li key={words}>
                {words}
                {command !== undefined && <pre>{command}</pre>}
              </li>
            ))}
          </ul>
        </>
      )}
      {steps.length > 0 && <h3>Steps</h3>}
      <ol class="steps">
        {steps.map((step) => (
          <Step key={step.number} step={step} isNoReturn={step.number === noReturn} />
        ))}
      </ol>
      {back.length > 0 && <h3>To go back</h3>}
      <Lines lines={back} />
    </section>
  );
}

function Step({
  step,
  isNoReturn,
}: {
  readonly step: RunbookStepView;
  readonly isNoReturn: boolean;
}): JSX.Element {
  const { title, todo, command, checks, abort, back } = step;
  return (
    <li>
      {isNoReturn && (
        <p class="no-return">
          <b>Point of no return.</b> Do not begin this step unless all is well: there is no way back from it.
        </p>
      )}
      <h4>{title}</h4>
      <Lines lines={todo} />
      {command !== undefined && <pre>{command}</pre>}
      <Lines lines={checks.map((check) => `☐ check: ${check}`)} />
      <p class="aside">
        If it fails ({abort}): stop here. To go back: {back}
      </p>
    </li>
  );
}
