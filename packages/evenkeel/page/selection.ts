import { useEffect, useState } from 'preact/hooks';
import type { CellView, View } from '../src/report/html/view.ts';

/** What is looked at; the part of the address behind `#` says the same, so that it can be sent to somebody. */
export interface Selection {
  readonly cell?: string;
  /** Its place in the list of the lattice's states. */
  readonly state?: number;
  readonly run?: string;
}

export function parseHash(hash: string): Selection {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const [cell, state, run] = [words.get('cell'), words.get('state'), words.get('run')];
  return {
    ...(cell !== null && { cell }),
    ...(state !== null && /^\d{1,6}$/.test(state) && { state: Number(state) }),
    ...(run !== null && { run }),
  };
}

export function hashOf({ cell, state, run }: Selection): string {
  const words = [
    ...(cell === undefined ? [] : [`cell=${encoded(cell)}`]),
    ...(state === undefined ? [] : [`state=${state}`]),
    ...(run === undefined ? [] : [`run=${encoded(run)}`]),
  ];
  return `#${words.join('&')}`;
}

const encoded = (text: string): string => encodeURIComponent(text).replaceAll('%3A', ':');

/** The selection of the address, and a function that changes it. */
export function useSelection(): [Selection, (selection: Selection) => void] {
  const [selection, setSelection] = useState(() => parseHash(location.hash));
  useEffect(() => {
    const follow = (): void => setSelection(parseHash(location.hash));
    const changes = ['hashchange', 'popstate'];
    for (const name of changes) window.addEventListener(name, follow);
    return () => {
      for (const name of changes) window.removeEventListener(name, follow);
    };
  }, []);
  const select = (wanted: Selection): void => {
    setSelection(wanted);
    // setting location.hash would take the focus away
    if (location.hash !== hashOf(wanted)) history.pushState(null, '', hashOf(wanted));
  };
  return [selection, select];
}

/** The cell that is looked at: the one asked for, else the one that a reader most likely came for. */
export function chosenCell({ cells, promises }: View, asked: string | undefined): CellView | undefined {
  const broken = promises.find(({ outcome }) => outcome === 'not kept')?.name.replace(/\/rollback$/, '');
  return (
    cells.find(({ id }) => id === asked) ??
    cells.find(({ id }) => id === broken) ??
    cells.find(({ result }) => result.verdict === 'broken') ??
    cells[0]
  );
}
