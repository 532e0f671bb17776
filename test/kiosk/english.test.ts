import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type DemoShop, startDemoShop } from './demo-shop.ts';
import { tileOf } from './hand.ts';

/** What the register itself says, on a screen in English. */
let shop: DemoShop;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [shop, browser] = await Promise.all([startDemoShop(), launchBrowser()]);
  page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  page.setDefaultTimeout(30_000);
  await page.goto(shop.url);
  await page.getByRole('button', { name: 'English' }).click();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

const keys = async (text: string) => {
  for (const key of text) await page.getByRole('button', { name: `digit ${key}`, exact: true }).click();
};
const signIn = async (name: string, pin: string) => {
  await page.getByRole('button', { name: new RegExp(name) }).click();
  await keys(pin);
  await page.getByRole('button', { name: 'Done' }).click();
};
const bill = () => page.getByRole('complementary', { name: 'Bill', exact: true });
const toPayment = async () => {
  await page
    .getByRole('navigation', { name: 'Categories' })
    .getByRole('button', { name: 'Káva a čaj', exact: true })
    .click();
  await page
    .getByRole('button', { name: tileOf('Espresso') })
    .first()
    .click();
  await bill().getByRole('button', { name: 'Pay' }).click();
  await page.getByRole('region', { name: 'Payment' }).waitFor();
};
const CZECH = /[ěščřžýáíéúůďťň]/iu;
/** What is read there, less the names of the demo's own printers and the crowns. */
const read = async (where: Locator) =>
  ((await where.textContent()) ?? '').replaceAll(/Tiskárna účtenek|Kč/gu, '');

describe('the register speaks English', { timeout: 60_000 }, () => {
  test('to whoever types a wrong PIN', async () => {
    await signIn('Technik', '000000');
    const alert = page.getByRole('alert');
    await alert.getByText('The PIN is wrong. Try again, or choose another name.').waitFor();
    expect(await read(alert)).not.toMatch(CZECH);
  });

  test('to whoever pays a bill that has changed elsewhere', async () => {
    await signIn('Jana', shop.pins.Jana ?? '');
    await page.getByRole('heading', { name: 'The shift is not open' }).waitFor();
    await keys('1000');
    await page.getByRole('button', { name: 'Open the shift' }).click();
    await toPayment();
    // As if another screen had added to the bill between the tap and the request.
    await page.route('**/pay', (route) =>
      route.continue({
        postData: JSON.stringify({ ...route.request().postDataJSON(), expectedTotal_haler: 1 }),
      }),
    );
    await page.getByRole('button', { name: /^Exact/ }).click();
    const alert = page.getByRole('alert');
    await alert.getByText(/The bill has changed in the meantime and comes to 58,00 Kč now\./).waitFor();
    await alert.getByText('Check the bill and pay again.').waitFor();
    expect(await read(alert)).not.toMatch(CZECH);
    await page.unroute('**/pay');
  });

  test('of a printer without paper: in the list of prints and among the devices', async () => {
    await shop.virtual('printers/uctenky', { paper: 'out' });
    await page.getByRole('button', { name: /^Exact/ }).click();
    await page.locator('.paid').getByText('The printer is out of paper.').waitFor();
    expect(await read(page.locator('.paid .job'))).not.toMatch(CZECH);
    await page.getByRole('button', { name: 'Next sale' }).click();
    await page.locator('button.status').click();
    const state = page.getByRole('dialog');
    await state.getByText('The printer is out of paper. Put in a new roll and close the cover.').waitFor();
    await state.getByText(/^Receipt R1-\d{4}-000001$/).waitFor();
    await state.getByText('Tiskárna účtenek: the printer is out of paper. 1 waiting.').waitFor();
    expect(await read(state.locator('.job'))).not.toMatch(CZECH);
    await page.keyboard.press('Escape');
    await shop.virtual('printers/uctenky', { paper: 'ok' });
    await shop.nextPaper('uctenky', 0);
  });

  test('on a screen that was switched to it, whatever changes in the shop', async () => {
    // As another register would do it: the screen learns of it by the event.
    const soldOut = (yes: boolean) =>
      page.evaluate(async (yes) => {
        const { items } = await (await fetch('/api/catalogue')).json();
        const item = items.find((one: { name: string }) => one.name === 'Espresso');
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ soldOut: yes });
        return (await fetch(`/api/items/${item.id}`, { method: 'PATCH', headers, body })).status;
      }, yes);
    expect(await soldOut(true)).toBe(200);
    await page
      .getByRole('button', { name: /^Espresso.*sold out/i })
      .first()
      .waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await soldOut(false)).toBe(200);
  });
});
