import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../backoffice/server.fixture.ts';
import { launchBrowser } from '../kiosk/browser.ts';
import { plain } from '../kiosk/hand.ts';
import { colleague, furnish, inStore, LONG_NAME, priceListFile } from './goods.ts';
import { lookAt } from './look.ts';
import { DESK, goTo, openPages, signIn } from './owner.ts';
import { startTradingShop, type TradingShop } from './trading-shop.ts';

/** The price list in Chromium over a real backoffice: two thousand items, two people, and everything else it can do. */
const ITEMS = 2_000;
/** From a key to the rows: what a person takes for at once, on a machine that does other things too. */
const AT_ONCE_MS = 1_000;

let shop: TradingShop;
let browser: Browser;
let page: Page;
let other: Client;
const broken: string[] = [];

beforeAll(async () => {
  shop = await startTradingShop(2);
  await furnish(shop);
  other = await colleague(shop);
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: DESK, locale: 'cs-CZ', timezoneId: 'America/New_York' });
  page.on('pageerror', (error) => broken.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) broken.push(message.text());
  });
  await openPages(page, shop.url);
  page.setDefaultTimeout(60_000);
  await signIn(page);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await shop?.end();
});
afterEach(() => expect(broken.splice(0)).toEqual([]));

const open = (path: string) => goTo(page, shop.store, path);
const list = async () => (await other.get(inStore(shop, '/price-list'))).json;
const itemOf = async (name: string) =>
  (await list()).items.find((item: { name: string }) => item.name === name);
const row = (name: string) => page.getByRole('row', { name });
const search = () => page.getByRole('searchbox', { name: 'Název, PLU nebo EAN' });
const panel = () => page.getByRole('complementary');
const save = () => panel().getByRole('button', { name: 'Uložit' }).click();

