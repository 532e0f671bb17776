import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogueView, ItemView, StaffView } from '../../daemon/http/contract.ts';
import { launchBrowser } from './browser.ts';
import { type Hand, handOn } from './hand.ts';
import { type Clerk, startTwoRegisters, type TwoRegisters } from './two-registers.ts';

/** What is done at the second register, and what whoever stands at the first one sees of it. */
let shop: TwoRegisters;
let browser: Browser;
let page: Page;
let hand: Hand;
let first: Clerk;
let second: Clerk;
let items: readonly ItemView[];

beforeAll(async () => {
  [shop, browser] = await Promise.all([startTwoRegisters(), launchBrowser()]);
  [first, second] = (await Promise.all(shop.urls.map((url) => shop.clerk(url, 'Petr')))) as [Clerk, Clerk];
  items = (await first.ask<CatalogueView>('GET', '/api/catalogue')).items;
  page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  page.setDefaultTimeout(30_000);
  await page.goto(shop.urls[0]);
  hand = handOn(page);
  await hand.signIn('Petr', shop.pins.Petr ?? '');
  await hand.openShift('1000');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

const item = (name: string): ItemView => items.find((one) => one.name === name) as ItemView;
const tile = (text: string | RegExp) =>
  page.getByRole('region', { name: 'Položky' }).getByRole('button', { name: text });
const change = (at: Clerk, name: string, patch: object) =>
  at.ask<ItemView>('PATCH', `/api/items/${item(name).id}`, patch);

describe('two registers', { timeout: 120_000 }, () => {
  test('a price set at the other one is on the tile, marked, and leaves the open bill alone', async () => {
    await hand.category('Pivo');
    await hand.tile('Tmavý ležák 0,5 l');
    await hand.totalIs('62');
    await change(second, 'Tmavý ležák 0,5 l', { price_haler: 6_500 });
    await tile(/Tmavý\s+ležák.*nově\s*65/).waitFor();
    await hand.totalIs('62');
    await hand.go('Ceník');
    const row = page.getByRole('button', { name: /^Tmavý ležák 0,5 l/ }).first();
    await row.getByText(/^65 Kč od \d\d:\d\d \(dřív 62\), změněno: Pokladna 2, Petr$/).waitFor();
  });

  test('sold out at the other one is struck through here', async () => {
    await hand.go('Prodej');
    await hand.category('Pivo');
    await change(second, 'Tmavý ležák 0,5 l', { soldOut: true });
    await tile(/Tmavý\s+ležák.*vyprodáno/).waitFor();
    await change(second, 'Tmavý ležák 0,5 l', { soldOut: false });
    await tile(/Tmavý\s+ležák.*65/).waitFor();
  });

  test('happy hours planned in the dialog hold here and there, for the price list stays what it is', async () => {
    await hand.go('Ceník');
    await page
      .getByRole('button', { name: /^Výčepní desítka 0,5 l/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Naplánovat změnu' }).click();
    const dialog = hand.dialog('Naplánovat změnu');
    await dialog.getByRole('button', { name: 'zlevněné hodiny' }).click();
    for (const day of ['so', 'ne']) await dialog.getByRole('button', { name: day, exact: true }).click();
    await dialog.getByLabel('Od', { exact: true }).fill('0');
    await dialog.getByLabel('Do', { exact: true }).fill('0:00');
    await dialog.getByRole('button', { name: 'Naplánovat', exact: true }).click();
    await dialog.getByText('Napište částku v korunách').waitFor();
    await dialog.getByLabel('Nová cena s DPH (Kč)').fill('39');
    await dialog.getByRole('button', { name: 'Naplánovat', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('každý den celý den: 39 Kč').waitFor();
    await page.getByText('Teď se prodává za 39 Kč, do 00:00.').waitFor();
    expect(await page.getByLabel('Cena s DPH (Kč)', { exact: true }).inputValue()).toBe('54');
    await page.keyboard.press('Escape');
    await hand.go('Prodej');
    await tile(/desítka.*do 00:00\s*39/).waitFor();
    await expect
      .poll(async () =>
        (await second.ask<CatalogueView>('GET', '/api/catalogue')).items.find(
          ({ id }) => id === item('Výčepní desítka 0,5 l').id,
        ),
      )
      .toMatchObject({ price_haler: 3_900, regularPrice_haler: 5_400 });
  });

  test('changes can wait for the opening of the shift, and are let in by a button', async () => {
    await page.goto(`${shop.urls[0]}/#/settings/data`);
    await page.getByRole('button', { name: 'při otevření směny' }).click();
    await page.getByRole('button', { name: 'při otevření směny', pressed: true }).waitFor();
    await change(second, 'Řezané pivo 0,5 l', { price_haler: 6_900 });
    await page.getByText('Čeká 1 změna ceníku z ostatních pokladen.').waitFor();
    await page.getByText('Použijí se při otevření směny.').waitFor();
    await hand.go('Prodej');
    await tile(/Řezané pivo.*62/).waitFor();
    await hand.go('Ceník');
    await page.getByRole('button', { name: 'Použít změny hned' }).click();
    await page.getByText('Použila se 1 změna ceníku.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Zavřít' }).last().click();
    await page.getByText('Čeká 1 změna').waitFor({ state: 'hidden' });
    await hand.go('Prodej');
    await tile(/Řezané pivo.*nově\s*69/).waitFor();
    await first.ask('PATCH', '/api/settings', { itemChanges: 'at-once' });
  });

  test('a label restricts what is shown; what is not shown is found, scanned and sold all the same', async () => {
    await change(first, 'Espresso', { labels: ['gril', 'bar'] });
    await change(first, 'Cappuccino', { eans: ['4006381333931'] });
    await first.ask('PATCH', '/api/settings', { shownLabel: 'gril' });
    await tile(/Espresso/).waitFor();
    await hand.search('cappuccino');
    await page.getByText('Tady se ukazují jen položky se štítkem „gril“. V ceníku ale je:').waitFor();
    await hand.search('');
    await first.ask('POST', '/virtual/scan', { code: '4006381333931' });
    await hand.dialog('Cappuccino').getByText('Prodat jde i tak.').waitFor();
    await page.getByRole('button', { name: 'Přesto přidat' }).click();
    await hand.bill().getByText('Cappuccino').waitFor();
    await first.ask('PATCH', '/api/settings', { shownLabel: null });
  });

  test('whoever is let go at the other register is out at once, and the face is gone', async () => {
    const other = await (await browser.newContext()).newPage();
    await other.goto(shop.urls[0]);
    await handOn(other).signIn('Jana', shop.pins.Jana ?? '');
    const everyone = await second.ask<StaffView[]>('GET', '/api/staff/all');
    const jana = everyone.find(({ name }) => name === 'Jana');
    await second.ask('PATCH', `/api/staff/${jana?.id}`, { active: false });
    await other.getByRole('heading', { name: 'Kdo obsluhuje?' }).waitFor();
    await other.getByRole('button', { name: /Jana/ }).waitFor({ state: 'hidden' });
    await other.close();
  });
});
