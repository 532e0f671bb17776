import { afterEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../domain/index.ts';
import { reissue } from '../../sync/index.ts';
import { testFolder } from '../store/folder.fixture.ts';
import { restoreCopy } from '../store/restore.ts';
import { manager, newKey, waiter } from './shop.fixture.ts';
import { type TestRegister, testRegister } from './two-registers.fixture.ts';

const running = new Set<TestRegister>();
afterEach(() => {
  for (const one of running) one.stop();
  running.clear();
});

function start(...given: Parameters<typeof testRegister>): TestRegister {
  const register = testRegister(...given);
  running.add(register);
  return register;
}

function sell(at: TestRegister): Receipt {
  if (!at.ledger.shifts.current().shift) at.ledger.shifts.open({ float_haler: 0 }, waiter);
  const { bill } = at.ledger.bills.open({ tableId: null, guests: null }, waiter);
  const { sum } = at.ledger.bills.addLine(bill.id, { lineId: newKey(), itemId: 'kava' }, waiter);
  const request = {
    tenders: [{ typeId: 'karta', amount: sum.total_haler }],
    tip_haler: 0,
    expectedTotal_haler: sum.total_haler,
  };
  return at.ledger.receipts.pay(bill.id, request, newKey(), waiter).receipt;
}
const number = (at: TestRegister) => at.ledger.receipts.get(sell(at).id).number;
const parts = (at: TestRegister) =>
  Object.fromEntries(at.ledger.health().map(({ id, state, cs }) => [id, { state, cs }]));
const record = (at: TestRegister, id: string) => {
  const fields = at.store.journal.record('register', id);
  return Object.fromEntries(Object.entries(fields).map(([column, { value }]) => [column, value]));
};

describe('a box in the place of a dead one', () => {
  it('begins a series of its own, keeps it, and says so', () => {
    const dead = start();
    sell(dead);
    sell(dead);
    const hall = start({ id: 'r2', name: 'Sál', series: 'R2' });
    hall.hear(dead);

    let box = start();
    expect(box.ledger.series()).toBe('R1');
    box.hear(hall);
    expect(box.ledger.series()).toBe('R1B');
    expect(record(box, 'r1')).toEqual({ name: 'Bar', series: 'R1B', origin: box.store.journal.origin });
    expect(parts(box)['series-own']).toEqual({
      state: 'ok',
      cs: 'Účtenky se tu číslují řadou R1B: řadou R1 už číslovala jiná pokladna.',
    });
    // What the dead one left open is not taken for its own.
    expect(box.ledger.shifts.current().shift).toBeNull();
    expect(number(box)).toBe('R1B-2026-000001');
    running.delete(box);
    box = box.restart();
    running.add(box);
    expect(number(box)).toBe('R1B-2026-000002');
    box.ledger.shifts.close({ counted_haler: 0, countedForeign: {} }, newKey(), manager);
    expect(box.ledger.troubles.list()).toEqual([]);

    // And the one after it.
    hall.hear(box);
    const third = start();
    third.hear(hall);
    expect(number(third)).toBe('R1C-2026-000001');
    expect(third.ledger.series()).toBe('R1C');
  });

  it('keeps within eight characters', () => {
    const dead = start({ series: 'ZAHRADA1' });
    sell(dead);
    const box = start({ series: 'ZAHRADA1' });
    box.hear(dead);
    expect(number(box)).toBe('ZAHRADAB-2026-000001');
  });

  it('stays with its series when the other one’s receipts come after its first', () => {
    const [a, b] = [start(), start({ id: 'r2', name: 'Sál' })];
    sell(a);
    sell(b);
    a.hear(b);
    b.hear(a);
    expect([a, b].map(number)).toEqual(['R1-2026-000002', 'R1-2026-000002']);
    a.hear(b);
    expect(a.ledger.receipts.list({}).receipts).toHaveLength(4);
    expect(parts(a).series).toEqual({
      state: 'attention',
      cs: 'Stejnou řadou R1 jako tady se číslují účtenky i na jiné pokladně (Sál), čísla se opakují.',
    });
    expect(a.ledger.troubles.list().map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'same-number R1-2026-000001',
      'same-number R1-2026-000002',
    ]);
  });
});

