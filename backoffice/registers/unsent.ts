import { held, type Vector } from '../../sync/index.ts';

/** One who says what a database holds: of itself, or of a sibling that it has heard from. */
export interface Witness {
  readonly registerId: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at_ms: number;
  /** What it holds itself. */
  readonly vv: Vector;
}
export interface Missing {
  readonly count: number;
  readonly by: Witness;
}

/**
 * Changes of these databases, a register's own ones, that somebody holds and the backoffice does not: the count by
 * whoever knows most. Undefined when nobody has ever said anything of them.
 */
export function missingOf(
  origins: readonly string[],
  ours: Vector,
  witnesses: readonly Witness[],
): Missing | undefined {
  let most: Missing | undefined;
  for (const by of witnesses) {
    if (!origins.some((origin) => held(by.vv, origin) > 0)) continue;
    const count = origins.reduce(
      (sum, origin) => sum + Math.max(0, held(by.vv, origin) - held(ours, origin)),
      0,
    );
    // Of two who know the same, the one who has known it last.
    if (!most || count > most.count || (count === most.count && by.at_ms > most.by.at_ms)) {
      most = { count, by };
    }
  }
  return most;
}
