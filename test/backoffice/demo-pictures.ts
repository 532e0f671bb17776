import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { CatalogueView } from '../../daemon/http/contract.ts';
import { launchBrowser } from '../kiosk/browser.ts';
import { DESK, goTo } from './owner.ts';
import { startWholeShop, type WholeShop } from './whole-shop.ts';

/**
 * Two pictures for the README of what only a whole shop has: the price list of the demo, and a shift that was sold in
 * and closed at its register.
 *   node test/backoffice/demo-pictures.ts
 */
const README = new URL('../../docs/pictures', import.meta.url).pathname;
const SOLD = ['Svíčková', 'Plzeňská dvanáctka 0,5 l', 'Espresso', 'Tmavý ležák 0,5 l', 'Guláš'];

/** A waiter's hour: dishes and beer by card and in cash, a float, some cash taken out, and a count. */
async function trade(shop: WholeShop): Promise<void> {
  const petr = await shop.clerk('Petr');
  const { items, paymentTypes } = await petr.ask<CatalogueView>('GET', '/api/catalogue');
  const deed = <T>(path: string, body: object) =>
    petr.ask<T>('POST', path, body, { 'idempotency-key': randomUUID() });
  await deed('/api/shift/open', { float_haler: 200_000 });
  const kinds = ['card', 'cash', 'card'] as const;
  for (const [nth, name] of SOLD.flatMap((one) => [one, one]).entries()) {
    const item = items.find((one) => one.name.startsWith(name));
    const typeId = paymentTypes.find(
      ({ kind, currency }) => kind === kinds[nth % 3] && currency === 'CZK',
    )?.id;
    if (!item || !typeId) throw new Error(`the demo does not sell ${name}`);
    const { bill } = await petr.ask<{ bill: { id: string } }>('POST', '/api/bills', {
      tableId: null,
      guests: null,
    });
    await petr.ask('POST', `/api/bills/${bill.id}/lines`, {
      lineId: randomUUID(),
      itemId: item.id,
      quantity: 2000,
    });
    const total = item.price_haler * 2;
    await deed(`/api/bills/${bill.id}/pay`, {
      tenders: [{ typeId, amount: total }],
      tip_haler: 0,
      expectedTotal_haler: total,
      print: false,
    });
  }
  await deed('/api/shift/cash', { amount_haler: -50_000, reason: 'nákup zeleniny' });
  await deed('/api/shift/close', { counted_haler: 240_000, countedForeign: {} });
}

const shop = await startWholeShop();
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: DESK, locale: 'cs-CZ', timezoneId: 'Europe/Prague' });
  page.setDefaultTimeout(30_000);
  await page.goto(shop.pages);
  await page.getByLabel('E-mail').fill(shop.owner.email);
  await page.getByLabel('Heslo').fill(shop.owner.password);
  await page.getByRole('button', { name: 'Přihlásit se' }).click();
  await page.getByRole('heading', { name: 'Portál' }).waitFor();
  const store = new URL(page.url()).hash.split('/')[1] ?? '';
  const picture = async (name: string) => {
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await page.screenshot({ path: join(README, `backoffice-${name}.png`), animations: 'disabled' });
  };
  await goTo(page, store, 'price-list');
  await page.getByRole('row').nth(5).waitFor();
  await picture('price-list');
  await trade(shop);
  await goTo(page, store, 'shifts');
  await page.locator('tr', { hasText: 'Pokladna 1' }).filter({ hasText: /do \d/ }).click();
  await page.getByRole('heading', { name: /^Uzávěrka Z/ }).waitFor();
  await page.getByText('nákup zeleniny').waitFor();
  await picture('shift');
} finally {
  await browser.close();
  await shop.stop();
}