describe('two new boxes with one series', () => {
  it('agree which of them takes another one', () => {
    const [a, b] = [start(), start({ id: 'r2', name: 'Sál' })];
    a.hear(b);
    b.hear(a);
    a.hear(b);
    b.hear(a);
    const numbers = [a, b].map(number).sort();
    expect(numbers).toEqual(['R1-2026-000001', 'R1B-2026-000001']);
    a.hear(b);
    expect(parts(a).series).toBeUndefined();
  });
});

describe('a database restored from a copy', () => {
  it('goes on with its series above everything that was given out, and siblings’ numbers do not matter', async () => {
    const folder = testFolder();
    const hall = start({ id: 'r2', name: 'Sál', series: 'R2' });
    for (let i = 0; i < 5; i++) sell(hall);
    let bar = start({}, folder);
    bar.hear(hall);
    sell(bar);
    const copy = await bar.store.copy();
    sell(bar);
    sell(bar);
    hall.hear(bar);
    const before = bar.store.journal.origin;
    bar.store.close();
    running.delete(bar);
    const restored = restoreCopy({ dir: folder.dir, world: bar.world, from: copy });
    expect(restored.lastNumbers).toEqual(['R1-2026-000003']);
    bar = start({}, folder, bar.world);
    expect(bar.store.journal.origin).not.toBe(before);
    expect(number(bar)).toBe('R1-2026-000004');
    bar.hear(hall);
    expect(bar.ledger.series()).toBe('R1');
    expect(number(bar)).toBe('R1-2026-000005');
    hall.hear(bar);
    expect(hall.ledger.troubles.list()).toEqual([]);
    expect(hall.ledger.receipts.list({ registerId: 'r1' }).receipts).toHaveLength(5);
  });

  it('leaves out numbers of its own that only a sibling still holds', () => {
    const folder = testFolder();
    const bar = start({}, folder);
    const { number: first, ...rest } = sell(bar);
    // The disk lost what came after: the sibling has a receipt of this very database that is not here.
    const body = { ...rest, id: 'lost', number: { ...first, seq: 4 } };
    const { origin } = bar.store.journal;
    const row = {
      origin,
      seq: 900,
      hlc: `1795000000000.0000.${origin}`,
      kind: 'receipt',
      id: 'lost',
      body: JSON.stringify(body),
    };
    bar.store.transaction(() => {
      bar.store.db
        .prepare(
          'INSERT INTO fact (origin, seq, hlc, kind, id, body) VALUES (:origin, :seq, :hlc, :kind, :id, :body)',
        )
        .run(row);
      bar.ledger.projection.take({ records: [], facts: [{ is: 'fact', ...row }] });
    });
    expect(number(bar)).toBe('R1-2026-000005');
  });

  it('shows its receipts also when it had to go on under a new name', () => {
    const bar = start();
    const receipt = sell(bar);
    bar.store.transaction(() => reissue(bar.store.db, 'anew', 0));
    expect(bar.ledger.receipts.get(receipt.id).number).toBe('R1-2026-000001');
    expect(bar.ledger.receipts.list({}).receipts).toHaveLength(1);
    expect(number(bar)).toBe('R1-2026-000002');
  });
});

it('a register tells the shop its name, series and database, once', () => {
  let bar = start();
  const count = () => bar.store.db.prepare('SELECT max(seq) FROM cell').pluck().get();
  expect(record(bar, 'r1')).toEqual({ name: 'Bar', series: 'R1', origin: bar.store.journal.origin });
  const before = count();
  running.delete(bar);
  bar = bar.restart();
  running.add(bar);
  expect(count()).toBe(before);
});

it('and tells it the new name of its database', () => {
  const bar = start();
  bar.store.transaction(() => reissue(bar.store.db, 'anew', 0));
  bar.ledger.tellShop();
  expect(record(bar, 'r1')).toMatchObject({ origin: 'anew' });
});
