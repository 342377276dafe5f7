/** What is known of a set: whether the cell passes with it; `undefined`: not tried. */
export type Known = (set: readonly string[]) => 'passes' | 'fails' | undefined;

/** The next set to try, or the smallest that was found. */
export type Minimised = { readonly next: readonly string[] } | { readonly smallest: readonly string[] };

/**
 * Delta debugging, of a set with which a cell passes: halves first, then finer parts and what is left without each, until
 * nothing can be left out alone (A. Zeller and R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input",
 * IEEE TSE 28(2), 2002: ddmin). It keeps no state: what has been tried is asked for anew.
 */
export function minimise(all: readonly string[], known: Known): Minimised {
  let [set, parts] = [all, 2];
  while (set.length > 1) {
    const chunks = split(set, Math.min(parts, set.length));
    const found = firstToDo([...chunks, ...(parts > 2 ? restsOf(set, chunks) : [])], known);
    if (found === undefined && parts >= set.length) break;
    if (found === undefined) parts = Math.min(set.length, parts * 2);
    else if (!found.passes) return { next: found.set };
    else {
      parts = chunks.includes(found.set) ? 2 : Math.max(parts - 1, 2);
      set = found.set;
    }
  }
  return { smallest: set };
}

/** The first set that passes, or that has not been tried. */
function firstToDo(
  sets: readonly (readonly string[])[],
  known: Known,
): { readonly set: readonly string[]; readonly passes: boolean } | undefined {
  for (const set of sets) {
    const outcome = known(set);
    if (outcome !== 'fails') return { set, passes: outcome === 'passes' };
  }
  return undefined;
}

const restsOf = (set: readonly string[], chunks: readonly (readonly string[])[]): (readonly string[])[] =>
  chunks.map((chunk) => set.filter((each) => !chunk.includes(each)));

function split(set: readonly string[], parts: number): (readonly string[])[] {
  const size = set.length / parts;
  return Array.from({ length: parts }, (_, index) =>
    set.slice(Math.round(index * size), Math.round((index + 1) * size)),
  );
}
