import type { JSX } from 'preact';
import type { FailureView } from '../src/report/html/view.ts';

interface Props {
  readonly failure: FailureView;
  /** Shows the timeline of a run. */
  readonly show: (run: string) => void;
}

/** A step that failed: where, what came back, what was logged meanwhile. */
export function Failure({ failure, show }: Props): JSX.Element {
  const { run, phase, state, step, message, answer, log, moreLog } = failure;
  return (
    <article class="failure">
      <p class="message">{message}</p>
      <dl>
        <dt>step</dt>
        <dd>{step}</dd>
        <dt>phase</dt>
        <dd>{phase}</dd>
        <dt>state</dt>
        <dd>{state}</dd>
        {answer !== undefined && (
          <>
            <dt>answer</dt>
            <dd class="code">{answer}</dd>
          </>
        )}
        <dt>run</dt>
        <dd>
          <button type="button" class="link" onClick={() => show(run)}>
            {run}
          </button>
        </dd>
      </dl>
      {log.length > 0 && (
        <details open>
          <summary>
            Logged meanwhile: {log.length} {log.length === 1 ? 'line' : 'lines'}
          </summary>
          <ol class="log">
            {log.map(({ source, text, file }, index) => (
              <li key={index} title={file}>
                <b>{source}</b> <code>{text}</code>
              </li>
            ))}
          </ol>
          <p class="aside">
            {moreLog > 0 && `and ${moreLog} more lines; `}the whole log:{' '}
            {[...new Set(log.map(({ file }) => file))].join(', ')}
          </p>
        </details>
      )}
    </article>
  );
}
