import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RunView } from '../src/report/html/view.ts';
import { Drawing, GUTTER } from './drawing.tsx';
import { momentInWords, rowsOf } from './rows.ts';
import { duration, shifted, type Window, zoomed } from './scale.ts';
import { RunTables } from './tables.tsx';

/** Who looks closer than this at the edge of a drag meant to click. */
const DRAG_PX = 6;

/** A run as it went: phases, instances, marks, probes over one axis. Zoom by dragging, by keys or with the buttons. */
export function Timeline({ run }: { readonly run: RunView }): JSX.Element {
  const all: Window = { from: 0, to: Math.max(1, run.ms) };
  const [shown, setShown] = useState(all);
  const [cursor, setCursor] = useState<number>();
  const [drag, setDrag] = useState<number>();
  const [box, width] = useWidth();
  const { rows, height } = useMemo(() => rowsOf(run), [run]);
  useEffect(() => {
    setShown(all);
    setCursor(undefined);
  }, [run.id]);
  const plot = Math.max(100, width - GUTTER);
  const perPixel = (shown.to - shown.from) / plot;
  const timeAt = (event: MouseEvent): number => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    return Math.min(shown.to, Math.max(shown.from, shown.from + (event.clientX - left - GUTTER) * perPixel));
  };
  const zoom = (factor: number): void =>
    setShown(zoomed(shown, factor, cursor ?? (shown.from + shown.to) / 2, all));
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoom(0.5),
    '=': () => zoom(0.5),
    '-': () => zoom(2),
    '0': () => setShown(all),
    Escape: () => setShown(all),
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    PageUp: () => setShown(shifted(shown, -0.8, all)),
    PageDown: () => setShown(shifted(shown, 0.8, all)),
  };
  const step = (way: number): void => {
    const next = Math.min(all.to, Math.max(all.from, (cursor ?? shown.from) + way * 8 * perPixel));
    setCursor(next);
    if (next < shown.from || next > shown.to) setShown(shifted(shown, way * 0.5, all));
  };
  const onKey = (event: KeyboardEvent): void => {
    const act = event.ctrlKey || event.metaKey ? undefined : keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  const release = (event: MouseEvent): void => {
    const at = timeAt(event);
    if (drag !== undefined && Math.abs(at - drag) > DRAG_PX * perPixel)
      setShown(zoomed({ from: Math.min(at, drag), to: Math.max(at, drag) }, 1, Math.min(at, drag), all));
    setDrag(undefined);
  };
  return (
    <div class="timeline">
      <div class="tools">
        <button type="button" onClick={() => zoom(0.5)}>
          Zoom in
        </button>
        <button type="button" onClick={() => zoom(2)}>
          Zoom out
        </button>
        <button type="button" onClick={() => setShown(all)}>
          Whole run
        </button>
        <span class="aside">
          {duration(shown.from)} to {duration(shown.to)} of {duration(run.ms)}. Drag to zoom; keys: arrows, +,
          −, 0.
        </span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing that is worked with keys */}
      <div
        ref={box}
        class="plot"
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is worked with keys
        tabIndex={0}
        aria-label={`Timeline of ${run.id}. Arrow keys move the cursor, plus and minus zoom. The tables below say the same.`}
        onKeyDown={onKey}
        onMouseDown={(event) => setDrag(timeAt(event))}
        onMouseMove={(event) => setCursor(timeAt(event))}
        onMouseUp={release}
        onMouseLeave={() => setDrag(undefined)}
        onDblClick={() => setShown(all)}
      >
        <Drawing
          run={run}
          rows={rows}
          height={height}
          width={width}
          shown={shown}
          cursor={cursor}
          drag={drag}
        />
      </div>
      <Readout run={run} at={cursor} near={4 * perPixel} />
      <Legend />
      <RunTables run={run} />
    </div>
  );
}

function Readout({
  run,
  at,
  near,
}: {
  readonly run: RunView;
  readonly at: number | undefined;
  readonly near: number;
}): JSX.Element {
  if (at === undefined)
    return <p class="readout aside">Point at a moment, or walk there with the arrow keys.</p>;
  return (
    <p class="readout" aria-live="polite">
      <b>{duration(at)}</b> {momentInWords(run, at, near).join('; ')}
    </p>
  );
}

function Legend(): JSX.Element {
  return (
    <p class="legend aside">
      <span class="swatch base" /> base <span class="swatch target" /> target{' '}
      <span class="swatch environment" /> environment; ✕ failure, ▲ log, ! warning, ◆ migration, ■ files or
      manual step; probes: least to greatest with the mean, ✕ failed.
    </p>
  );
}

/** An element and its width, which follows the window's. */
function useWidth(): [{ current: HTMLDivElement | null }, number] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(900);
  useEffect(() => {
    const measure = (): void => setWidth(Math.max(320, Math.floor(box.current?.clientWidth ?? 900)));
    measure();
    const observer = new ResizeObserver(measure);
    if (box.current !== null) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}
