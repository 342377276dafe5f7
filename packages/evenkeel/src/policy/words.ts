const MAX = 80;

/** A JSON value in a message: short, and `unset` for none. */
export function valueInWords(value: unknown): string {
  if (value === null || value === undefined) return 'unset';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > MAX ? `${text.slice(0, MAX - 3)}...` : text;
}

/** Two values that differ; of lists that are too long to be shown, what differs is. */
export function pairInWords(
  base: unknown,
  target: unknown,
): { readonly base: string; readonly target: string } {
  const isLong = (value: unknown) => JSON.stringify(value ?? null).length > MAX;
  if (!Array.isArray(base) || !Array.isArray(target) || !(isLong(base) || isLong(target)))
    return { base: valueInWords(base), target: valueInWords(target) };
  return { base: besides(base, target), target: besides(target, base) };
}

/** `[..., "b"]`: the items that the other list has not. */
function besides(list: readonly unknown[], other: readonly unknown[]): string {
  const known = new Set(other.map((item) => JSON.stringify(item)));
  const own = list.map((item) => JSON.stringify(item)).filter((item) => !known.has(item));
  if (own.length === 0) return `${list.length} of these values`;
  const text = own.join(', ');
  return `[..., ${text.length > MAX ? `${text.slice(0, MAX - 3)}...` : text}]`;
}
