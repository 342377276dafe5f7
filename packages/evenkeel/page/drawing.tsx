import type { JSX } from 'preact';
import type { MarkView, ProbeView, RunView, SpanView } from '../src/report/html/view.ts';
import type { Row } from './rows.ts';
import { duration, ticks, type Window } from './scale.ts';

/** Where the names of the bands stand. */
export const GUTTER = 132;
const AXIS = 20;
const SIGNS: Readonly<Record<MarkView['kind'], string>> = {
  failure: '✕',
  log: '▲',
  warning: '!',
  migration: '◆',
  exception: '■',
  file: '■',
};

interface Props {
  readonly run: RunView;
  readonly rows: readonly Row[];
  readonly height: number;
  readonly width: number;
  readonly shown: Window;
  readonly cursor: number | undefined;
  readonly drag: number | undefined;
}

type Scale = (at: number) => number;

/** The bands of a run over one axis. */
export function Drawing({ run, rows, height, width, shown, cursor, drag }: Props): JSX.Element {
  const plot = Math.max(100, width - GUTTER);
  const x: Scale = (at) => ((at - shown.from) / Math.max(1, shown.to - shown.from)) * plot;
  return (
    <svg width={width} height={height + AXIS} aria-hidden="true">
      {rows.map((row) => (
        <text
          key={row.label + row.top}
          class="name"
          x={GUTTER - 8}
          y={row.top + row.height / 2 + 4}
          text-anchor="end"
        >
          {shortened(row.label, 20)}
          <title>{row.label}</title>
        </text>
      ))}
      <svg x={GUTTER} width={plot} height={height + AXIS} aria-hidden="true">
        {ticks(shown, plot / 90).map((at) => (
          <g key={at} class="tick">
            <path d={`M${x(at)} 0V${height}`} />
            <text x={x(at) + 3} y={height + 13}>
              {duration(at)}
            </text>
          </g>
        ))}
        {run.phases.map(({ from }, index) => (
          <path key={index} class="border" d={`M${x(from)} 0V${height}`} />
        ))}
        {rows.map((row) => (
          <g key={row.label + row.top} transform={`translate(0 ${row.top})`}>
            <Band row={row} x={x} run={run} plot={plot} />
          </g>
        ))}
        {drag !== undefined && cursor !== undefined && (
          <rect
            class="drag"
            x={Math.min(x(drag), x(cursor))}
            width={Math.abs(x(cursor) - x(drag))}
            y={0}
            height={height}
          />
        )}
        {cursor !== undefined && <path class="cursor" d={`M${x(cursor)} 0V${height}`} />}
      </svg>
    </svg>
  );
}

interface BandProps {
  readonly row: Row;
  readonly x: Scale;
  readonly run: RunView;
  readonly plot: number;
}

function Band({ row, x, run, plot }: BandProps): JSX.Element {
  if (row.kind === 'phases') return <Phases row={row} x={x} plot={plot} />;
  if (row.kind === 'probe') return <Probe probe={row.probe} height={row.height} x={x} plot={plot} />;
  const names = run.lanes.map(({ name }) => name);
  const isOwn = ({ lane }: MarkView): boolean =>
    row.kind === 'lane' ? lane === row.lane.name : lane === undefined || !names.includes(lane);
  return (
    <>
      {row.kind === 'lane' &&
        row.lane.spans.map((span) => (
          <Span key={span.from} span={span} x={x} height={row.height} plot={plot} />
        ))}
      {run.marks.filter(isOwn).map((mark, index) => (
        <text
          key={index}
          class={`sign ${mark.kind}`}
          x={x(mark.at)}
          y={row.height / 2 + 5}
          text-anchor="middle"
        >
          {SIGNS[mark.kind]}
          <title>{mark.text}</title>
        </text>
      ))}
    </>
  );
}

/** The part of a stretch that is in sight; nothing when none is. */
function inSight(from: number, to: number, plot: number): { left: number; width: number } | undefined {
  const [left, right] = [Math.max(-2, from), Math.min(plot + 2, to)];
  return right < left ? undefined : { left, width: Math.max(1, right - left) };
}

function Phases({
  row,
  x,
  plot,
}: Pick<BandProps, 'x' | 'plot'> & { readonly row: Extract<Row, { kind: 'phases' }> }): JSX.Element {
  return (
    <>
      {row.phases.map(({ title, part, from, to, failed }, index) => {
        const seen = inSight(x(from), x(to), plot);
        if (seen === undefined) return null;
        const name = `${failed ? '✕ ' : ''}${title}`;
        return (
          <g key={index} class={`phase ${part} ${failed ? 'failed' : ''}`}>
            <rect x={seen.left} width={Math.max(1, seen.width - 1)} height={row.height} />
            {seen.width > 34 && (
              <text x={seen.left + 4} y={17}>
                {shortened(name, Math.floor((seen.width - 6) / 6.3))}
              </text>
            )}
            <title>
              {part}: {name}
            </title>
          </g>
        );
      })}
    </>
  );
}

function Span({
  span,
  x,
  height,
  plot,
}: Pick<BandProps, 'x' | 'plot'> & { readonly span: SpanView; readonly height: number }): JSX.Element | null {
  const seen = inSight(x(span.from), x(span.to), plot);
  if (seen === undefined) return null;
  const name = span.release === 'environment' ? '' : `${span.release} ${span.label}`;
  return (
    <g class={`span ${span.release}`}>
      <rect x={seen.left} width={seen.width} y={3} height={height - 6} rx={3} />
      {seen.width > 40 && (
        <text x={seen.left + 6} y={height / 2 + 4}>
          {shortened(name, Math.floor((seen.width - 8) / 6.4))}
        </text>
      )}
      <title>
        {name || 'environment'}; {span.ended}
      </title>
    </g>
  );
}

function Probe({
  probe,
  height,
  x,
  plot,
}: Pick<BandProps, 'x' | 'plot'> & { readonly probe: ProbeView; readonly height: number }): JSX.Element {
  const buckets = probe.buckets.filter(({ from, to }) => x(to) >= -2 && x(from) <= plot + 2);
  const most = Math.max(1, ...probe.buckets.map(({ max }) => max));
  const y = (ms: number): number => height - 2 - (ms / most) * (height - 12);
  const centre = ({ from, to }: { from: number; to: number }): number => x((from + to) / 2);
  const stems = buckets.map(
    (each) => `M${centre(each).toFixed(1)} ${y(each.min).toFixed(1)}V${(y(each.max) - 1).toFixed(1)}`,
  );
  const means = buckets.map((each) => `M${(centre(each) - 1).toFixed(1)} ${y(each.mean).toFixed(1)}h2`);
  return (
    <g class="probe">
      <path class="floor" d={`M0 ${height - 1}H${plot}`} />
      <path class="range" d={stems.join('')} />
      <path class="mean" d={means.join('')} />
      {buckets
        .filter(({ failures }) => failures > 0)
        .map((each) => (
          <text key={each.from} class="sign failure" x={centre(each)} y={10} text-anchor="middle">
            ✕<title>{each.message ?? 'failed'}</title>
          </text>
        ))}
      <text class="most" x={plot - 4} y={9} text-anchor="end">
        {most} ms
      </text>
    </g>
  );
}

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text;
