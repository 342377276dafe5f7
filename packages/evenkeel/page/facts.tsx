import type { JSX } from 'preact';
import type { FileView, View } from '../src/report/html/view.ts';
import { duration } from './scale.ts';

const SIGNS: Readonly<Record<FileView['changes'][number]['how'], string>> = {
  removed: '−',
  added: '+',
  changed: '±',
};

/** The files that differ between the releases, option by option; values are not told, for one may be a secret. */
export function Files({ files }: { readonly files: readonly FileView[] }): JSX.Element {
  return (
    <section aria-labelledby="files">
      <h2 id="files">Files</h2>
      {files.length === 0 && <p>No file has two variants: nothing but code moves.</p>}
      {files.map(({ name, path, owner, has, note, changes }) => (
        <article key={name} class="file">
          <h3>
            {name} <small>{path}</small>
          </h3>
          <p>
            Owned by the {owner}; {has}
            {note !== undefined && ` (release note: ${note})`}.
          </p>
          {changes.length > 0 && (
            <ul class="diff">
              {changes.map(({ option, how }) => (
                <li key={option} class={how}>
                  <span aria-hidden="true">{SIGNS[how]}</span> {option} <small>{how}</small>
                </li>
              ))}
            </ul>
          )}
        </article>
      ))}
    </section>
  );
}

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
