interface Placed {
  readonly id: string;
  readonly position: number;
}

/**
 * Which positions change when the one at `from` moves up (−1) or down (1): positions are 0, 1, 2… afterwards, so that two
 * that were made apart at the same place are told from each other as well. None at the edge.
 */
export function moved(ordered: readonly Placed[], from: number, by: 1 | -1): Placed[] {
  const to = from + by;
  const next = [...ordered];
  const [one] = next.splice(from, 1);
  if (!one || to < 0 || to >= ordered.length) return [];
  next.splice(to, 0, one);
  return next
    .map(({ id, position: was }, position) => ({ id, position, was }))
    .filter(({ position, was }) => position !== was)
    .map(({ id, position }) => ({ id, position }));
}
