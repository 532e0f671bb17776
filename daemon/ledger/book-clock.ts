import { localTime } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import { BUILT_MS } from '../store/database.ts';
import type { LastReceipt } from './numbers.ts';

/** A step back by NTP; more than this means that the clock was wrong, then or now. */
const SMALL_STEP_MS = 5 * 60_000;

export interface Issue {
  readonly issued_ms: number;
  /** RFC 3339, local. */
  readonly at: string;
  readonly day: string;
  /** The year of the clock; never before the program was built. */
  readonly year: number;
}

/**
 * Business time. Small steps back are hidden, so that receipts stand in the order of their times; a clock set
 * back by more is told as it is, because guessing another time would be worse, and is suspect.
 */
export interface BookClock {
  /** Now, local, RFC 3339. */
  at(): string;
  issue(last: LastReceipt | undefined): Issue;
  /** `known_ms`: times that are in the books and cannot lie ahead. */
  suspect(known_ms: readonly number[]): boolean;
}

export function createBookClock(world: World, zone: string): BookClock {
  const builtYear = Number(localTime(BUILT_MS, zone).slice(0, 4));
  return {
    at: () => localTime(world.wall_ms(), zone),
    issue(last) {
      const wall_ms = world.wall_ms();
      const back_ms = last ? last.issued_ms - wall_ms : 0;
      const issued_ms = last && back_ms > 0 && back_ms <= SMALL_STEP_MS ? last.issued_ms : wall_ms;
      const at = localTime(issued_ms, zone);
      return {
        issued_ms,
        at,
        day: at.slice(0, 10),
        year: Math.max(Number(at.slice(0, 4)), builtYear),
      };
    },
    suspect(known_ms) {
      const wall_ms = world.wall_ms();
      return wall_ms < BUILT_MS || known_ms.some((time_ms) => time_ms - wall_ms > SMALL_STEP_MS);
    },
  };
}
