import type { Checksums } from './checksum.ts';
import { LONGEST, type Row } from './rows.ts';
import { held, type Vector } from './vector.ts';

/** The major version: replicas that differ in it do not talk. */
export const PROTO = 1;
export const ROWS_MAX = 1000;
/** An answer is cut after the row with which its texts become longer than this, so that no message is too long. */
export const CHARS_MAX = 512 * 1024;

/** "This is what I hold; give me the rest." */
export interface Hello {
  readonly type: 'hello';
  readonly proto: number;
  readonly origin: string;
  readonly vv: Vector;
  /** Continues an answer in parts: up to where its rows have come. */
  readonly at?: Vector;
  /** Everything again from the beginning, because the checksums differ. */
  readonly full?: true;
  /** An answer to a hello, which must not be answered by a third. */
  readonly reply?: true;
  readonly sums?: Checksums;
}

/**
 * Rows for one who holds `base`. This part begins at `from`; when `done`, it and the parts before it hold every
 * effect between `base` and `upto`, otherwise `upto` is only the mark from which to go on.
 */
export interface Changes {
  readonly type: 'changes';
  readonly origin: string;
  readonly base: Vector;
  readonly from: Vector;
  readonly upto: Vector;
  readonly done: boolean;
  readonly rows: readonly Row[];
  /** It answers a hello and speaks of every origin; otherwise it is news of the sender's own. */
  readonly whole: boolean;
  readonly full?: true;
  /** The receiver is older than deletions already thrown away: what is not among the rows is to go. */
  readonly floor?: Vector;
}

export type Message = Hello | Changes;

export type Parsed =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly fault: 'too-long' | 'not-json' | 'malformed'; readonly where: string };

const TEXT_MAX = 16 * 1024 * 1024;
/** Databases that a message may name; a shop has one for each register, and one more for each restored copy. */
export const ORIGINS_MAX = 1000;
/** Room stays above it for the edits that must be stamped higher than a stamp from the future. */
const STAMP_MAX = '9999999000000';
const ORIGIN = /^[A-Za-z0-9-]{1,40}$/;
const STAMP = /^\d{13}\.\d{4}\./;
const SUM = /^[0-9a-f]{16}$/;

class Malformed extends Error {}

/** The only way in for what a sibling or the backoffice sent. It never throws. */
export function parseMessage(text: string): Parsed {
  if (text.length > TEXT_MAX) return { ok: false, fault: 'too-long', where: '' };
  try {
    return readMessage(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, fault: 'not-json', where: '' };
  }
}

/**
 * The same for a message that came as part of something else. With `aside` a row that is none is told to it and left
 * out, and the rest of the message stands: for one who would rather lack a row than all that comes after it.
 */
export function readMessage(value: unknown, aside?: (row: unknown, where: string) => void): Parsed {
  return reading(() => {
    const it = object(value, 'message');
    if (it.type === 'hello') return { ok: true, message: hello(it) };
    if (it.type === 'changes') return { ok: true, message: changes(it, aside) };
    throw new Malformed('type');
  });
}

/** One row by itself. */
export function readRow(value: unknown): { readonly ok: true; readonly row: Row } | Fault {
  return reading(() => ({ ok: true, row: cellOrFact(object(value, 'row')) }));
}

type Fault = Extract<Parsed, { ok: false }>;

function reading<T>(read: () => T): T | Fault {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { ok: false, fault: 'malformed', where: error.message };
  }
}

type Fields = Readonly<Record<string, unknown>>;

function hello(it: Fields): Hello {
  return {
    type: 'hello',
    proto: count(it.proto, 'proto'),
    origin: matching(it.origin, ORIGIN, 'origin'),
    vv: vector(it.vv, 'vv'),
    ...(it.at === undefined ? {} : { at: vector(it.at, 'at') }),
    ...(it.full === undefined ? {} : { full: yes(it.full, 'full') }),
    ...(it.reply === undefined ? {} : { reply: yes(it.reply, 'reply') }),
    ...(it.sums === undefined ? {} : { sums: checks(it.sums) }),
  };
}

