import {
  EET_OUTCOME,
  EET_SALE,
  type EetReader,
  isConfirmation,
  type OutcomeFact,
  type SaleFact,
} from '../../../wire/index.ts';
import type { Sql } from '../../database/database.ts';
import { factsOf } from '../facts.ts';
import { localOf } from '../receipts/row.ts';

const COLUMNS = `register_id, environment, number, total, sold_at, sold_local, sold_ms, state, open, pok, code, reason,
  attempts, told_by`;

/** Sales and how they stand, by all that any register has said of them. Gives back the ids of those that are. */
export async function foldSales(
  sql: Sql,
  store: string,
  receiptIds: Iterable<string>,
  read: EetReader,
): Promise<string[]> {
  const sales = new Map<string, SaleFact>();
  for (const { id, body } of await factsOf(sql, store, EET_SALE, receiptIds)) {
    const sale = sales.has(id) ? undefined : read.sale(body);
    if (sale) sales.set(id, sale);
  }
  const told = new Map<string, OutcomeFact[]>();
  for (const { id, body } of await factsOf(sql, store, EET_OUTCOME, sales.keys())) {
    const outcome = read.outcome(body);
    // A confirmation by the authority's other system is nothing to a sale of this one.
    if (outcome?.environment !== sales.get(id)?.environment || !outcome) continue;
    told.set(id, [...(told.get(id) ?? []), outcome]);
  }
  await sql.insertMany(
    `INSERT INTO eet_sale (store, receipt_id, ${COLUMNS}) VALUES`,
    [...sales].map(([id, fact]) => row(store, id, fact, standing(told.get(id) ?? []))),
    `ON CONFLICT (store, receipt_id) DO UPDATE SET ${COLUMNS.split(',')
      .map((name) => `${name.trim()} = excluded.${name.trim()}`)
      .join(', ')}`,
  );
  return [...sales.keys()];
}

/** The first confirmation stands for ever; a believed one before one that is not. Without any, the last word. */
function standing(outcomes: readonly OutcomeFact[]): OutcomeFact | undefined {
  return (
    outcomes.find(({ state }) => state === 'confirmed') ?? outcomes.find(isConfirmation) ?? outcomes.at(-1)
  );
}

function row(store: string, receiptId: string, fact: SaleFact, told: OutcomeFact | undefined) {
  const { environment, registerId, sale } = fact;
  const pok = told?.pok ?? null;
  return [
    store,
    receiptId,
    registerId,
    environment,
    sale.number,
    sale.total,
    sale.soldAt,
    localOf(sale.soldAt),
    Date.parse(sale.soldAt),
    told?.state ?? 'waiting',
    pok === null ? 1 : 0,
    pok,
    told?.code ?? null,
    told?.reason ?? '',
    told?.attempts ?? 0,
    told?.registerId ?? null,
  ];
}
