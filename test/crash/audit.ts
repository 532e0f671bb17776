import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { Receipt, ShiftReport } from '../../domain/index.ts';
import { money } from './money.ts';
import { fingerprint } from './protocol.ts';

/** What the register has acknowledged so far. */
export interface Acknowledged {
  readonly receipts: Map<string, { readonly receipt: Receipt; readonly number: string }>;
  readonly lineIds: Set<string>;
  readonly voidedLineIds: Set<string>;
  readonly orderedBillIds: Set<string>;
  readonly cash: Map<string, number>;
  /** By the key of the closing. */
  readonly reports: Map<string, ShiftReport>;
}

export const nothingAcknowledged = (): Acknowledged => ({
  receipts: new Map(),
  lineIds: new Set(),
  voidedLineIds: new Set(),
  orderedBillIds: new Set(),
  cash: new Map(),
  reports: new Map(),
});

/**
 * Reads a copy of what a killed register left on the disk and returns every fault found. The copy is taken
 * without the shared memory file, as after a power cut, so the log is recovered by the audit itself. `unanswered`:
 * how many receipts there may be that nobody has been told of.
 */
export function audit(dir: string, known: Acknowledged, unanswered: number): string[] {
  const copyDir = mkdtempSync(path.join(dir, 'audit-'));
  const file = path.join(copyDir, 'kasad.db');
  for (const suffix of ['', '-wal']) {
    const source = path.join(dir, `kasad.db${suffix}`);
    if (existsSync(source)) copyFileSync(source, file + suffix);
  }
  const db = new Database(file);
  try {
    // Killed before the tables were there: the next start makes them.
    if (db.pragma('user_version', { simple: true }) === 0)
      return known.lineIds.size > 0 ? ['all is lost'] : [];
    return [
      ...soundness(db),
      ...numbers(db),
      ...acknowledged(db, known, unanswered),
      ...bills(db),
      ...money(db),
      ...papers(db, path.join(dir, 'paper.txt')),
    ];
  } finally {
    db.close();
    rmSync(copyDir, { recursive: true });
  }
}

function soundness(db: Database.Database): string[] {
  const verdict = db.pragma('integrity_check', { simple: true });
  return verdict === 'ok' ? [] : [`integrity: ${verdict}`];
}

const isCount = (values: readonly number[]) => values.every((value, i) => value === i + 1);

function numbers(db: Database.Database): string[] {
  const faults: string[] = [];
  const years = db.prepare<[], number>('SELECT DISTINCT year FROM receipt').pluck().all();
  for (const year of years) {
    const seqs = db
      .prepare<[number], number>('SELECT seq FROM receipt WHERE year = ? ORDER BY seq')
      .pluck()
      .all(year);
    if (!isCount(seqs)) faults.push(`receipt numbers of ${year}: ${seqs.join(' ')}`);
  }
  // Of the cells only those that tell who this register is are written here, once, so none has been replaced.
  const rows = db
    .prepare<[], number>('SELECT seq FROM fact UNION ALL SELECT seq FROM cell ORDER BY seq')
    .pluck()
    .all();
  if (!isCount(rows)) faults.push('rows of the journal have a gap');
  const zs = db
    .prepare<[], number>('SELECT z_number FROM shift WHERE z_number IS NOT NULL ORDER BY z_number')
    .pluck()
    .all();
  if (!isCount(zs)) faults.push(`numbers of Z: ${zs.join(' ')}`);
  const held = db.prepare<[], number>('SELECT seq FROM vv').pluck().get();
  if (held !== rows.length) faults.push(`vv says ${held}, there are ${rows.length} rows`);
  return faults;
}

