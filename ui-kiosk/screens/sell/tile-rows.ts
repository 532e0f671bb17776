/** The grid of tiles in px. Sizes are said here and handed to the stylesheet, so that both reckon alike. */
export const TILE_GRID = { height_px: 84, gap_px: 8, heading_px: 24 } as const;

const ROW_PX = TILE_GRID.height_px + TILE_GRID.gap_px;
/** Drawn beyond the edge: a short scroll finds its tiles ready, and a note above them does not matter. */
const AROUND_PX = ROW_PX;

/** Columns of a place so many px wide; a large screen has larger tiles. */
export function columnsIn(width_px: number, large: boolean): number {
  const { gap_px } = TILE_GRID;
  const minWidth_px = large ? 136 : 118;
  return Math.max(1, Math.floor((width_px + gap_px) / (minWidth_px + gap_px)));
}

/** How far the grid is scrolled, in whole rows: between them nothing new has to be drawn. */
export const scrolledTo = (scrollTop_px: number): number =>
  Math.floor(Math.max(scrollTop_px, 0) / ROW_PX) * ROW_PX;

/** The tiles of one shelf that are worth drawing; `end` is exclusive. */
export interface Slice {
  readonly start: number;
  readonly end: number;
  /** Height of the whole shelf, and of what is left out at its top. */
  readonly height_px: number;
  readonly above_px: number;
}

/**
 * Shelves of so many tiles stand one under another, each but the first under its heading. Of a price list of
 * thousands only what is in sight is drawn.
 */
export function slicesInSight(
  counts: readonly number[],
  columns: number,
  top_px: number,
  height_px: number,
): Slice[] {
  const { gap_px, heading_px } = TILE_GRID;
  let shelfTop = 0;
  return counts.map((count, i) => {
    if (i > 0) shelfTop += heading_px + 2 * gap_px;
    const rows = Math.ceil(count / columns);
    const rowAt = (y_px: number): number => Math.max(0, Math.min((y_px - shelfTop) / ROW_PX, rows));
    const first = Math.floor(rowAt(top_px - AROUND_PX));
    // What is scrolled to is known to a row, so one more may be in sight.
    const last = Math.ceil(rowAt(top_px + height_px + AROUND_PX));
    const shelf = Math.max(rows * ROW_PX - gap_px, 0);
    shelfTop += shelf;
    return {
      start: Math.min(first * columns, count),
      end: Math.min(last * columns, count),
      height_px: shelf,
      above_px: Math.min(first * ROW_PX, shelf),
    };
  });
}
