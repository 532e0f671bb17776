import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogueView, ItemView } from '../../daemon/http/contract.ts';
import { launchBrowser } from '../kiosk/browser.ts';
import { type Hand, handOn, plain } from '../kiosk/hand.ts';
import type { Clerk } from '../kiosk/two-registers.ts';
import { DESK } from './owner.ts';
import { startWholeShop, type WholeShop } from './whole-shop.ts';

/** The waiter's kiosk and the owner's pages side by side: what is done at one is seen at the other. */
let shop: WholeShop;
let browser: Browser;
let context: BrowserContext;
let kiosk: Page;
let hand: Hand;
let pages: Page;
let store: string;
let petr: Clerk;
const PATIENCE = { timeout: 30_000 };

beforeAll(async () => {
  [shop, browser] = await Promise.all([startWholeShop(), launchBrowser()]);
  petr = await shop.clerk('Petr');
  kiosk = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  kiosk.setDefaultTimeout(30_000);
  await kiosk.goto(shop.kiosk);
  hand = handOn(kiosk);
  await hand.signIn('Petr', shop.pins.Petr ?? '');
  context = await browser.newContext({ viewport: DESK, locale: 'cs-CZ' });
  await context.grantPermissions(['notifications'], { origin: shop.pages });
  pages = await context.newPage();
  pages.setDefaultTimeout(30_000);
  await pages.goto(shop.pages);
  await pages.getByLabel('E-mail').fill(shop.owner.email);
  await pages.getByLabel('Heslo').fill(shop.owner.password);
  await pages.getByRole('button', { name: 'Přihlásit se' }).click();
  await pages.getByRole('heading', { name: 'Portál' }).waitFor();
  store = new URL(pages.url()).hash.split('/')[1] ?? '';
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

const open = (path: string) =>
  pages.evaluate((hash) => {
    location.hash = hash;
  }, `#/${store}/${path}`);
const listed = async (name: string) =>
  (await petr.ask<CatalogueView>('GET', '/api/catalogue')).items.find((one) => one.name === name);
const tile = (text: RegExp) =>
  kiosk.getByRole('region', { name: 'Položky' }).getByRole('button', { name: text });

const shiftRow = () => pages.locator('tr', { hasText: 'Pokladna 1' });
/** Moves money, so it says by what name it may come twice. */
const deed = (path: string, body: object) =>
  petr.ask('POST', path, body, { 'idempotency-key': randomUUID() });

/** In the owner's price list, the item's panel with another price. */
async function priceInPages(name: string, crowns: string): Promise<void> {
  await open('price-list');
  await pages.getByRole('searchbox').fill(name);
  await pages.getByRole('row', { name }).first().click();
  const panel = pages.getByRole('complementary');
  await panel.getByLabel('Cena s DPH (Kč)').fill(crowns);
  await panel.getByRole('button', { name: 'Uložit' }).click();
  await panel.getByText('Uloženo.').waitFor();
  await pages.keyboard.press('Escape');
}

describe('a shop and its backoffice', { timeout: 180_000 }, () => {
  test('a shift is in the overview as soon as the register is opened', async () => {
    await open('shifts');
    await pages.getByRole('heading', { name: 'Přehledy uzávěrek' }).waitFor();
    await hand.openShift('1000');
    await shiftRow().filter({ hasText: 'otevřená' }).waitFor();
  });

  test('a price changed in the backoffice is on the tile, marked, and leaves an open bill alone', async () => {
    await hand.category('Pivo');
    await hand.tile('Tmavý ležák 0,5 l');
    await hand.totalIs('62');
    await priceInPages('Tmavý ležák 0,5 l', '66');
    await tile(/Tmavý\s+ležák.*nově\s*66/).waitFor();
    await hand.totalIs('62');
  });

  test('a sale raises a notification, stands in the history, and moves the portal', async () => {
    await open('receipts');
    await pages.getByRole('button', { name: 'Upozorňovat na nové účtenky' }).click();
    await pages.getByRole('button', { name: 'Upozornění jsou zapnutá', pressed: true }).waitFor();
    await open('portal');
    await pages.getByRole('heading', { name: 'Portál' }).waitFor();
    await hand.toPayment();
    await hand.tender('Karta');
    await hand.next();
    const told = () =>
      pages.evaluate(async () =>
        (await (await navigator.serviceWorker.ready).getNotifications()).map(
          ({ title, body }) => `${title}: ${body}`,
        ),
      );
    await expect
      .poll(async () => (await told()).map(plain), PATIENCE)
      .toEqual(['Nová účtenka: 62,00 Kč – Pokladna 1']);
    await expect
      .poll(
        async () =>
          plain(
            (await pages.locator('.figure', { hasText: 'Tržba' }).locator('dd').first().textContent()) ?? '',
          ),
        PATIENCE,
      )
      .toBe('62,00 Kč');
    await open('receipts');
    await pages.locator('.receipt-row').first().click();
    await pages.getByRole('article').getByText('Tmavý ležák 0,5 l').first().waitFor();
    // The register's own word of the authority's answer follows the receipt.
    await pages.getByRole('article').getByText('POK').first().waitFor();
  });

  test('an item made on a register is in the backoffice, with the label of that register', async () => {
    await petr.ask('PATCH', '/api/settings', { shownLabel: 'bar' });
    const made = await petr.ask<ItemView>('POST', '/api/items', {
      ...(await draftOf('Tmavý ležák 0,5 l')),
      name: 'Sváteční ležák 0,5 l',
      shortName: 'Sváteční 0,5',
      labels: [],
      plu: null,
      eans: [],
    });
    expect(made.labels).toEqual(['bar']);
    await open('price-list');
    await pages.getByRole('searchbox').fill('svatecni lezak');
    const row = pages.getByRole('row', { name: 'Sváteční ležák 0,5 l' });
    await row.waitFor();
    await row.click();
    await pages.getByRole('complementary').getByText('bar', { exact: true }).first().waitFor();
    await pages.keyboard.press('Escape');
    await petr.ask('PATCH', '/api/settings', { shownLabel: null });
  });

  test('a register whose synchronisation of items is off keeps its price until somebody asks for the new one', async () => {
    await petr.ask('PATCH', '/api/settings', { itemSync: false });
    await priceInPages('Řezané pivo 0,5 l', '71');
    // The change has come to the register, and waits there.
    await expect
      .poll(async () => (await petr.ask<CatalogueView>('GET', '/api/catalogue')).waiting, PATIENCE)
      .toBe(1);
    expect(await listed('Řezané pivo 0,5 l')).toMatchObject({ price_haler: 6_200 });
    await petr.ask('POST', '/api/catalogue/apply');
    expect(await listed('Řezané pivo 0,5 l')).toMatchObject({ price_haler: 7_100 });
    await petr.ask('PATCH', '/api/settings', { itemSync: true });
  });

  test('a shift that was closed is in the overview with its cash, and whole', async () => {
    await deed('/api/shift/cash', { amount_haler: -20_000, reason: 'nákup ledu' });
    await deed('/api/shift/close', { counted_haler: 79_500, countedForeign: {} });
    await open('shifts');
    await shiftRow().filter({ hasText: /do \d/ }).click();
    const text = async () => plain((await pages.getByRole('main').textContent()) ?? '');
    // 1 000 at the beginning, 200 taken out, 62 by card: 800 should be there, and 795 were counted.
    await expect.poll(text, PATIENCE).toMatch(/800,00 Kč/);
    expect(await text()).toMatch(/795,00 Kč/);
    expect(await text()).toMatch(/chybí 5,00/);
    await pages.getByText('Směna tu ještě není celá.').waitFor({ state: 'detached' });
    expect(await text()).toMatch(/62,00 Kč/);
  });
});

async function draftOf(name: string): Promise<object> {
  const item = (await listed(name)) as ItemView;
  const { id: _, priceChange: _change, regularPrice_haler: _regular, happyUntil: _until, ...draft } = item;
  return draft;
}
