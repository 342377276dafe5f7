import { given } from '../../model/given.ts';
import { bounded } from './bounded.ts';
import type { BucketView } from './view.ts';

/** An answer to a probe: when it came, and how long it took. */
export interface Sample {
  readonly at: number;
  readonly ms: number;
  readonly ok: boolean;
  readonly message?: string;
}

/**
 * The samples in at most `most` buckets of equal width, empty ones left out. What is lost is the time of a sample within its
 * bucket: the least, the mean and the greatest are exact, and so is the number of failures.
 * @param samples in any order
 */
export function bucketsOf(samples: readonly Sample[], most: number): BucketView[] {
  if (samples.length <= most)
    return samples.toSorted((a, b) => a.at - b.at).map((sample) => bucketOf([sample]));
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at } of samples) [from, to] = [Math.min(from, at), Math.max(to, at)];
  const width = Math.max(1, (to - from) / most);
  const buckets = new Map<number, Sample[]>();
  for (const sample of samples) {
    const index = Math.min(most - 1, Math.floor((sample.at - from) / width));
    const found = buckets.get(index);
    if (found === undefined) buckets.set(index, [sample]);
    else found.push(sample);
  }
  return [...buckets].toSorted(([a], [b]) => a - b).map(([, entries]) => bucketOf(entries));
}

function bucketOf(samples: readonly Sample[]): BucketView {
  let [from, to, min, max, sum, failures] = [Infinity, -Infinity, Infinity, 0, 0, 0];
  for (const { at, ms, ok } of samples) {
    [from, to] = [Math.min(from, at), Math.max(to, at)];
    [min, max, sum] = [Math.min(min, ms), Math.max(max, ms), sum + ms];
    if (!ok) failures++;
  }
  const failure = samples.find(({ ok, message }) => !ok && message !== undefined);
  return {
    from,
    to,
    count: samples.length,
    min,
    mean: Math.round((sum / samples.length) * 10) / 10,
    max,
    failures,
    ...given({ message: failure?.message === undefined ? undefined : bounded(failure.message, 300) }),
  };
}
