import { REQUEST_ROWS_MAX, ShiftCheckAnswer, ShiftRepairAnswer, shiftSum } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Log } from '../log.ts';
import { asking } from './line.ts';
import type { ShiftFacts } from './shift-facts.ts';
import type { Transport } from './transport.ts';
import type { Fault } from './verdict.ts';

/** A shift of which the backoffice still lacks something after a repair is asked for again after so long. */
const AGAIN_MS = 15 * 60_000;
/** In one go; the others come with the next. */
const AT_ONCE = 50;
/** Bodies of the facts of one repair, in characters. */
const REPAIR_CHARS_MAX = 2 * 1024 * 1024;

export interface ShiftCheckParts {
  readonly world: Pick<World, 'now' | 'wall_ms'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly transport: Pick<Transport, 'ask'>;
  readonly token: string;
  readonly store: string;
  readonly facts: ShiftFacts;
}

/**
 * Closed shifts are held against what the backoffice has of them, by checksum, and what it lacks is sent again. It is
 * remembered on the disk only once the backoffice has said that it holds the whole shift. Answers what went wrong.
 */
export function createShiftCheck(parts: ShiftCheckParts): () => Promise<Fault | null> {
  const { world, log, transport, token, store, facts } = parts;
  const check = asking(transport, world, ShiftCheckAnswer);
  const repair = asking(transport, world, ShiftRepairAnswer);
  const notBefore = new Map<string, number>();
  const ask = (what: 'check' | 'repair', body: object) => ({
    method: 'POST' as const,
    path: `/api/v1/shifts/${what}`,
    token,
    body: JSON.stringify(body),
  });

  async function checkOne(shiftId: string): Promise<Fault | null> {
    for (let repairs = 0; ; repairs++) {
      const rows = facts.of(shiftId);
      const names = rows.map(({ origin, seq }) => [origin, seq] as const);
      const body = { shiftId, count: rows.length, sum: shiftSum(rows), facts: names };
      const said = await check(ask('check', body));
      if (!said.ok) return said.fault;
      if (said.value.whole) {
        facts.whole(store, shiftId);
        notBefore.delete(shiftId);
        return null;
      }
      const lacking = new Set(said.value.lacking.map(([origin, seq]) => `${origin} ${seq}`));
      const wanted = rows.filter(({ origin, seq }) => lacking.has(`${origin} ${seq}`));
      // Each repair gets at least one fact there; without any, or over one that differs, asking on is of no use.
      if (wanted.length === 0 || repairs > rows.length) break;
      const mended = await repair(ask('repair', { shiftId, rows: fitting(wanted) }));
      if (!mended.ok) return mended.fault;
      const { taken, differing } = mended.value;
      log.info({ shiftId, lacking: wanted.length, taken, differing }, 'a shift was sent again');
      if (taken === 0) break;
    }
    log.warn({ shiftId }, 'the backoffice does not hold the whole shift');
    notBefore.set(shiftId, world.now() + AGAIN_MS);
    return null;
  }

  return async () => {
    const due = facts
      .unchecked(store)
      .filter((id) => (notBefore.get(id) ?? Number.NEGATIVE_INFINITY) <= world.now())
      .slice(0, AT_ONCE);
    for (const shiftId of due) {
      const wrong = await checkOne(shiftId);
      if (wrong) return wrong;
    }
    return null;
  };
}

/** As many of them as one request takes, and at least one. */
function fitting<T extends { readonly body: string }>(rows: readonly T[]): T[] {
  const fit: T[] = [];
  let room = REPAIR_CHARS_MAX;
  for (const row of rows.slice(0, REQUEST_ROWS_MAX)) {
    room -= row.body.length;
    if (fit.length > 0 && room < 0) break;
    fit.push(row);
  }
  return fit;
}
