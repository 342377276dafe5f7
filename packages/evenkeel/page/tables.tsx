import type { JSX } from 'preact';
import type { RunView } from '../src/report/html/view.ts';
import { duration } from './scale.ts';

/** What the drawing of a run shows, in tables. */
export function RunTables({ run }: { readonly run: RunView }): JSX.Element {
  const { phases, marks, probes } = run;
  return (
    <>
      <details>
        <summary>Phases as a table</summary>
        <div class="scroll">
          <table>
            <thead>
              <tr>
                {['at', 'part', 'phase', 'state', 'took', 'probes', 'outcome'].map((name) => (
                  <th scope="col" key={name}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {phases.map((phase) => (
                <tr key={`${phase.from} ${phase.title}`}>
                  <td class="number">{duration(phase.from)}</td>
                  <td>{phase.part}</td>
                  <td>{phase.title}</td>
                  <td>{phase.state}</td>
                  <td class="number">{duration(phase.to - phase.from)}</td>
                  <td>
                    {phase.answered} answered{phase.unanswered > 0 && `, ${phase.unanswered} failed`}
                  </td>
                  <td>{phase.failed ? '✕ a step failed' : '✓'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
      {marks.length > 0 && (
        <details>
          <summary>
            {marks.length} {marks.length === 1 ? 'event' : 'events'} as a list
          </summary>
          <ol class="log">
            {marks.map(({ at, kind, text }, index) => (
              <li key={index}>
                <b>
                  {duration(at)} {kind}
                </b>{' '}
                {text}
              </li>
            ))}
          </ol>
        </details>
      )}
      {probes.length > 0 && (
        <p class="aside">
          {probes
            .map(
              ({ probe, instance, samples, failures }) =>
                `${probe} of ${instance}: ${samples} answers, ${failures} failed`,
            )
            .join('; ')}
        </p>
      )}
    </>
  );
}
