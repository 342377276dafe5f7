const UNREACHED: number = -1;

/**
 * A largest matching between `left.length` nodes and `right` nodes (Hopcroft and Karp 1973), in O(edges · √nodes).
 * @param left for each left node the right nodes that it may be matched with
 * @returns for each left node the right node that it got
 */
export function maximumMatching(
  left: readonly (readonly number[])[],
  right: number,
): readonly (number | undefined)[] {
  const matchOf = new Array<number | undefined>(left.length).fill(undefined);
  const ownerOf = new Array<number | undefined>(right).fill(undefined);
  for (;;) {
    const depth = depths(left, matchOf, ownerOf);
    if (depth === undefined) return matchOf;
    for (let node = 0; node < left.length; node += 1)
      if (matchOf[node] === undefined) augment(node, left, matchOf, ownerOf, depth);
  }
}

/** How far each left node is from a free one by alternating paths; nothing when no free right node can be reached. */
function depths(
  left: readonly (readonly number[])[],
  matchOf: readonly (number | undefined)[],
  ownerOf: readonly (number | undefined)[],
): number[] | undefined {
  const depth = left.map((_, node) => (matchOf[node] === undefined ? 0 : UNREACHED));
  const queue = depth.flatMap((far, node) => (far === 0 ? [node] : []));
  let reachesFree = false;
  for (let at = 0; at < queue.length; at += 1) {
    const node = queue[at] ?? 0;
    for (const other of left[node] ?? []) {
      const owner = ownerOf[other];
      if (owner === undefined) reachesFree = true;
      else if (depth[owner] === UNREACHED) {
        depth[owner] = (depth[node] ?? 0) + 1;
        queue.push(owner);
      }
    }
  }
  return reachesFree ? depth : undefined;
}

/** Turns an alternating path from a free left node round, if there is one along the depths. */
function augment(
  node: number,
  left: readonly (readonly number[])[],
  matchOf: (number | undefined)[],
  ownerOf: (number | undefined)[],
  depth: number[],
): boolean {
  for (const other of left[node] ?? []) {
    const owner = ownerOf[other];
    const isNext = owner === undefined || depth[owner] === (depth[node] ?? 0) + 1;
    if (!isNext) continue;
    if (owner !== undefined && !augment(owner, left, matchOf, ownerOf, depth)) continue;
    matchOf[node] = other;
    ownerOf[other] = node;
    return true;
  }
  depth[node] = UNREACHED;
  return false;
}