describe('the price list', { timeout: 180_000 }, () => {
  test('is empty, says what to do, and takes two thousand items from a file after showing them', async () => {
    await open('price-list');
    await page.getByText('Ceník je prázdný').waitFor();
    await lookAt(page, 'empty');
    await page.getByRole('button', { name: 'Nahrát soubor' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles({
      name: 'cenik.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(priceListFile(ITEMS)),
    });
    await dialog.getByText(LONG_NAME).first().waitFor();
    expect((await list()).items).toEqual([]);
    await dialog.getByRole('button', { name: 'Nahrát do ceníku' }).click();
    await dialog.getByText(`Hotovo. Přidáno ${ITEMS}, změněno 0.`).waitFor();
    await dialog.getByRole('button', { name: 'Zavřít' }).last().click();
    expect((await list()).items).toHaveLength(ITEMS);
    await search().fill('PRESTICKE');
    await row(LONG_NAME).waitFor();
    await lookAt(page, 'items');
    await page.getByRole('button', { name: 'Zrušit filtry' }).click();
  });

  test('a file with faults changes nothing and says which line', async () => {
    await page.getByRole('button', { name: 'Nahrát soubor' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles({
      name: 'spatne.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Název;Cena;DPH;Kategorie\nUtopenec;mnoho;12 %;Hlavní jídla\n'),
    });
    await dialog.getByText('řádek 2').waitFor();
    expect(await dialog.getByRole('button', { name: 'Nahrát do ceníku' }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Zavřít' }).last().click();
  });

  test('is searched without diacritics, at once', async () => {
    await search().fill('svickov');
    await page.getByText('667 z 2').waitFor();
    const took = await page.evaluate(async () => {
      const input = document.querySelector<HTMLInputElement>('.toolbar input');
      const said = document.querySelector('.beside-list [role="status"]');
      if (!input || !said) return Number.NaN;
      const began = performance.now();
      input.value = 'svickova 100';
      input.dispatchEvent(new Event('input', { bubbles: true }));
      const before = said.textContent;
      while (document.querySelector('.beside-list [role="status"]')?.textContent === before) {
        await new Promise((done) => requestAnimationFrame(done));
      }
      return performance.now() - began;
    });
    expect(took).toBeLessThan(AT_ONCE_MS);
    await page.getByRole('button', { name: 'Zrušit filtry' }).click();
  });

  test('one item is edited beside the list; what cannot be right is said at its field', async () => {
    const { id } = await itemOf(LONG_NAME);
    await open(`price-list/items/${id}?q=liskov`);
    const price = panel().getByLabel('Cena s DPH (Kč)');
    await price.fill('hodně');
    await save();
    await panel().getByText('Napište částku v korunách').waitFor();
    await lookAt(page, 'item with a fault');
    await price.fill('199,50');
    await panel()
      .getByRole('switch', { name: /^Vyprodáno/ })
      .click();
    await save();
    await panel().getByText('Uloženo.').waitFor();
    expect(await itemOf(LONG_NAME)).toMatchObject({ price_haler: 19_950, soldOut: true });
    await row(LONG_NAME).getByText('199,50').waitFor();
  });

  test('two people edit one item: nothing of either is lost, and who meets whom is told', async () => {
    const { id } = await itemOf(LONG_NAME);
    await panel().getByLabel('Cena s DPH (Kč)').fill('250');
    const changed = await other.ask('PATCH', inStore(shop, `/price-list/items/${id}`), {
      set: { price_haler: 22_000, soldOut: false, plu: '77' },
    });
    expect(changed.status).toBe(200);
    await panel().getByText('to mezitím změnil na 220,00').waitFor();
    // What was not touched here is what they have made of it.
    expect(await panel().getByLabel('PLU').inputValue()).toBe('77');
    expect(await panel().getByLabel('Cena s DPH (Kč)').inputValue()).toBe('250');
    await lookAt(page, 'item that somebody else has changed');
    await save();
    await panel().getByText('Uloženo.').waitFor();
    expect(await itemOf(LONG_NAME)).toMatchObject({ price_haler: 25_000, soldOut: false, plu: '77' });
    await panel().getByText('Co se s položkou dělo').click();
    await panel()
      .getByText(/Cena s DPH \(Kč\): 220,00.Kč → 250,00.Kč/)
      .waitFor();
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'hidden' });
  });

  test('many are changed together, after a preview that is held to', async () => {
    await search().fill('espresso 2');
    await page.getByText(/z 2.000 položek/).waitFor();
    await page.getByLabel('Vybrat všechny zobrazené').check();
    await page.getByRole('button', { name: 'Upravit hromadně' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Ukázat, co se změní' }).click();
    await dialog.getByText('Napište číslo').waitFor();
    await dialog.getByLabel('O kolik procent').fill('10');
    await dialog.getByRole('button', { name: 'Ukázat, co se změní' }).click();
    await dialog.getByText(/^Změní se/).waitFor();
    const before = await itemOf('Espresso 2');
    await lookAt(page, 'many at once');
    await dialog.getByRole('button', { name: /^Změnit/ }).click();
    await dialog.getByText('Hotovo.').waitFor();
    expect((await itemOf('Espresso 2')).price_haler).toBe(Math.round((before.price_haler * 1.1) / 100) * 100);
    await dialog.getByRole('button', { name: 'Zavřít' }).last().click();
    await page.getByRole('button', { name: 'Zrušit filtry' }).click();
  });

  test('a price is set ahead, and taken back', async () => {
    await open('price-list/planned');
    await page.getByText('Nic naplánovaného').waitFor();
    await page.getByRole('button', { name: 'Naplánovat změnu' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Položka').fill(LONG_NAME);
    await dialog.getByLabel('Den', { exact: true }).fill('1. 1. 2027');
    await dialog.getByLabel('Nová cena s DPH (Kč)').fill('319');
    await lookAt(page, 'planning');
    await dialog.getByRole('button', { name: 'Naplánovat', exact: true }).click();
    const planned = row(LONG_NAME);
    await planned.waitFor();
    expect(plain((await planned.textContent()) ?? '')).toMatch(/od 1\. 1\. 2027 00:00: 319 Kč/);
    await lookAt(page, 'planned');
    await planned.getByRole('button', { name: /^Zrušit plán/ }).click();
    await dialog.getByRole('button', { name: 'Zrušit plán' }).click();
    await page.getByText('Nic naplánovaného').waitFor();
  });

  test('categories change places, and an empty one can be deleted', async () => {
    await open('price-list/categories');
    await page.getByRole('button', { name: 'Nová kategorie' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Název').fill('Dezerty');
    await dialog.getByRole('button', { name: 'Uložit' }).click();
    await page.getByText('Dezerty').waitFor();
    await page.getByRole('button', { name: 'Káva a čaj: výš' }).click();
    await page.locator('.categories li:has-text("Káva a čaj") + li:has-text("Hlavní jídla")').waitFor();
    await lookAt(page, 'categories');
    await page.getByRole('button', { name: 'Upravit: Dezerty' }).click();
    await dialog.getByRole('button', { name: 'Smazat kategorii' }).click();
    await dialog.getByRole('button', { name: 'Smazat kategorii' }).click();
    await page.getByText('Dezerty').waitFor({ state: 'hidden' });
  });

  test('who changed what stands in the log, and which registers have it', async () => {
    await open('price-list/changes');
    await page
      .getByRole('row', { name: /Káva a čaj/ })
      .first()
      .waitFor();
    await lookAt(page, 'changes');
    await open('price-list/registers');
    await page.locator('.spread li').first().waitFor();
    await lookAt(page, 'registers');
  });
});
