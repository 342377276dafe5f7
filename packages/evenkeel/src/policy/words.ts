/** A JSON value in a message: short, and `unset` for none. */
export function valueInWords(value: unknown): string {
  if (value === null || value === undefined) return 'unset';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
