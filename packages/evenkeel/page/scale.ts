/** A stretch of time that is shown, in milliseconds since the run began. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** As close as one can look. */
const CLOSEST_MS = 20;

/** The window scaled around a moment, within the run. */
export function zoomed({ from, to }: Window, factor: number, around: number, all: Window): Window {
  const width = Math.min(all.to - all.from, Math.max(CLOSEST_MS, (to - from) * factor));
  const share = (around - from) / Math.max(1, to - from);
  return within({ from: around - share * width, to: around + (1 - share) * width }, all);
}

/** The window moved by a share of its width, within the run. */
export function shifted({ from, to }: Window, share: number, all: Window): Window {
  const by = (to - from) * share;
  return within({ from: from + by, to: to + by }, all);
}

function within({ from, to }: Window, all: Window): Window {
  const width = Math.min(to - from, all.to - all.from);
  const start = Math.min(Math.max(from, all.from), all.to - width);
  return { from: start, to: start + width };
}

/** Moments for the axis, at most about `most` of them, at round numbers. */
export function ticks({ from, to }: Window, most: number): number[] {
  const rough = Math.max(1, (to - from) / Math.max(1, most));
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? power * 10;
  const first = Math.ceil(from / step);
  return Array.from(
    { length: Math.max(0, Math.floor(to / step) - first + 1) },
    (_, index) => (first + index) * step,
  );
}

/** `1.25 s`, `340 ms`, `3 min 20 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(2))} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
