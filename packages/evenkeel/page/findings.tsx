import type { JSX } from 'preact';
import type { FindingsView } from '../src/report/html/view.ts';
import { Lines } from './result.tsx';

const SIGNS: Readonly<Record<FindingsView['shown'][number]['severity'], string>> = {
  error: '✕',
  warning: '!',
  note: 'i',
};

/** What `evenkeel check` says of the releases, each finding with what explains it. */
export function Findings({ findings }: { readonly findings: FindingsView }): JSX.Element | null {
  const { shown, missing } = findings;
  if (shown.length === 0 && missing.length === 0) return null;
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings of check</h2>
      <p class="aside">What the releases declare, judged without running it: no verdict depends on it.</p>
      {shown.map((finding, index) => (
        <article key={index} class={`finding ${finding.severity}`}>
          <h3>
            <span aria-hidden="true">{SIGNS[finding.severity]}</span> {finding.severity} {finding.code}{' '}
            <small>{finding.title}</small>
          </h3>
          <p class="message">
            {finding.message}
            {finding.hint !== undefined && `; ${finding.hint}`}
          </p>
          <dl>
            <dt>where</dt>
            <dd>
              <code>{finding.place}</code>
            </dd>
            <dt>witness</dt>
            <dd>{finding.witness}</dd>
            <dt>why</dt>
            <dd>{finding.why}</dd>
            <dt>what to do</dt>
            <dd>{finding.remedy}</dd>
          </dl>
        </article>
      ))}
      <Lines lines={missing} />
    </section>
  );
}
