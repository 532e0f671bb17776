import { formatReceiptNumber, type Receipt } from '../../domain/index.ts';
import type { Database, Sql } from '../database/database.ts';
import type { ClashView } from '../http/contract/clashes.ts';
import { clashWords } from './clash-words.ts';
import { type Clash, STANDING } from './clashes.ts';
import { type Names, recordNames } from './names.ts';

/** As many are shown; of more than that nobody sees to each by itself. */
const SHOWN_MAX = 200;
/** Of one, as many sides. */
const SIDES_MAX = 20;

/** What waits for somebody at a register to see to it. */
export interface Clashes {
  waiting(store: string): Promise<ClashView[]>;
}

export function createClashViews(db: Pick<Database, 'read'>): Clashes {
  return { waiting: (store) => db.read((sql) => waitingOf(sql, store)) };
}

async function waitingOf(sql: Sql, store: string): Promise<ClashView[]> {
  const clashes = await sql.all<Clash>(
    `SELECT kind, id FROM clash WHERE store = ? AND settled = 0 ORDER BY kind, id LIMIT ${SHOWN_MAX}`,
    store,
  );
  if (clashes.length === 0) return [];
  const registers = await recordNames(sql, store, 'register');
  const views: ClashView[] = [];
  for (const { kind, id } of clashes) {
    const [about, between] =
      kind === 'same-z'
        ? await reportsOf(sql, store, id, registers)
        : await receiptsOf(sql, store, kind, id, registers);
    views.push({ kind, id, ...clashWords(kind, about, between), between });
  }
  return views;
}

const SIDES = {
  'same-number': 'r.number = ?',
  'double-reversal': 'r.reverses_id = ?',
  'double-payment': `r.bill_id = ? AND ${STANDING}`,
} as const;

type Sides = [about: string, between: ClashView['between']];

async function receiptsOf(
  sql: Sql,
  store: string,
  kind: Exclude<Clash['kind'], 'same-z'>,
  id: string,
  registers: Names,
): Promise<Sides> {
  const rows = await sql.all<{ body: string }>(
    `SELECT f.body FROM receipt r JOIN fact f ON f.store = r.store AND f.origin = r.origin AND f.seq = r.seq
     WHERE r.store = ? AND ${SIDES[kind]}
     ORDER BY r.issued_at, r.id LIMIT ${SIDES_MAX}`,
    store,
    id,
  );
  const receipts = rows.map(({ body }) => JSON.parse(body) as Receipt);
  const between = receipts.map((receipt) => ({
    is: 'receipt' as const,
    id: receipt.id,
    number: formatReceiptNumber(receipt.number),
    registerName: registers.of(receipt.registerId),
    at: receipt.issuedAt,
    total_haler: receipt.total_haler,
  }));
  if (kind === 'same-number') return [id, between];
  if (kind === 'double-payment') return [receipts[0]?.table ?? '', between];
  // The receipt itself may not have come yet; its reversals say its number.
  const reversed = receipts[0]?.reverses;
  return [reversed ? formatReceiptNumber(reversed.number) : id, between];
}

async function reportsOf(sql: Sql, store: string, name: string, registers: Names): Promise<Sides> {
  const at = name.lastIndexOf(':');
  const registerId = name.slice(0, at);
  const number = `Z ${name.slice(at + 1)}`;
  const rows = await sql.all<{ id: string; opened_at: string; reported_haler: number }>(
    `SELECT id, opened_at, reported_haler FROM shift WHERE store = ? AND register_id = ? AND z_number = ?
     ORDER BY opened_local, id LIMIT ${SIDES_MAX}`,
    store,
    registerId,
    Number(name.slice(at + 1)),
  );
  const between = rows.map(({ id, opened_at, reported_haler }) => ({
    is: 'shift' as const,
    id,
    number,
    registerName: registers.of(registerId),
    at: opened_at,
    total_haler: reported_haler,
  }));
  return [number, between];
}
