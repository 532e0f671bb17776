/**
 * Hybrid clock stamps, `ms(13).ctr(4).origin` as text of fixed width, so that comparing texts compares stamps.
 * They order changes and are no business time. The milliseconds are whole: a fraction would break the order.
 */
export type Stamp = string;

export interface StampParts {
  readonly ms: number;
  readonly ctr: number;
}

const MAX_MS = 9_999_999_999_999;
const MAX_CTR = 9999;

export function formatStamp({ ms, ctr }: StampParts, origin: string): Stamp {
  if (!Number.isInteger(ms) || ms < 0 || ms > MAX_MS) throw new Error(`stamp of ${ms} ms`);
  return `${ms.toString().padStart(13, '0')}.${ctr.toString().padStart(4, '0')}.${origin}`;
}

export function parseStamp(stamp: Stamp): StampParts {
  return { ms: Number(stamp.slice(0, 13)), ctr: Number(stamp.slice(14, 18)) };
}

/** The least stamp above `parts`. */
export function above({ ms, ctr }: StampParts): StampParts {
  return ctr < MAX_CTR ? { ms, ctr: ctr + 1 } : { ms: ms + 1, ctr: 0 };
}

/**
 * The next reading of the hybrid clock. It never runs back: a wall clock that stands before the last stamp (dead
 * battery) or before the build of this program is not believed.
 */
export function tick(last: StampParts | undefined, wall_ms: number, built_ms: number): StampParts {
  const now = Math.min(Math.max(Math.floor(wall_ms), built_ms), MAX_MS);
  if (!last || now > last.ms) return { ms: now, ctr: 0 };
  return above(last);
}

/** A foreign stamp further ahead than this is taken in, but does not pull the own clock along. */
const FOLLOW_MS = 60_000;
/** Of a stamp: without the origin, which must not decide whether the clock is moved. */
const PARTS_LENGTH = 18;

/** The reading of the own clock after these rows were seen; undefined when they leave it where it is. */
export function followed(
  clock: Stamp | undefined,
  rows: Iterable<{ readonly hlc: Stamp }>,
  origin: string,
  {
    wall_ms,
    built_ms,
    follow_ms = FOLLOW_MS,
  }: { wall_ms: number; built_ms: number; follow_ms?: number | undefined },
): Stamp | undefined {
  const own = clock === undefined ? undefined : parseStamp(clock);
  const limit_ms = Math.max(Math.floor(wall_ms), built_ms, own?.ms ?? 0) + follow_ms;
  let best: StampParts | undefined = own;
  let top = clock?.slice(0, PARTS_LENGTH) ?? '';
  for (const { hlc } of rows) {
    const parts = hlc.slice(0, PARTS_LENGTH);
    if (parts <= top) continue;
    const stamp = parseStamp(hlc);
    if (stamp.ms > limit_ms) continue;
    best = stamp;
    top = parts;
  }
  return best && best !== own ? formatStamp(best, origin) : undefined;
}
