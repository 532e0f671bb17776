import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type {
  BillView,
  CatalogueView,
  ItemView,
  ReceiptList,
  ReceiptView,
} from '../../daemon/http/contract.ts';
import {
  type DemoRegisters,
  linked,
  type RegisterProcess,
  type Session,
  startRegisters,
} from './registers.fixture.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: DemoRegisters;
let one: RegisterProcess;
let two: RegisterProcess;
let manager: Session;
let waiter: Session;

beforeAll(async () => {
  shop = await startRegisters(2);
  [one, two] = shop.registers as [RegisterProcess, RegisterProcess];
  manager = await one.as('Petr');
  // People who were set up on the first register sign in on the second.
  waiter = await two.as('Jana');
  await manager.send('POST', '/api/shift/open', { float_haler: 100_000 });
  await waiter.send('POST', '/api/shift/open', { float_haler: 50_000 });
});
afterAll(() => shop?.stop());

const catalogueOf = (session: Session) => session.get<CatalogueView>('/api/catalogue');
const itemOf = async (session: Session, id: string) =>
  (await catalogueOf(session)).items.find((item) => item.id === id);
const open = (session: Session, tableId: string | null) =>
  session.send<BillView>('POST', '/api/bills', { tableId, guests: null });
const add = (session: Session, billId: string, itemId: string) =>
  session.send<BillView>('POST', `/api/bills/${billId}/lines`, { lineId: crypto.randomUUID(), itemId });
const pay = async (session: Session, { bill, sum }: BillView) =>
  session.deed<ReceiptView>(`/api/bills/${bill.id}/pay`, {
    tenders: [{ typeId: await cardType(session), amount: sum.total_haler }],
    tip_haler: 0,
    expectedTotal_haler: sum.total_haler,
  });

async function cardType(session: Session): Promise<string> {
  return (await catalogueOf(session)).paymentTypes.find(({ kind }) => kind === 'card')?.id ?? '';
}

async function anItem(): Promise<ItemView> {
  const found = (await catalogueOf(manager)).items.find((item) => !item.openPrice && item.unit === 'ks');
  return found as ItemView;
}

describe('two registers of one shop', () => {
  test('hold the same price list, tables and settings', async () => {
    const strip = ({ version: _, register: __, settings, ...rest }: CatalogueView) => {
      const { functionKeys, language, theme, shownLabel, ...ofShop } = settings;
      return { ...rest, ofShop };
    };
    expect(strip(await catalogueOf(waiter))).toEqual(strip(await catalogueOf(manager)));
  });

  test('a price changed on one is on the other at once, and never on a line already on a bill', async () => {
    const item = await anItem();
    const bill = await add(waiter, (await open(waiter, null)).bill.id, item.id);
    await manager.send('PATCH', `/api/items/${item.id}`, { price_haler: item.price_haler + 1_100 });
    await two.until(
      () => itemOf(waiter, item.id),
      (it) => it?.price_haler === item.price_haler + 1_100,
    );
    const after = await add(waiter, bill.bill.id, item.id);
    expect(after.bill.lines.map((line) => line.item.unitPrice_haler)).toEqual([
      item.price_haler,
      item.price_haler + 1_100,
    ]);
    await pay(waiter, after);
  });

  test('sold out on one is sold out on the other', async () => {
    const item = await anItem();
    await waiter.send('PATCH', `/api/items/${item.id}`, { soldOut: true });
    await one.until(
      () => itemOf(manager, item.id),
      (it) => it?.soldOut === true,
    );
    await manager.send('PATCH', `/api/items/${item.id}`, { soldOut: false });
    await two.until(
      () => itemOf(waiter, item.id),
      (it) => it?.soldOut === false,
    );
  });

  test('a bill opened on one is added to and paid on the other; the receipt is in both histories', async () => {
    const item = await anItem();
    const table = (await catalogueOf(manager)).tables[3]?.id ?? '';
    const { bill } = await add(manager, (await open(manager, table)).bill.id, item.id);
    const there = await two.until(
      () => waiter.get<BillView[]>('/api/bills'),
      (bills) => bills.some((view) => view.bill.id === bill.id),
    );
    expect(there.find((view) => view.bill.id === bill.id)?.bill.tableId).toBe(table);
    const both = await add(waiter, bill.id, item.id);
    expect(both.bill.lines).toHaveLength(2);
    const { receipt, number } = await pay(waiter, both);
    expect(receipt.registerId).toBe('pokladna-2');
    expect(number).toMatch(/^R2-/);
    await one.until(
      () => manager.get<ReceiptList>('/api/receipts'),
      (list) => list.receipts.some((row) => row.id === receipt.id),
    );
    await one.until(
      () => manager.get<BillView[]>('/api/bills'),
      (bills) => !bills.some((view) => view.bill.id === bill.id),
    );
    expect((await manager.get<BillView>(`/api/bills/${bill.id}`)).bill).toMatchObject({
      state: 'paid',
      payments: [expect.objectContaining({ receiptId: receipt.id })],
    });
  });

  test('one that was killed catches up with what it missed, and nothing of its own is lost', async () => {
    const item = await anItem();
    const last = await pay(waiter, await add(waiter, (await open(waiter, null)).bill.id, item.id));
    await two.kill();
    const price_haler = item.price_haler + 300;
    await manager.send('PATCH', `/api/items/${item.id}`, { price_haler });
    const missed = await pay(manager, await add(manager, (await open(manager, null)).bill.id, item.id));
    await two.start();
    await linked(two, one);
    waiter = await two.as('Jana');
    expect((await itemOf(waiter, item.id))?.price_haler).toBe(price_haler);
    for (const { receipt } of [last, missed]) {
      for (const session of [manager, waiter]) {
        expect((await session.get<ReceiptView>(`/api/receipts/${receipt.id}`)).receipt).toEqual(receipt);
      }
    }
  });

  test('a new box takes the place of a dead one: all receipts are there, its own series begins', async () => {
    const item = await anItem();
    const last = await pay(waiter, await add(waiter, (await open(waiter, null)).bill.id, item.id));
    await one.until(
      () => manager.get<ReceiptList>('/api/receipts'),
      (list) => list.receipts.some((row) => row.id === last.receipt.id),
    );
    await two.kill();
    const box = await shop.add();
    await shop.join(box, one);
    const newcomer = await box.as('Petr');
    const there = await newcomer.get<ReceiptView>(`/api/receipts/${last.receipt.id}`);
    expect(there.receipt).toEqual(last.receipt);
    await newcomer.send('POST', '/api/shift/open', { float_haler: 0 });
    const first = await pay(newcomer, await add(newcomer, (await open(newcomer, null)).bill.id, item.id));
    expect(first.number).toMatch(/^R3-\d{4}-0*1$/);
    await two.start();
    await linked(two, one);
  });

  test('one that is cut off is cut off everywhere', async () => {
    const [, , three] = shop.registers as [RegisterProcess, RegisterProcess, RegisterProcess];
    await one.ask('POST', `/api/siblings/pokladna-3/revoke`);
    for (const register of [one, two]) {
      await register.until(
        () => register.siblings(),
        (view) =>
          view.siblings.some(({ registerId, state }) => registerId === 'pokladna-3' && state === 'revoked'),
      );
    }
    await three.until(
      () => three.siblings(),
      (view) => view.siblings.every(({ state }) => state !== 'linked'),
    );
  });
});
