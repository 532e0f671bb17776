/** Which rows of a long list are worth drawing: those in sight and a few around. `end` is exclusive. */
export function visibleRows(
  scrollTop_px: number,
  height_px: number,
  rowHeight_px: number,
  count: number,
  around = 8,
): { readonly start: number; readonly end: number } {
  const first = Math.floor(Math.max(scrollTop_px, 0) / rowHeight_px);
  const start = Math.max(Math.min(first, count) - around, 0);
  const end = Math.min(first + Math.ceil(height_px / rowHeight_px) + around, count);
  return { start: Math.min(start, end), end };
}

/** Which positions change when one of a list moves up (−1) or down (1); none at the edge. Positions are 0, 1, 2… */
export function moved<T extends { readonly id: string; readonly position: number }>(
  ordered: readonly T[],
  id: string,
  by: 1 | -1,
): { readonly id: string; readonly position: number }[] {
  const from = ordered.findIndex((one) => one.id === id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ordered.length) return [];
  const next = [...ordered];
  const [one] = next.splice(from, 1);
  next.splice(to, 0, one as T);
  return next
    .map((row, position) => ({ id: row.id, position, was: row.position }))
    .filter(({ position, was }) => position !== was)
    .map(({ id: rowId, position }) => ({ id: rowId, position }));
}
