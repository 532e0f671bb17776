/** Czech money in circulation, in crowns. Notes first. */
export const NOTES = [5000, 2000, 1000, 500, 200, 100] as const;
export const COINS = [50, 20, 10, 5, 2, 1] as const;
export const PIECES: readonly number[] = [...NOTES, ...COINS];

/** How many of each, as typed: the empty text is none. */
export type Counts = Readonly<Record<number, string>>;

/** Nobody has more of one kind in a drawer; more is a slip of the finger. */
export const MAX_PIECES = 9_999;

export function pieceCount(counts: Counts, crowns: number): number {
  const count = Number(counts[crowns] ?? '');
  return Number.isSafeInteger(count) && count > 0 ? Math.min(count, MAX_PIECES) : 0;
}

/** The sum in haléře. */
export function countedSum(counts: Counts): number {
  return PIECES.reduce((sum, crowns) => sum + pieceCount(counts, crowns) * crowns * 100, 0);
}

/** One piece more or less; never below none. */
export function adjusted(counts: Counts, crowns: number, by: 1 | -1): Counts {
  const count = Math.min(Math.max(pieceCount(counts, crowns) + by, 0), MAX_PIECES);
  return { ...counts, [crowns]: count === 0 ? '' : String(count) };
}

/** Where Enter goes: down the column, round at the end. */
export function nextPiece(crowns: number): number {
  return PIECES[(PIECES.indexOf(crowns) + 1) % PIECES.length] as number;
}