function changes(it: Fields, aside?: (row: unknown, where: string) => void): Changes {
  const from = vector(it.from, 'from');
  const upto = vector(it.upto, 'upto');
  if (!Array.isArray(it.rows) || it.rows.length > ROWS_MAX) throw new Malformed('rows');
  const rows = it.rows.flatMap((value: unknown, i) => {
    try {
      return [row(value, i, from, upto)];
    } catch (error) {
      if (!aside || !(error instanceof Malformed)) throw error;
      aside(value, error.message);
      return [];
    }
  });
  return {
    type: 'changes',
    origin: matching(it.origin, ORIGIN, 'origin'),
    base: vector(it.base, 'base'),
    from,
    upto,
    done: flag(it.done, 'done'),
    whole: flag(it.whole, 'whole'),
    rows,
    ...(it.full === undefined ? {} : { full: yes(it.full, 'full') }),
    ...(it.floor === undefined ? {} : { floor: vector(it.floor, 'floor') }),
  };
}

function row(value: unknown, i: number, from: Vector, upto: Vector): Row {
  try {
    const read = cellOrFact(object(value, ''));
    // A row outside what the message claims to cover would be taken in and never be passed on.
    if (read.seq <= held(from, read.origin) || read.seq > held(upto, read.origin)) throw new Malformed('seq');
    return read;
  } catch (error) {
    // The place is put together only here: rows are many, and wrong ones few.
    if (!(error instanceof Malformed)) throw error;
    throw new Malformed(`rows[${i}]${error.message && '.'}${error.message}`);
  }
}

function cellOrFact(it: Fields): Row {
  const origin = matching(it.origin, ORIGIN, 'origin');
  const head = { origin, seq: count(it.seq, 'seq'), hlc: stamp(it.hlc, origin, 'hlc') };
  const id = short(it.id, LONGEST.id, 'id');
  if (it.is === 'fact') {
    return {
      is: 'fact',
      ...head,
      kind: short(it.kind, LONGEST.name, 'kind'),
      id,
      body: json(it.body, 'body'),
    };
  }
  if (it.is !== 'cell') throw new Malformed('is');
  const [tbl, col] = [short(it.tbl, LONGEST.name, 'tbl'), short(it.col, LONGEST.name, 'col')];
  return { is: 'cell', ...head, tbl, id, col, val: json(it.val, 'val') };
}

function object(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed(where);
  return value as Fields;
}

function vector(value: unknown, where: string): Vector {
  const numbers = object(value, where);
  const origins = Object.keys(numbers);
  if (origins.length > ORIGINS_MAX) throw new Malformed(where);
  for (const origin of origins) {
    matching(origin, ORIGIN, where);
    if (!isCount(numbers[origin])) throw new Malformed(`${where}.${origin}`);
  }
  return value as Vector;
}

function checks(value: unknown): Checksums {
  const entries = Object.entries(object(value, 'sums'));
  if (entries.length > ORIGINS_MAX) throw new Malformed('sums');
  for (const [origin, sum] of entries) {
    matching(origin, ORIGIN, 'sums');
    matching(sum, SUM, 'sums');
  }
  return value as Checksums;
}

function stamp(value: unknown, origin: string, where: string): string {
  if (typeof value !== 'string' || !STAMP.test(value)) throw new Malformed(where);
  if (value.length !== 19 + origin.length || !value.endsWith(origin) || value > STAMP_MAX)
    throw new Malformed(where);
  return value;
}

function json(value: unknown, where: string): string {
  if (typeof value !== 'string' || value.length > LONGEST.text) throw new Malformed(where);
  try {
    JSON.parse(value);
  } catch {
    throw new Malformed(where);
  }
  return value;
}

function short(value: unknown, max: number, where: string): string {
  if (typeof value !== 'string' || value.length === 0 || value.length > max) throw new Malformed(where);
  return value;
}

function matching(value: unknown, pattern: RegExp, where: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw new Malformed(where);
  return value;
}

function count(value: unknown, where: string): number {
  if (!isCount(value)) throw new Malformed(where);
  return value;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function flag(value: unknown, where: string): boolean {
  if (typeof value !== 'boolean') throw new Malformed(where);
  return value;
}

function yes(value: unknown, where: string): true {
  if (value !== true) throw new Malformed(where);
  return value;
}
