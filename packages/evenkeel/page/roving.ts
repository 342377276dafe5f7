/** A place in a grid or a drawing; arrow keys go to the nearest one in their direction. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

const DIRECTIONS: Readonly<Record<string, Spot>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Where a key leads from a spot: up and down within its column if it can, sideways to the next one. `undefined`: nowhere. */
export function neighbour(spots: readonly Spot[], from: number, key: string): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return spots.length - 1;
  const way = DIRECTIONS[key];
  const here = spots[from];
  if (way === undefined || here === undefined) return undefined;
  let best: { readonly index: number; readonly cost: number } | undefined;
  spots.forEach((spot, index) => {
    const [dx, dy] = [spot.x - here.x, spot.y - here.y];
    const ahead = dx * way.x + dy * way.y;
    if (ahead <= 0) return;
    const aside = Math.abs(way.x === 0 ? dx : dy);
    const cost = way.x === 0 ? aside * 1000 + ahead : ahead * 1000 + aside;
    if (best === undefined || cost < best.cost) best = { index, cost };
  });
  return best?.index;
}
