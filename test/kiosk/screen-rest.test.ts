import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type DemoShop, startDemoShop } from './demo-shop.ts';
import { type Hand, handOn, tileOf } from './hand.ts';

/** The screen that goes dark while nobody is there, as a finger, a keyboard and a scanner find it. */
let shop: DemoShop;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let hand: Hand;

const MINUTE_MS = 60_000;
const BEER = 'Výčepní desítka 0,5 l';
/** Nealkoholické pivo lahev and Cider jablečný. */
const CODES = ['8599000001374', '8599000002487'] as const;

beforeAll(async () => {
  [shop, browser] = await Promise.all([startDemoShop(), launchBrowser()]);
  context = await browser.newContext({ viewport: { width: 1024, height: 768 }, hasTouch: true });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(shop.url);
  hand = handOn(page);
  await hand.signIn('Jana', shop.pins.Jana as string);
  await hand.openShift('1000');
  await page.close();
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});
afterEach(() => page.close());

/** A screen with nothing on its bill. */
async function open(search: string): Promise<void> {
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  hand = handOn(page);
  await page.clock.install();
  await page.goto(`${shop.url}/${search}`);
  await tile().waitFor();
}

const tile = (): Locator =>
  page
    .getByRole('region', { name: 'Položky' })
    .getByRole('button', { name: tileOf(BEER) })
    .first();
const black = (): Locator => page.locator('.screen-rest');
const lines = (): Locator => hand.bill().getByRole('listitem');

async function waitMinutes(minutes: number): Promise<void> {
  await page.clock.runFor(minutes * MINUTE_MS);
}

async function fallAsleep(): Promise<void> {
  await waitMinutes(2);
  await black().waitFor();
}

async function tapBeer(): Promise<void> {
  const box = await tile().boundingBox();
  if (!box) throw new Error('the tile is not on the screen');
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
}

/** The brightest of all channels of all pixels that the screen shows, 0 to 255. */
async function brightest(): Promise<number> {
  const picture = (await page.screenshot()).toString('base64');
  const other = await browser.newPage();
  try {
    return await other.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const drawing = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      drawing.drawImage(image, 0, 0);
      const { data } = drawing.getImageData(0, 0, image.width, image.height);
      return data.reduce((most, value, i) => (i % 4 === 3 ? most : Math.max(most, value)), 0);
    }, picture);
  } finally {
    await other.close();
  }
}

test('dark to the last pixel after the time; the touch that wakes it sells nothing, the next one sells', async () => {
  await open('?blank=2');
  await waitMinutes(1.5);
  expect(await black().count()).toBe(0);
  await fallAsleep();
  expect(await brightest()).toBe(0);
  expect(await black().getAttribute('aria-hidden')).toBe('true');
  expect(await black().evaluate((layer) => getComputedStyle(layer).cursor)).toBe('none');
  await tapBeer();
  await black().waitFor({ state: 'detached' });
  await tapBeer();
  await lines().first().waitFor();
  await hand.totalIs('54');
  // With goods on the bill it stays lit.
  await waitMinutes(4);
  expect(await black().count()).toBe(0);
  await hand.totalIs('54');
}, 60_000);

test('the key that wakes it presses nothing, the next one does', async () => {
  await open('?blank=2');
  await tile().focus();
  await fallAsleep();
  await page.keyboard.press('Enter');
  await black().waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await lines().first().waitFor();
  await hand.totalIs('54');
}, 60_000);

test('a scan wakes it and is sold, from the keyboard wedge and from the scanner on a wire', async () => {
  await open('?blank=2');
  await fallAsleep();
  // All keys in one go, at the focused element as from a keyboard: over the wire each would take its time.
  await page.evaluate((code) => {
    for (const key of [...code, 'Enter'])
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }, CODES[0]);
  await black().waitFor({ state: 'detached' });
  await hand.bill().getByText('Nealkoholické pivo lahev').waitFor();

  await page.close();
  await open('?blank=2');
  await fallAsleep();
  await shop.virtual('scan', { code: CODES[1] });
  await black().waitFor({ state: 'detached' });
  await hand.bill().getByText('Cider jablečný').waitFor();
}, 60_000);

test('news that cannot wait lights it: the kitchen no longer gets its papers; once, then it goes dark again', async () => {
  await open('?blank=2');
  await fallAsleep();
  await shop.virtual('printers/kuchyn', { plugged: false });
  await black().waitFor({ state: 'detached' });
  await fallAsleep();
  await shop.virtual('printers/kuchyn', { plugged: true });
}, 60_000);

test('without the parameter, or with 0, it never goes dark', async () => {
  for (const search of ['', '?blank=0']) {
    page = await context.newPage();
    await page.clock.install();
    await page.goto(`${shop.url}/${search}`);
    await page.getByRole('button', { name: /Jana/ }).waitFor();
    await waitMinutes(120);
    expect(await black().count(), search).toBe(0);
    if (search === '') await page.close();
  }
}, 60_000);
