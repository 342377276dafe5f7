/** More words than this are not compared. */
const MOST_WORDS = 2_000;

/** A run of words that differs between two texts. */
interface Chunk {
  readonly name: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** How two texts in no known form differ, word by word; each difference is named by the options in it. */
export function wordChunks(base: string, target: string): string[] {
  return partsOf(base, target).flatMap((part) => (typeof part === 'string' ? [] : [part.name]));
}

/** Base's text with some of the differences. */
export function wordMix(base: string, target: string, take: readonly string[]): string {
  return partsOf(base, target)
    .map((part) => {
      if (typeof part === 'string') return part;
      return (take.includes(part.name) ? part.after : part.before).join('');
    })
    .join('');
}

/**
 * An option and the words up to the next one belong together: they are told apart as one word. The longest common
 * subsequence of both lists stays.
 */
function partsOf(base: string, target: string): (string | Chunk)[] {
  const [before, after] = [wordsOf(base), wordsOf(target)];
  if (before.length > MOST_WORDS || after.length > MOST_WORDS) return [base];
  const common = lengths(before, after);
  const parts: (string | Chunk)[] = [];
  let [i, j]: [number, number] = [0, 0];
  let open: { before: string[]; after: string[] } = { before: [], after: [] };
  const close = (): void => {
    parts.push(...chunksOf(open.before, open.after));
    open = { before: [], after: [] };
  };
  while (i < before.length || j < after.length) {
    const [mine, theirs] = [before[i], after[j]];
    if (mine !== undefined && mine === theirs) {
      close();
      parts.push(mine);
      i += 1;
      j += 1;
    } else if (theirs === undefined || (mine !== undefined && at(common, i + 1, j) >= at(common, i, j + 1))) {
      open.before.push(mine ?? '');
      i += 1;
    } else {
      open.after.push(theirs);
      j += 1;
    }
  }
  close();
  return parts;
}

/** Words with the white space before them. */
function wordsOf(text: string): string[] {
  return text.match(/\s*--?[A-Za-z][^\s]*(?:[^\S\n]+(?![-\\&|;<>])[^\s-][^\s]*)?|\s*\S+|\s+$/g) ?? [];
}

const at = (table: readonly Uint16Array[], i: number, j: number): number => table[i]?.[j] ?? 0;

/** For each pair of places the length of what both texts have in common from there. */
function lengths(before: readonly string[], after: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = table[i];
      if (row === undefined) continue;
      row[j] =
        before[i] === after[j]
          ? at(table, i + 1, j + 1) + 1
          : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

/** Each option of a place that differs by itself, beside its other form if it has one; all other words together. */
function chunksOf(before: readonly string[], after: readonly string[]): Chunk[] {
  const flags = [...new Set([...before, ...after].map(flagOf))];
  return flags.map((flag) => {
    const [mine, theirs] = [before, after].map((words) => words.filter((word) => flagOf(word) === flag));
    const chunk = { before: mine ?? [], after: theirs ?? [] };
    const [first = ''] = [...chunk.before, ...chunk.after];
    return { name: flag === '' ? (first.trim().split(/\s/)[0] ?? '') : flag, ...chunk };
  });
}

const flagOf = (word: string): string => /^\s*(--?[A-Za-z][\w-]*)/.exec(word)?.[1] ?? '';
