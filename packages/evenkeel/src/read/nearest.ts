import { closest, distance } from 'fastest-levenshtein';

/** `did you mean "x"?` for a word that is close to one of the right ones; otherwise the right ones, when they are few. */
export function nearestHint(word: string, right: readonly string[]): string | undefined {
  if (right.length === 0) return undefined;
  const best = closest(word, right);
  if (distance(word.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.floor(word.length / 3))) {
    return `did you mean "${best}"?`;
  }
  return right.length <= 16 ? `use one of ${right.join(', ')}` : undefined;
}
