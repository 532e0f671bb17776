import { type CellRow, DELETED, held, type Row, type Storage, same, type Vector } from '../../sync/index.ts';

/** A write that was acknowledged, and what its writer held at that moment. */
export interface Acknowledged {
  readonly row: Row;
  readonly view: Vector;
}

export interface History {
  readonly writes: readonly Acknowledged[];
  /** Above these numbers an origin's rows died with its disk before anybody had them. */
  readonly perished: ReadonlyMap<string, number>;
}

/** What is wrong with the shop when all have talked to all; empty when nothing is. */
export function violations(stores: readonly Storage[], history: History): string[] {
  const [first] = stores;
  if (!first) return [];
  return [
    ...unequal(first, stores.slice(1)),
    ...cellsWrong(first, history),
    ...factsWrong(first, history),
    ...seriesWrong(first),
    ...stockWrong(first, history),
  ];
}

const nameOf = (row: Row) => `${row.origin}:${row.seq}`;
const cellName = (row: CellRow) => `${row.tbl}/${row.id}/${row.col}`;
const saw = (write: Acknowledged, row: Row) => held(write.view, row.origin) >= row.seq;
const survived =
  ({ perished }: History) =>
  ({ row }: Acknowledged) =>
    row.seq <= (perished.get(row.origin) ?? Number.POSITIVE_INFINITY);

function dump(store: Storage): string[] {
  const text = (row: Row) =>
    row.is === 'fact'
      ? `${row.hlc} ${nameOf(row)} ${row.kind}/${row.id} ${row.body}`
      : `${row.hlc} ${nameOf(row)} ${cellName(row)} ${row.val}`;
  return Array.from(store.rows(), text).sort();
}

function unequal(first: Storage, others: readonly Storage[]): string[] {
  const found: string[] = [];
  const expected = dump(first);
  for (const other of others) {
    if (!same(first.vector(), other.vector())) {
      found.push(`vectors differ: ${JSON.stringify(first.vector())} ${JSON.stringify(other.vector())}`);
    }
    const rows = new Set(dump(other));
    const missing = expected.filter((row) => !rows.delete(row));
    if (missing.length + rows.size > 0) {
      found.push(`replicas differ: ${[...missing.slice(0, 3), '|', ...[...rows].slice(0, 3)].join(' ')}`);
    }
  }
  if (first.deletions().length > 0) found.push('deleted records were never thrown away');
  return found;
}

function cellsWrong(store: Storage, history: History): string[] {
  const found: string[] = [];
  const writes = history.writes.filter(({ row }) => row.is === 'cell');
  const known = new Map(writes.map(({ row }) => [nameOf(row), row as CellRow]));
  const live = survived(history);
  const record = (cell: CellRow) => `${cell.tbl}/${cell.id}`;
  const deletions = writes.filter(({ row }) => (row as CellRow).col === DELETED);
  const deleted = new Set(deletions.map(({ row }) => record(row as CellRow)));
  const surelyDeleted = new Set(deletions.filter(live).map(({ row }) => record(row as CellRow)));
  for (const row of store.rows()) {
    if (row.is === 'fact') continue;
    const written = known.get(nameOf(row));
    if (!written || cellName(written) !== cellName(row) || written.val !== row.val) {
      found.push(`${cellName(row)} = ${row.val} was never written`);
    }
    if (surelyDeleted.has(record(row))) found.push(`${record(row)} came back after it was deleted`);
  }
  for (const write of writes.filter(live)) {
    const row = write.row as CellRow;
    const now = store.cell(row.tbl, row.id, row.col);
    if (!now) {
      if (!deleted.has(record(row))) found.push(`${cellName(row)} = ${row.val} is lost`);
    } else if (nameOf(now) !== nameOf(row) && saw(write, now)) {
      found.push(`${cellName(row)}: ${now.val} came back, overwritten by ${row.val}`);
    }
  }
  return found;
}

function factsWrong(store: Storage, history: History): string[] {
  const found: string[] = [];
  const there = new Map<string, string>();
  const bodies = new Set<string>();
  for (const row of store.rows()) {
    if (row.is !== 'fact') continue;
    if (bodies.has(row.body)) found.push(`fact ${row.body} is there twice`);
    bodies.add(row.body);
    there.set(nameOf(row), row.body);
  }
  for (const { row } of history.writes.filter(survived(history))) {
    if (row.is === 'fact' && there.get(nameOf(row)) !== row.body) found.push(`fact ${row.body} is lost`);
  }
  return found;
}

function seriesWrong(store: Storage): string[] {
  const found: string[] = [];
  const series = new Map<string, { seq: number; number: number }[]>();
  for (const row of store.rows()) {
    if (row.is !== 'fact' || row.kind !== 'receipt') continue;
    const { number } = JSON.parse(row.body) as { number: number };
    series.set(row.origin, [...(series.get(row.origin) ?? []), { seq: row.seq, number }]);
  }
  for (const [origin, receipts] of series) {
    const numbers = receipts.sort((a, b) => a.seq - b.seq).map(({ number }) => number);
    if (numbers.some((number, i) => number !== i + 1)) found.push(`series ${origin}: ${numbers.join(' ')}`);
  }
  return found;
}

/** Level = the last stock-take plus the movements stamped above it; whoever had seen the other comes after it. */
function stockWrong(store: Storage, history: History): string[] {
  const found: string[] = [];
  const views = new Map(history.writes.map((write) => [nameOf(write.row), write]));
  const byItem = new Map<string, Row[]>();
  for (const row of store.rows()) {
    if (row.is === 'fact' && row.kind === 'stock') byItem.set(row.id, [...(byItem.get(row.id) ?? []), row]);
  }
  for (const [item, rows] of byItem) {
    const isTake = (row: Row) => row.is === 'fact' && row.body.includes('"take"');
    const take = rows.filter(isTake).sort((a, b) => (a.hlc < b.hlc ? 1 : -1))[0];
    if (!take) continue;
    const counted = views.get(nameOf(take));
    for (const move of rows) {
      if (move === take) continue;
      const moved = views.get(nameOf(move));
      if (!counted || !moved) continue;
      if (saw(counted, move) && move.hlc > take.hlc)
        found.push(`${item}: movement counted twice after a take`);
      if (saw(moved, take) && move.hlc < take.hlc)
        found.push(`${item}: movement after a take is not counted`);
    }
  }
  return found;
}
