import type { JSX } from 'preact';
import type { FilePatch } from '../src/model/file-patch.ts';
import type { FileView } from '../src/report/html/view.ts';

const SIGNS: Readonly<Record<FileView['changes'][number]['how'], string>> = {
  removed: '−',
  added: '+',
  changed: '±',
};

const LINES: Readonly<Record<string, string>> = { '-': 'removed', '+': 'added', '@': 'place' };

/**
 * The files that differ between the releases: option by option, without values, for one may be a secret; and line by line what a
 * package ships.
 */
export function Files({ files }: { readonly files: readonly FileView[] }): JSX.Element {
  return (
    <section aria-labelledby="files">
      <h2 id="files">Files</h2>
      {files.length === 0 && <p>No file has two variants: nothing but code moves.</p>}
      {files.map(({ name, path, owner, has, note, changes, patch }) => (
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
          {patch !== undefined && <Patch name={name} patch={patch} />}
        </article>
      ))}
    </section>
  );
}

/** A unified diff: the sign at the beginning of a line says what its colour does. */
function Patch({ name, patch }: { readonly name: string; readonly patch: FilePatch }): JSX.Element {
  return (
    <details>
      <summary>The diff of {name}</summary>
      <section class="patch scroll" aria-label={`The diff of ${name}`}>
        <pre>
          {patch.lines.map((line, index) => (
            <span key={index} class={LINES[line.charAt(0)] ?? ''}>
              {line}
              {'\n'}
            </span>
          ))}
        </pre>
      </section>
      {patch.more > 0 && <p class="aside">{patch.more} more lines are not shown.</p>}
    </details>
  );
}
