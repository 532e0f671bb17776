import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { handOn } from './hand.ts';
import { startTwoRegisters, type TwoRegisters } from './two-registers.ts';

/** Both registers' pages of siblings, each in a browser of its own: cookies know no ports. */
let shop: TwoRegisters;
let browser: Browser;
let first: Page;
let second: Page;

beforeAll(async () => {
  [shop, browser] = await Promise.all([startTwoRegisters(), launchBrowser()]);
  // Its people have come from the first one by then.
  await shop.clerk(shop.urls[1], 'Petr');
  [first, second] = (await Promise.all(shop.urls.map(openSiblings))) as [Page, Page];
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

async function openSiblings(url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  page.setDefaultTimeout(40_000);
  await page.goto(url);
  await handOn(page).signIn('Petr', shop.pins.Petr ?? '');
  await page.goto(`${url}/#/settings/siblings`);
  return page;
}

describe('siblings on the screen', { timeout: 120_000 }, () => {
  test('a linked one is green and has every change', async () => {
    await first.getByText('má všechny změny').waitFor();
    await first.getByRole('img', { name: 'spojena', exact: true }).waitFor();
    expect(await first.getByText('Tato pokladna teď není spojena s nikým.').count()).toBe(0);
  });

  test('one that is cut off is not green, and finds the way back on its own screen', async () => {
    await first.getByRole('button', { name: 'Odpojit: Pokladna 2' }).click();
    await first.getByRole('dialog').getByRole('button', { name: 'Odpojit', exact: true }).click();
    const dot = first.getByRole('img', { name: 'odpojena', exact: true });
    await dot.waitFor();
    const ground = await dot.evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(ground).toBe('rgba(0, 0, 0, 0)');
    await second.getByText('Tato pokladna teď není spojena s nikým.').waitFor();
  });

  test('it comes back by a code, and whoever shows the code is told', async () => {
    await first.getByRole('button', { name: 'Připojit další pokladnu' }).click();
    const shown = first.getByRole('dialog', { name: 'Kód pro novou pokladnu' });
    const code = (await shown.locator('.pairing-code').textContent()) ?? '';
    const address = (await shown.locator('.pairing-address').textContent()) ?? '';
    await second.getByRole('button', { name: 'Připojit k obchodu' }).click();
    const join = second.getByRole('dialog', { name: 'Připojit tuto pokladnu k obchodu' });
    await join.getByLabel('Kód').fill(code);
    await join.getByLabel('Adresa té pokladny').fill(address);
    await join.getByRole('button', { name: 'Připojit k obchodu' }).click();
    await join.getByText('Hotovo.').waitFor();
    await shown.getByText('Pokladna je připojená.').waitFor();
    await shown.getByRole('button', { name: 'Hotovo' }).click();
    await first.getByRole('img', { name: 'spojena', exact: true }).waitFor();
    await second.keyboard.press('Escape');
    await second.getByText('Tato pokladna teď není spojena s nikým.').waitFor({ state: 'hidden' });
  });

  test('a code that was cancelled elsewhere is said to be no longer good', async () => {
    await first.getByRole('button', { name: 'Připojit další pokladnu' }).click();
    const shown = first.getByRole('dialog', { name: 'Kód pro novou pokladnu' });
    await shown.locator('.pairing-code').waitFor();
    // Seen by the page once, gone the next time it looks.
    await first.waitForResponse((answer) => answer.url().endsWith('/api/siblings'));
    await first.evaluate(() => fetch('/api/siblings/code', { method: 'DELETE' }));
    await shown.getByText('Kód už neplatí.').waitFor();
    await shown.getByRole('button', { name: 'Ukázat nový kód' }).click();
    await shown.locator('.pairing-code').waitFor();
    await shown.getByRole('button', { name: 'Zrušit kód' }).click();
  });
});
