import { DELETED, isLasting, LONGEST, type Row } from './rows.ts';
import { above, formatStamp, parseStamp, type Stamp, tick } from './stamp.ts';

/** `value` and `body` become JSON. */
export type Entry =
  | {
      readonly is: 'cell';
      readonly tbl: string;
      readonly id: string;
      readonly col: string;
      readonly value: unknown;
    }
  | { readonly is: 'fact'; readonly kind: string; readonly id: string; readonly body: unknown };

/** `deleted`: the record is gone for good. `unsponsored`: a new or restored replica has not drawn everything yet. */
export type WriteFault = 'deleted' | 'unsponsored';

/** What is held where rows are about to be added. */
export interface Ground {
  readonly origin: string;
  /** The last number given. */
  readonly seq: number;
  readonly clock: Stamp | undefined;
  readonly sponsor: string | undefined;
  record(
    tbl: string,
    id: string,
  ): readonly { readonly col: string; readonly val: string; readonly hlc: Stamp }[];
  /** The highest stamp among the facts of one thing. */
  latest(kind: string, id: string): Stamp | undefined;
}

export interface Clocks {
  /** The wall clock; it may be wrong. */
  readonly wall_ms: number;
  /** No stamp is older than this: when the program was built, milliseconds since 1970. */
  readonly built_ms: number;
}

/** `clock`: the reading of the hybrid clock to keep; undefined when nothing was to be written. */
export type Draft =
  | { readonly ok: true; readonly rows: readonly Row[]; readonly clock: Stamp | undefined }
  | { readonly ok: false; readonly fault: WriteFault };

/** The rows that entries become: numbers without a gap, and stamps above everything that the writer could see. */
export function draft(ground: Ground, entries: readonly Entry[], { wall_ms, built_ms }: Clocks): Draft {
  const { origin } = ground;
  const known = new Map<string, Map<string, Stamp>>();
  for (const entry of entries) {
    if (entry.is === 'fact') continue;
    if (ground.sponsor !== undefined) return { ok: false, fault: 'unsponsored' };
    const of = placeOf(entry.tbl, entry.id);
    if (known.has(of)) continue;
    const columns = new Map<string, Stamp>();
    for (const { col, val, hlc } of ground.record(entry.tbl, entry.id)) {
      if (col === DELETED && val === 'true' && !isLasting(entry.tbl)) return { ok: false, fault: 'deleted' };
      columns.set(col, hlc);
    }
    known.set(of, columns);
  }
  const rows: Row[] = [];
  const facts = new Map<string, Stamp>();
  let last = ground.clock === undefined ? undefined : parseStamp(ground.clock);
  for (const entry of entries) {
    last = tick(last, wall_ms, built_ms);
    const own = formatStamp(last, origin);
    const seq = ground.seq + 1 + rows.length;
    if (entry.is === 'cell') {
      const { tbl, id, col } = entry;
      const columns = known.get(placeOf(tbl, id)) as Map<string, Stamp>;
      const hlc = raised(own, columns.get(col), origin);
      columns.set(col, hlc);
      rows.push({ is: 'cell', origin, seq, hlc, tbl, id, col, val: toJson(entry.value) });
    } else {
      const { kind, id } = entry;
      const of = placeOf(kind, id);
      const hlc = raised(own, facts.get(of) ?? ground.latest(kind, id), origin);
      facts.set(of, hlc);
      rows.push({ is: 'fact', origin, seq, hlc, kind, id, body: toJson(entry.body) });
    }
  }
  for (const row of rows) requirePassable(row);
  return { ok: true, rows, clock: last && formatStamp(last, origin) };
}

/**
 * What is written here was written in the knowledge of what is held here, and goes above it, even above a stamp
 * from a clock that runs years ahead. The own clock is not pulled along.
 */
function raised(own: Stamp, there: Stamp | undefined, origin: string): Stamp {
  return there !== undefined && there >= own ? formatStamp(above(parseStamp(there)), origin) : own;
}

/** Two names as one, so that no two pairs are alike. */
const placeOf = (first: string, id: string) => `${first.length} ${first} ${id}`;

function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error('undefined is no JSON');
  return text;
}

/** A row that siblings refuse would keep back everything after it. */
function requirePassable(row: Row): void {
  const [name, text] = row.is === 'cell' ? [row.tbl, row.val] : [row.kind, row.body];
  const fits = (part: string, most: number) => part.length > 0 && part.length <= most;
  if (
    !fits(name, LONGEST.name) ||
    !fits(row.id, LONGEST.id) ||
    !fits(text, LONGEST.text) ||
    (row.is === 'cell' && !fits(row.col, LONGEST.name))
  ) {
    throw new Error(`a row of ${name.slice(0, 80)} is longer than siblings take`);
  }
}
