import type { JSX } from 'preact';
import type { Experiment } from '../src/model/culprit.ts';
import type { ResultView } from '../src/report/html/view.ts';
import { Failure } from './failure.tsx';
import { VerdictWord } from './marks.tsx';

const OUTCOMES: Readonly<Record<Experiment['outcome'], string>> = {
  passes: '✓ passes',
  fails: '✕ fails',
  'gets-past': '→ gets past it',
};

interface Props {
  readonly title: string;
  readonly result: ResultView;
  readonly show: (run: string) => void;
}

/** What came of a cell, or of its rollback: the reasons, the culprit, the evidence. */
export function Result({ title, result, show }: Props): JSX.Element {
  const { verdict, reasons, failures, warnings, exceptions, stale, culprit, more } = result;
  return (
    <section class="result">
      <h3>
        {title}: <VerdictWord name={verdict} />
      </h3>
      <Lines
        lines={[
          ...reasons,
          ...exceptions.map(({ name, why, note }) => `needs exception ${name}${why && `: ${why}`} (${note})`),
          ...stale.map((name) => `exception ${name} is stale: it passes without`),
          ...warnings.map(
            ({ release, text, times }) => `${release} warns${times > 1 ? ` ${times} times` : ''}: ${text}`,
          ),
          ...more,
        ]}
      />
      {culprit !== undefined && <Culprit culprit={culprit} show={show} />}
      {failures.length > 0 && <h4>Evidence</h4>}
      {failures.map((failure) => (
        <Failure key={`${failure.run} ${failure.step}`} failure={failure} show={show} />
      ))}
    </section>
  );
}

function Culprit({
  culprit,
  show,
}: {
  readonly culprit: NonNullable<ResultView['culprit']>;
  readonly show: (run: string) => void;
}): JSX.Element {
  return (
    <div class="culprit">
      <h4>
        Culprit: <b>{culprit.class}</b>
      </h4>
      <p>{culprit.because}</p>
      {culprit.options !== undefined && <p>Options: {culprit.options.join(', ')}</p>}
      <Lines
        lines={[
          ...(culprit.service === undefined
            ? []
            : [`It is in ${culprit.service}: with that at base it passes.`]),
          ...(culprit.repeated === undefined
            ? []
            : [`Seen ${culprit.repeated.failed} times in ${culprit.repeated.of} runs.`]),
          ...(culprit.cut === undefined ? [] : [`The best answer so far: ${culprit.cut}.`]),
        ]}
      />
      {culprit.experiments.length > 0 && (
        <table>
          <caption class="unseen">The experiments that found it</caption>
          <thead>
            <tr>
              <th scope="col">experiment</th>
              <th scope="col">outcome</th>
              <th scope="col">run</th>
            </tr>
          </thead>
          <tbody>
            {culprit.experiments.map(({ change, outcome, run, times }) => (
              <tr key={`${run} ${change}`}>
                <td>{change}</td>
                <td>
                  {OUTCOMES[outcome]}
                  {times !== undefined && `, ${times} times of ${times}`}
                </td>
                <td>
                  <button type="button" class="link" onClick={() => show(run)}>
                    {run}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

/** Sentences one below the other. */
export function Lines({ lines }: { readonly lines: readonly string[] }): JSX.Element | null {
  if (lines.length === 0) return null;
  return (
    <ul class="lines">
      {lines.map((line, index) => (
        <li key={index}>{line}</li>
      ))}
    </ul>
  );
}
