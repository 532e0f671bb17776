import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type DemoShop, startDemoShop } from './demo-shop.ts';
import { type Hand, handOn } from './hand.ts';

/** Tiles of a category that was left are kept as they were, so what they show when it comes back is put to the test. */
let shop: DemoShop;
let browser: Browser;
let page: Page;
let hand: Hand;

beforeAll(async () => {
  [shop, browser] = await Promise.all([startDemoShop(), launchBrowser()]);
  page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  page.setDefaultTimeout(30_000);
  await page.goto(shop.url);
  hand = handOn(page);
  await hand.signIn('Petr', shop.pins.Petr ?? '');
  await hand.openShift('1000');
  // So low that the beers have to be scrolled.
  await page.setViewportSize({ width: 1024, height: 480 });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

const tiles = () => page.getByRole('region', { name: 'Položky' });
const tile = (name: string | RegExp) => tiles().getByRole('button', { name });
const here = () => page.locator('.shelves:not(.away)');
const scrolled = () => here().evaluate((shelves) => shelves.scrollTop);
const first = () => tiles().getByRole('button').first();

/** As the price list's page does it, by whoever is signed in. */
const changed = (name: string, patch: object) =>
  page.evaluate(
    async ([wanted, body]) => {
      const { items } = (await (await fetch('/api/catalogue')).json()) as {
        items: { id: string; name: string }[];
      };
      const answer = await fetch(`/api/items/${items.find((item) => item.name === wanted)?.id}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    [name, patch] as const,
  );

describe('categories that were left', { timeout: 120_000 }, () => {
  test('show one at a time, and begin at their top again', async () => {
    await hand.category('Pivo');
    await tile(/^Desítka 0,5|^Výčepní desítka 0,5/).waitFor();
    await here().evaluate((shelves) => shelves.scrollTo(0, shelves.scrollHeight));
    await tile(/Cider/).waitFor();
    // As long as the beers: it could stand where they stood.
    await hand.category('Nealko');
    await tile(/Kofola 0,5|Kofola točená 0,5/).waitFor();
    expect(await tile(/Cider|esítka/).count()).toBe(0);
    expect(await scrolled()).toBe(0);
    await hand.category('Pivo');
    await tile(/esítka 0,5/).waitFor();
    expect(await scrolled()).toBe(0);
    const [area, top] = [await page.locator('.tile-area').boundingBox(), await first().boundingBox()];
    expect((top?.y ?? 0) - (area?.y ?? 0)).toBeLessThan(10);
  });

  test('show what has changed meanwhile, and sell it', async () => {
    await hand.category('Víno');
    await changed('Výčepní desítka 0,5 l', { price_haler: 5500 });
    await changed('Cider jablečný 0,33 l', { soldOut: true });
    await hand.category('Pivo');
    await tile(/esítka 0,5 l?\s*nově\s*55/).waitFor();
    await here().evaluate((shelves) => shelves.scrollTo(0, shelves.scrollHeight));
    await tile(/Cider/).and(page.locator(':disabled')).waitFor();
    await hand.tile('Výčepní desítka 0,5 l');
    await hand.totalIs('55');
  });

  test('tell allergens when they come back after that was asked for', async () => {
    await hand.category('Víno');
    await page.getByRole('button', { name: 'Alergeny' }).click();
    await hand.category('Pivo');
    await tile(/esítka 0,5 l?\s*1$/).waitFor();
    await page.getByRole('button', { name: 'Alergeny' }).click();
    await tile(/esítka 0,5 l?\s*nově\s*55/).waitFor();
  });

  test('come back after a search', async () => {
    await hand.search('cider');
    await tile(/Cider/).waitFor();
    expect(await tiles().getByRole('button').count()).toBe(1);
    await hand.search('');
    await tile(/esítka 0,5/).waitFor();
    expect(await tile(/Prosecco/).count()).toBe(0);
  });

  test('keep their tiles from the keyboard', async () => {
    await hand.category('Pivo');
    await hand.category('Víno');
    const reachable = (place: string) =>
      page.locator(`${place} .tile:not([tabindex="-1"])`).evaluateAll((tiles) => tiles.length);
    await expect.poll(() => reachable('.shelves.away')).toBe(0);
    await expect.poll(() => reachable('.shelves:not(.away)')).toBeGreaterThan(5);
    expect(await page.locator('.shelves.away .tile').count()).toBeGreaterThan(5);
  });
});

describe('a tap on a tile', { timeout: 120_000 }, () => {
  test('is one request: its answer is the bill, and the event that tells of it asks for nothing', async () => {
    await hand.category('Pivo');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await hand.tile('Výčepní desítka 0,5 l');
    await hand.totalIs('110');
    await hand.tile('Výčepní desítka 0,5 l');
    await hand.totalIs('165');
    const ofBills = asked.filter((one) => one.includes('/api/bills'));
    expect(ofBills.length).toBe(2);
    expect(ofBills.every((one) => one.startsWith('PATCH'))).toBe(true);
  });
});
