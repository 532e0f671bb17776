import type { Locator, Page } from 'playwright-core';
import { RESTAURANT } from '../../daemon/demo/restaurant.ts';

/** What a waiter does with the kiosk, by the words that stand on it. */
export interface Hand {
  readonly page: Page;
  signIn(name: string, pin: string): Promise<void>;
  openShift(float: string): Promise<void>;
  category(name: string): Promise<void>;
  /** A tap on the tile of the demo's item, whose long or short name stands on it. */
  tile(item: string): Promise<void>;
  search(text: string): Promise<void>;
  /** A line of the bill, opened for what can be done with it. */
  line(name: string | RegExp): Promise<void>;
  deed(name: string): Promise<void>;
  /** Digits of a keypad, by its keys. */
  keys(text: string, within?: Locator): Promise<void>;
  dialog(name: string | RegExp): Locator;
  /** Says the PIN of whoever allows it on the spot. */
  allow(right: string, pin: string): Promise<void>;
  toPayment(): Promise<void>;
  tender(name: string): Promise<void>;
  /** From the screen with the change back to selling. */
  next(): Promise<void>;
  go(screen: string): Promise<void>;
  /** Waits until the bill comes to so many crowns. */
  totalIs(crowns: string): Promise<void>;
  /** Waits until the largest figure of the payment screen is so many crowns. */
  hugeIs(crowns: string): Promise<void>;
  bill(): Locator;
}

/** Amounts have hard spaces between thousands. */
export const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ').trim();

/** The name of a tile that is to be tapped: long or short, whichever fits. */
export function tileOf(name: string): RegExp {
  const item = RESTAURANT.items.find((one) => one.name === name);
  if (!item) throw new Error(`the demo does not sell ${name}`);
  const escaped = [item.name, item.shortName].map((text) =>
    text.replaceAll(/[().]/g, '\\$&').replaceAll(' ', '\\s'),
  );
  // A price follows; the name of another size does not.
  return new RegExp(`^(${escaped.join('|')})\\s*(nově|\\d|…|$)`);
}

const inCrowns = (crowns: string): RegExp => new RegExp(`^${crowns.replaceAll(' ', '\\s')}\\s?Kč$`);

export function handOn(page: Page): Hand {
  const bill = () => page.getByRole('complementary', { name: 'Účet', exact: true });
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
  const keys: Hand['keys'] = async (text, within) => {
    const place = within ?? page.locator('body');
    for (const key of text) {
      const name = key === ',' ? 'desetinná čárka' : `číslice ${key}`;
      await place.getByRole('button', { name, exact: true }).click();
    }
  };
  return {
    page,
    async signIn(name, pin) {
      await page.getByRole('button', { name: new RegExp(name) }).click();
      await keys(pin);
      await page.getByRole('button', { name: 'Hotovo' }).click();
      await page.getByRole('navigation', { name: 'Obrazovky' }).waitFor();
    },
    async openShift(float) {
      await page.getByRole('heading', { name: 'Směna není otevřená' }).waitFor();
      await keys(float);
      await page.getByRole('button', { name: 'Otevřít směnu' }).click();
      await page.getByRole('region', { name: 'Položky' }).waitFor();
    },
    category: (name) =>
      page.getByRole('navigation', { name: 'Kategorie' }).getByRole('button', { name, exact: true }).click(),
    tile: (item) =>
      page
        .getByRole('region', { name: 'Položky' })
        .getByRole('button', { name: tileOf(item) })
        .click(),
    async search(text) {
      await page.getByRole('textbox', { name: 'Hledat název, PLU nebo EAN' }).fill(text);
    },
    line: (name) => bill().getByRole('listitem').getByRole('button', { name }).first().click(),
    deed: (name) => bill().getByRole('button', { name, exact: true }).click(),
    keys,
    dialog,
    async allow(right, pin) {
      const asked = dialog(`Potřebuje svolení: ${right}`);
      await keys(pin, asked);
      await asked.getByRole('button', { name: 'Hotovo' }).click();
      await asked.waitFor({ state: 'hidden' });
    },
    async toPayment() {
      await bill().getByRole('button', { name: 'Zaplatit' }).click();
      await page.getByRole('region', { name: 'Placení' }).waitFor();
    },
    tender: (name) =>
      page
        .getByRole('region', { name: 'Placení' })
        .getByRole('button', { name: new RegExp(`^${name}`) })
        .click(),
    async next() {
      await page.getByRole('button', { name: 'Další prodej' }).click();
      await page.getByRole('region', { name: 'Položky' }).waitFor();
    },
    go: (screen) =>
      page.getByRole('navigation', { name: 'Obrazovky' }).getByRole('button', { name: screen }).click(),
    totalIs: (crowns) => bill().locator('.bill-total').getByText(inCrowns(crowns)).waitFor(),
    hugeIs: (crowns) =>
      page
        .locator('.huge')
        .filter({ hasText: inCrowns(crowns) })
        .waitFor(),
    bill,
  };
}
