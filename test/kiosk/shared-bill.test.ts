import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BillView, CatalogueView, ReceiptList } from '../../daemon/http/contract.ts';
import { launchBrowser } from './browser.ts';
import { type Hand, handOn } from './hand.ts';
import { type Clerk, startTwoRegisters, type TwoRegisters } from './two-registers.ts';

/** One table served from two registers that hear each other: the screen of the first, the API of the second. */
let shop: TwoRegisters;
let browser: Browser;
let page: Page;
let hand: Hand;
let first: Clerk;
let second: Clerk;

beforeAll(async () => {
  [shop, browser] = await Promise.all([startTwoRegisters(), launchBrowser()]);
  first = await shop.clerk(shop.urls[0], 'Petr');
  second = await shop.clerk(shop.urls[1], 'Petr');
  page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  page.setDefaultTimeout(60_000);
  await page.goto(shop.urls[0]);
  hand = handOn(page);
  await hand.signIn('Jana', shop.pins.Jana ?? '');
  await hand.openShift('1000');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

/** Asks a register until it has heard. */
async function heard<T>(ask: () => Promise<T>, is: (answer: T) => boolean): Promise<T> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (is(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`not heard of: ${JSON.stringify(answer)}`);
  }
}

test('a table served from two registers is paid once, where its money is being taken', async () => {
  await hand.go('Stoly');
  await page.getByRole('button', { name: /^5(?!\d)/ }).click();
  await hand.category('Káva a čaj');
  await hand.tile('Espresso');
  await hand.totalIs('58');

  const bills = () => second.ask<BillView[]>('GET', '/api/bills');
  const [view] = await heard(bills, ([one]) => one?.sum.total_haler === 5_800);
  const id = view?.bill.id;
  const { items } = await second.ask<CatalogueView>('GET', '/api/catalogue');
  const item = items.find(({ name }) => name === 'Espresso');
  await second.ask('POST', `/api/bills/${id}/lines`, { lineId: crypto.randomUUID(), itemId: item?.id });
  await hand.totalIs('116');

  await second.ask('POST', `/api/bills/${id}/claim`, { takesOver: false });
  await hand.bill().getByText('Platí se jinde: Petr, Pokladna 2.').waitFor();
  await hand.bill().getByRole('button', { name: 'Zaplatit' }).click();
  await page.getByRole('button', { name: 'Převzít placení' }).waitFor();
  // The other one lets go, and the screen that waited takes the money.
  await second.ask('DELETE', `/api/bills/${id}/claim`);
  const here = () => first.ask<BillView>('GET', `/api/bills/${id}`);
  await heard(here, ({ claim }) => claim === null);
  await page.getByRole('button', { name: 'Převzít placení' }).click();
  await hand.tender('Karta');
  await page.locator('.paid').waitFor();

  expect(await heard(bills, (open) => open.length === 0)).toEqual([]);
  const { receipts } = await second.ask<ReceiptList>('GET', '/api/receipts');
  expect(receipts.map((r) => [r.registerName, r.staff, r.table, r.total_haler])).toEqual([
    ['Pokladna 1', 'Jana', '5', 11_600],
  ]);
  expect(receipts[0]?.number).toMatch(/^R1-\d{4}-000001$/);
  expect(await second.ask('GET', '/api/troubles')).toEqual([]);
}, 120_000);