function acknowledged(db: Database.Database, known: Acknowledged, unanswered: number): string[] {
  const faults: string[] = [];
  const body = db
    .prepare<[string], string>("SELECT body FROM fact WHERE kind = 'receipt' AND id = ?")
    .pluck();
  const row = db.prepare<[string], { seq: number; total_haler: number }>(
    'SELECT seq, total_haler FROM receipt WHERE id = ?',
  );
  const deed = db.prepare<[string], string>('SELECT result_id FROM deed WHERE key = ?').pluck();
  for (const [key, { receipt, number }] of known.receipts) {
    if (body.get(receipt.id) !== JSON.stringify(receipt))
      faults.push(`${number}: its fact is lost or differs`);
    const there = row.get(receipt.id);
    if (there?.seq !== receipt.number.seq || there.total_haler !== receipt.total_haler) {
      faults.push(`${number}: its row is lost or differs`);
    }
    if (deed.get(key) !== receipt.id) faults.push(`${number}: its deed is lost`);
  }
  const all = db.prepare<[], number>('SELECT count(*) FROM receipt').pluck().get() ?? 0;
  const extra = all - known.receipts.size;
  if (extra < 0 || extra > unanswered) faults.push(`${all} receipts, acknowledged ${known.receipts.size}`);
  const moved = db.prepare<[string], number>('SELECT amount_haler FROM cash_movement WHERE id = ?').pluck();
  for (const [key, amount_haler] of known.cash) {
    const id = deed.get(key);
    if (id === undefined || moved.get(id) !== amount_haler) faults.push(`cash ${key} is lost or differs`);
  }
  const kept = db
    .prepare<[string], string>("SELECT body FROM fact WHERE kind = 'shift-closed' AND id = ?")
    .pluck();
  for (const [key, report] of known.reports) {
    const text = kept.get(deed.get(key) ?? '');
    const there = text === undefined ? undefined : (JSON.parse(text) as { report: ShiftReport }).report;
    if (JSON.stringify(there) !== JSON.stringify(report)) faults.push(`Z ${key} is lost or differs`);
  }
  const events = db
    .prepare<[], string>("SELECT body FROM fact WHERE kind = 'bill'")
    .pluck()
    .all()
    .map((text) => JSON.parse(text) as { kind: string; lineId?: string });
  const lines = (kind: string) => events.filter((e) => e.kind === kind).map((e) => e.lineId);
  const missing = (kind: string, wanted: Set<string>) => {
    const all = lines(kind);
    const there = new Set(all);
    if (there.size < all.length) faults.push(`${kind}: one line twice`);
    return [...wanted].filter((id) => !there.has(id)).map((id) => `${kind} ${id} is lost`);
  };
  faults.push(...missing('line-added', known.lineIds), ...missing('line-voided', known.voidedLineIds));
  const ordered = db
    .prepare<[string], number>(
      'SELECT count(*) FROM fact WHERE kind = \'bill\' AND id = ? AND body LIKE \'%"kind":"ordered"%\'',
    )
    .pluck();
  for (const id of known.orderedBillIds) if (ordered.get(id) === 0) faults.push(`order of ${id} is lost`);
  return faults;
}

/** A bill is paid if and only if one receipt says so, and each receipt, slip and Z has one print job. */
function bills(db: Database.Database): string[] {
  const faults: string[] = [];
  const receipts = db
    .prepare<[], string>("SELECT body FROM fact WHERE kind = 'receipt'")
    .pluck()
    .all()
    .map((text) => JSON.parse(text) as Receipt);
  const rows = db.prepare<[], string>('SELECT id FROM receipt').pluck().all();
  if (rows.length !== receipts.length) faults.push('receipts and their facts differ');
  const paid = db.prepare<[], string>("SELECT id FROM bill WHERE state = 'paid' ORDER BY id").pluck().all();
  if (
    paid.join() !==
    receipts
      .filter((r) => r.reverses === null)
      .map((r) => r.billId)
      .sort()
      .join()
  )
    faults.push('paid bills and receipts differ');
  const jobs = db.prepare<[string], number>('SELECT count(*) FROM print_job WHERE ref = ?').pluck();
  const papers = [
    ...receipts.map(({ id }) => id),
    ...db.prepare<[], string>('SELECT id FROM cash_movement').pluck().all(),
    ...db.prepare<[], string>('SELECT id FROM shift WHERE z_number IS NOT NULL').pluck().all(),
  ];
  for (const id of papers) if (jobs.get(id) !== 1) faults.push(`${id} has ${jobs.get(id)} print jobs`);
  return faults;
}

/** What is on paper is never believed unsent, what is said to be printed is on paper, and nothing is on it twice. */
function papers(db: Database.Database, file: string): string[] {
  const paper = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const faults: string[] = [];
  if (new Set(paper).size < paper.length) faults.push('something was printed twice');
  const jobs = db
    .prepare<[], { id: string; state: string; bytes: Buffer | null }>(
      'SELECT id, state, bytes FROM print_job',
    )
    .all();
  const onPaper = new Set(paper);
  const known = new Set<string>();
  for (const { id, state, bytes } of jobs) {
    const mark = bytes === null ? null : fingerprint(bytes);
    if (mark !== null) known.add(mark);
    const out = mark !== null && onPaper.has(mark);
    if (out && (state === 'queued' || state === 'failed' || state === 'cancelled')) {
      faults.push(`job ${id} is ${state} and on paper`);
    }
    if (!out && state === 'printed') faults.push(`job ${id} is printed and not on paper`);
  }
  const strange = paper.filter((mark) => !known.has(mark)).length;
  if (strange > 0) faults.push(`${strange} papers of no job`);
  return faults;
}
