import type { JSX } from 'preact';
import type { View } from '../src/report/html/view.ts';
import { duration } from './scale.ts';

/** What is needed to run it again, and to know what was run. */
export function Facts({ view }: { readonly view: View }): JSX.Element {
  const { facts, base, target, name } = view;
  const { machine, startedAt } = facts;
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">This run</h2>
      <dl>
        <dt>upgrade</dt>
        <dd>
          {name} {base} to {target}
        </dd>
        <dt>again</dt>
        <dd>
          <code>{facts.command}</code>
        </dd>
        <dt>seed</dt>
        <dd>{facts.seed}</dd>
        <dt>begun</dt>
        <dd>
          {startedAt === undefined
            ? 'never'
            : new Date(startedAt).toISOString().replace('T', ' ').slice(0, 19)}{' '}
          UTC
        </dd>
        <dt>took</dt>
        <dd>
          {duration(facts.ms)}, {facts.samples} probe answers
        </dd>
        <dt>machine</dt>
        <dd>
          evenkeel {machine.evenkeel}, Node {machine.node}, {machine.platform} {machine.arch}
        </dd>
        <dt>exit code</dt>
        <dd>{facts.exitCode}</dd>
      </dl>
    </section>
  );
}
