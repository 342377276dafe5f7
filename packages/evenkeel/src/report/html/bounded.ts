const MOST_CHARACTERS = 2000;

/** A text of the journal as it may be shown: of a very long one, its beginning. What is no text is empty. */
export function bounded(text: unknown, most = MOST_CHARACTERS): string {
  if (typeof text !== 'string') return '';
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** The first entries of a list, and how many there are besides. */
export function firstOf<T>(list: readonly T[], most: number): { readonly shown: T[]; readonly more: number } {
  return { shown: list.slice(0, most), more: Math.max(0, list.length - most) };
}
