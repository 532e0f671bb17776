import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Ledger } from '../../daemon/ledger/ledger.ts';
import {
  newKey,
  silent,
  testCatalogue,
  testShop,
  testWorld,
  waiter,
} from '../../daemon/ledger/shop.fixture.ts';
import { hear } from '../../daemon/ledger/two-registers.fixture.ts';
import { openStore } from '../../daemon/store/database.ts';
import type { Store } from '../../daemon/store/store.ts';
import type { DemoShop } from './demo-shop.ts';
import type { Hand } from './hand.ts';

/**
 * The demo's register and another one that it cannot hear: both take money for table 7, the other adds two coffees to
 * table 8 after it was paid here, both open a bill on table 9, and the other is taking the money for table 5. Then
 * the network is there again. Leaves Jana signed in on the screen with the tables. The shift must be open.
 */
export async function breakNetwork(shop: DemoShop, page: Page, hand: Hand): Promise<void> {
  const staff = (await (await fetch(`${shop.url}/api/staff`)).json()) as { id: string; name: string }[];
  const petr = staff.find(({ name }) => name.startsWith('Petr'));
  const actor = { ...waiter, staffId: petr?.id ?? '', name: petr?.name ?? '' };
  const folder = mkdtempSync(join(tmpdir(), 'kasad-sibling-'));

  for (const table of ['5', '7', '8']) await open(table);
  const ids = await tables();
  await beside(shop, folder, (own, other) => {
    other.take(own);
    other.ledger.shifts.open({ float_haler: 0 }, actor);
  });
  await signInAgain();

  for (const table of ['7', '8']) {
    await hand.go('Stoly');
    await page.getByRole('button', { name: new RegExp(`^${table}(?!\\d)`) }).click();
    await hand.toPayment();
    await hand.tender('Karta');
    await hand.next();
  }
  await open('9');
  await beside(shop, folder, (own, other) => {
    const { ledger } = other;
    const billOn = (table: string) => ledger.bills.open({ tableId: ids[table] ?? '', guests: null }, actor);
    const add = (billId: string, itemId: string, quantity = 1000) =>
      ledger.bills.addLine(billId, { lineId: newKey(), itemId, quantity }, actor);
    const paid = billOn('7');
    ledger.receipts.pay(
      paid.bill.id,
      {
        tenders: [{ typeId: 'karta', amount: paid.sum.total_haler }],
        tip_haler: 0,
        expectedTotal_haler: paid.sum.total_haler,
      },
      newKey(),
      actor,
    );
    add(billOn('8').bill.id, 'kava', 2000);
    add(billOn('9').bill.id, 'rizek');
    ledger.bills.claim(billOn('5').bill.id, { takesOver: false }, actor);
    own.take(other);
  });
  await signInAgain();
  await hand.go('Stoly');
  rmSync(folder, { recursive: true });

  async function open(table: string): Promise<void> {
    await hand.go('Stoly');
    await page.getByRole('button', { name: new RegExp(`^${table}(?!\\d)`) }).click();
    await hand.category('Káva a čaj');
    await hand.tile('Espresso');
    await hand.totalIs('58');
    await hand.bill().getByRole('button', { name: 'Odložit' }).click();
  }

  async function signInAgain(): Promise<void> {
    await page.reload();
    const signedIn = page.getByRole('navigation', { name: 'Obrazovky' });
    const asked = page.getByRole('heading', { name: 'Kdo obsluhuje?' });
    await signedIn.or(asked).waitFor();
    if (await asked.isVisible()) await hand.signIn('Jana', shop.pins.Jana ?? '');
  }

  async function tables(): Promise<Record<string, string>> {
    const view = await page.evaluate(() => fetch('/api/catalogue').then((answer) => answer.json()));
    const all = (view as { tables: { id: string; name: string }[] }).tables;
    return Object.fromEntries(all.map(({ id, name }) => [name, id]));
  }
}

interface Box {
  readonly store: Store;
  readonly ledger: Ledger;
  /** Takes in what the other holds. */
  take(other: Pick<Box, 'store'>): void;
}

/** While the demo's register is switched off: its books and those of a sibling, each in its own folder. */
async function beside(shop: DemoShop, folder: string, run: (own: Box, other: Box) => void): Promise<void> {
  await shop.kill();
  const boxes = [
    box(shop.data, { id: 'pokladna-1', name: 'Pokladna 1', series: 'R1' }),
    box(folder, { id: 'pokladna-2', name: 'Pokladna 2', series: 'R2' }),
  ] as const;
  try {
    run(...boxes);
  } finally {
    for (const { store } of boxes) store.close();
  }
  await shop.restart();
}

function box(dir: string, register: { id: string; name: string; series: string }): Box {
  // The time of the process that sells, and ids that no other run has given.
  const world = { ...testWorld(Date.now()), uuid: randomUUID, bytes: (count: number) => randomBytes(count) };
  const store = openStore({ dir, world, log: silent });
  const table = (id: string) => ({ id, name: id.replace(/^t/, ''), area: '', position: 1 });
  const shop = testShop(store, world, { ...testCatalogue(world), table }, register);
  return {
    store,
    ledger: shop.ledger,
    take: (other) => void hear(store, shop, other.store),
  };
}
