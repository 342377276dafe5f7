import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { CellView, View } from '../src/report/html/view.ts';
import { VerdictWord } from './marks.tsx';
import { neighbour } from './roving.ts';

const COLUMN_WORDS: Readonly<Record<string, string>> = {
  frozen: "base's for ever",
  together: 'with the code',
  after: 'after the code',
  before: 'before the code',
  union: "both releases' filters",
};
const ROW_WORDS: Readonly<Record<string, string>> = {
  offline: 'all off, replace, all on',
  rolling: 'one by one, the rest serve',
};

interface Props {
  readonly view: View;
  readonly chosen: string | undefined;
  readonly choose: (cell: string) => void;
}

/** The upgrade matrix: a button for each cell; arrow keys go from cell to cell. */
export function Matrix({ view, chosen, choose }: Props): JSX.Element {
  const table = useRef<HTMLTableElement>(null);
  const { columns, rows } = view.matrix;
  const spots = rows.flatMap(({ cells }, y) => cells.flatMap((id, x) => (id === null ? [] : [{ x, y, id }])));
  const move = (event: KeyboardEvent, id: string): void => {
    const next = neighbour(
      spots,
      spots.findIndex((spot) => spot.id === id),
      event.key,
    );
    if (next === undefined) return;
    event.preventDefault();
    table.current?.querySelectorAll<HTMLButtonElement>('button')[next]?.focus();
  };
  return (
    <div class="scroll">
      <table class="matrix" ref={table}>
        <caption class="unseen">
          The upgrade matrix: rows are how code moves, columns when the files that it reads move. Each cell
          has the verdict of the upgrade and of the way back.
        </caption>
        <thead>
          <tr>
            <th scope="col" class="corner">
              code \ files
            </th>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {column} <small>{COLUMN_WORDS[column]}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ code, cells }) => (
            <tr key={code}>
              <th scope="row">
                {code} <small>{ROW_WORDS[code]}</small>
              </th>
              {cells.map((id, index) => {
                const cell = view.cells.find((each) => each.id === id);
                return (
                  <td key={columns[index]}>
                    {cell === undefined ? (
                      <span class="none">
                        –<span class="unseen"> not run</span>
                      </span>
                    ) : (
                      <CellButton
                        cell={cell}
                        isChosen={cell.id === chosen}
                        choose={choose}
                        onKey={(event) => move(event, cell.id)}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ButtonProps {
  readonly cell: CellView;
  readonly isChosen: boolean;
  readonly choose: (cell: string) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

function CellButton({ cell, isChosen, choose, onKey }: ButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="cell"
      data-cell={cell.id}
      aria-pressed={isChosen}
      onClick={() => choose(cell.id)}
      onKeyDown={onKey}
    >
      <span class="unseen">{cell.id}: </span>
      <VerdictWord name={cell.result.verdict} />{' '}
      <span class="back">
        rollback <VerdictWord name={cell.rollback.verdict} />
      </span>
    </button>
  );
}
