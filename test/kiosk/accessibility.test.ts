import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dictionary, language } from '../../ui/language.ts';
import { frame } from '../../ui-kiosk/i18n/frame.ts';
import { syncItems } from '../../ui-kiosk/i18n/sync-items.ts';
import { backofficeWords } from '../../ui-kiosk/screens/backoffice/words.ts';
import { eetWords } from '../../ui-kiosk/screens/eet/words.ts';
import { historyWords } from '../../ui-kiosk/screens/history/words.ts';
import { payment } from '../../ui-kiosk/screens/payment/words.ts';
import { scheduleWords } from '../../ui-kiosk/screens/price-list/schedule-words.ts';
import { priceListWords } from '../../ui-kiosk/screens/price-list/words.ts';
import { sell } from '../../ui-kiosk/screens/sell/words.ts';
import { eetSettingsWords } from '../../ui-kiosk/screens/settings/eet-words.ts';
import { settingsWords } from '../../ui-kiosk/screens/settings/words.ts';
import { shiftWords } from '../../ui-kiosk/screens/shift/words.ts';
import { signIn } from '../../ui-kiosk/screens/sign-in/words.ts';
import { stockWords } from '../../ui-kiosk/screens/stock/words.ts';
import { tables } from '../../ui-kiosk/screens/tables/words.ts';
import { launchBrowser } from './browser.ts';
import { type DemoShop, startDemoShop } from './demo-shop.ts';
import { type Hand, handOn } from './hand.ts';
import { lookAt } from './look.ts';

/** Every screen for eyes, fingers and keyboards other than ours, and in the other language. */
let shop: DemoShop;
let browser: Browser;
let page: Page;
let hand: Hand;
const look = (where: string) => lookAt(page, where);

beforeAll(async () => {
  [shop, browser] = await Promise.all([startDemoShop('--eet'), launchBrowser()]);
  page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  page.setDefaultTimeout(30_000);
  await page.goto(shop.url);
  hand = handOn(page);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

/** Every place of the kiosk after signing in, one after another. */
async function everywhere(visit: (where: string) => Promise<void>): Promise<void> {
  const at = async (address: string, ready: string) => {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, address);
    await page.locator(ready).first().waitFor();
    await visit(address);
  };
  await at('#/sell', '.tile');
  await at('#/sell/pay', '.payment');
  await at('#/tables', '.table');
  await at('#/history', '.receipt-row');
  await page.locator('.receipt-row').first().click();
  await page.locator('.receipt-head').waitFor();
  await visit('a receipt');
  await at('#/price-list', '.price-list, .item-row, main button');
  await page.locator('.item-open').first().click();
  await page.locator('.schedule > .button').click();
  for (const kind of [0, 1, 2]) {
    await page.locator('[role=dialog] [role=dialog] .choice .button').nth(kind).click();
    await visit(`a change set ahead, kind ${kind}`);
  }
  for (const left of [1, 0]) {
    await page.keyboard.press('Escape');
    await page.waitForFunction((count) => document.querySelectorAll('[role=dialog]').length === count, left);
  }
  await at('#/price-list/stock', '.stock-open');
  await page.locator('.stock-open').first().click();
  await page.locator('.stock-head').waitFor();
  await visit('an item in stock');
  for (const deed of [1, 2, 3]) {
    await page.locator('.dialog-foot .button').nth(deed).click();
    await page.locator('.stock-entry').waitFor();
    await visit(`stock, deed ${deed}`);
    await page.keyboard.press('Escape');
    await page.locator('.stock-entry').waitFor({ state: 'hidden' });
  }
  await page.keyboard.press('Escape');
  await at('#/price-list/stock/take', '.stock-count');
  await at('#/eet', '.eet-rows .list-row');
  await page.locator('.eet-rows .list-row').first().click();
  await page.locator('.eet-attempt').first().waitFor();
  await visit('attempts of a sale');
  await page.keyboard.press('Escape');
  await page.locator('.eet-standing .row .button').nth(1).click();
  await page.getByRole('dialog').waitFor();
  await visit('a certificate');
  await page.keyboard.press('Escape');
  await at('#/shift', '.shift-deeds');
  await at('#/shift/close', '.count-cash');
  for (const section of [
    'devices',
    'shop',
    'payments',
    'eet',
    'vat',
    'tables',
    'staff',
    'keys',
    'data',
    'backoffice',
    'register',
    'about',
  ])
    await at(`#/settings/${section}`, 'main h1');
}

describe('for everybody', { timeout: 240_000 }, () => {
  test('a sale by keyboard alone', async () => {
    const press = (key: string) => page.keyboard.press(key);
    const tabTo = async (name: string | RegExp) => {
      const wanted = page.getByRole('button', { name });
      await wanted.first().waitFor();
      for (let i = 0; i < 80; i++) {
        if (await wanted.first().evaluate((element) => element === document.activeElement)) return;
        await press('Tab');
      }
      throw new Error(`${name} is not to be reached by Tab`);
    };
    await tabTo(/Jana/);
    await press('Enter');
    await page.getByRole('heading', { name: 'PIN: Jana' }).waitFor();
    for (const digit of shop.pins.Jana ?? '') await press(digit);
    await press('Enter');
    await page.getByRole('heading', { name: 'Směna není otevřená' }).waitFor();
    for (const digit of '500') await press(digit);
    await press('Enter');
    await page.getByRole('region', { name: 'Položky' }).waitFor();
    await page.keyboard.type('espresso', { delay: 80 });
    await press('Enter');
    await hand.totalIs('58');
    await tabTo('Zaplatit');
    await press('Enter');
    await page.getByRole('region', { name: 'Placení' }).waitFor();
    for (const digit of '100') await press(digit);
    await press('F1');
    await hand.hugeIs('42');
    await press('Enter');
    await page.getByRole('region', { name: 'Položky' }).waitFor();
  });

  test('everything on the selling and payment screens is reached by Tab', async () => {
    await hand.category('Přílohy');
    await hand.tile('Kečup');
    await hand.line(/Kečup/);
    for (const screen of ['sell', 'payment']) {
      if (screen === 'payment') await hand.toPayment();
      const all = await page.evaluate(() => {
        (document.activeElement as HTMLElement | null)?.blur();
        const targets = [...document.querySelectorAll<HTMLElement>('button:enabled, input:enabled')].filter(
          // Categories that were left lie below the one on the screen.
          (target) => target.checkVisibility() && !target.closest('[aria-hidden="true"]'),
        );
        targets.forEach((target, i) => {
          target.dataset.number = String(i);
        });
        return targets.map((target) => target.outerHTML.slice(0, 120));
      });
      const reached = new Set<string>();
      for (let i = 0; i < all.length + 10; i++) {
        await page.keyboard.press('Tab');
        reached.add(
          await page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.number ?? ''),
        );
      }
      expect(
        all.filter((_, i) => !reached.has(String(i))),
        screen,
      ).toEqual([]);
    }
    await page.keyboard.press('Escape');
  });

  test('no serious or critical finding, no small target, no name cut off: in both themes', async () => {
    await hand.go('Prodej');
    await page.getByRole('button', { name: 'Zamknout nebo vystřídat obsluhu' }).click();
    await page.getByRole('heading', { name: 'Kdo obsluhuje?' }).waitFor();
    await page.getByRole('button', { name: /Petr/ }).click();
    await page.getByRole('heading', { name: 'PIN: Petr' }).waitFor();
    await look('sign-in');
    await hand.signIn('Petr', shop.pins.Petr ?? '');
    await hand.go('Stoly');
    await page.locator('.table.taken').first().click();
    await everywhere(look);
  });

  test('no name of an item is cut on any shelf', async () => {
    await hand.go('Prodej');
    const shelves = await page
      .getByRole('navigation', { name: 'Kategorie' })
      .getByRole('button')
      .allTextContents();
    for (const shelf of shelves) {
      await hand.category(shelf);
      await page.locator('.category[aria-current="true"]', { hasText: shelf }).waitFor();
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('.tile-name')]
          .filter((name) => name.scrollHeight > name.clientHeight + 3 || name.scrollWidth > name.clientWidth)
          .map((name) => name.textContent),
      );
      expect.soft(cut, shelf).toEqual([]);
    }
  });

  test('dialogs too', async () => {
    await hand.go('Stoly');
    await page.locator('.table.taken').first().click();
    await hand.line(/Kečup/);
    for (const deed of ['Poznámka', 'Sleva', 'Cena', 'Storno']) {
      await hand.deed(deed);
      await page.getByRole('dialog').waitFor();
      await look(deed);
      await page.keyboard.press('Escape');
    }
    await hand.bill().getByRole('button', { name: 'Další úkony s účtem' }).click();
    await page.getByRole('dialog').waitFor();
    await look('the menu of a bill');
    await page.keyboard.press('Escape');
    await page.locator('button.status').click();
    await page.getByRole('dialog').waitFor();
    await look('state');
    await page.keyboard.press('Escape');
    await hand.toPayment();
    for (const name of ['Spropitné', 'Na firmu (IČO)']) {
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog').waitFor();
      await look(name);
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('Escape');
    await hand.go('Ceník');
    await page.getByRole('button', { name: 'Nová položka' }).click();
    await page.getByRole('dialog').waitFor();
    await look('a new item');
    await page.keyboard.press('Escape');
    await hand.go('Pokladna');
    for (const name of ['Vklad', 'Přehled X', 'Záznam zásuvky']) {
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog').waitFor();
      await look(name);
      await page.keyboard.press('Escape');
    }
  });

  test('a dialog keeps fingers off everything behind it, on a wide screen too', async () => {
    await page.setViewportSize({ width: 1920, height: 1080 });
    const covers = async (where: string) => {
      await page.getByRole('dialog').waitFor();
      const veil = await page.locator('.veil').boundingBox();
      expect.soft(veil, where).toEqual({ x: 0, y: 0, width: 1920, height: 1080 });
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    };
    await hand.go('Pokladna');
    await page.getByRole('button', { name: 'Uzavřít směnu' }).click();
    await page.getByRole('button', { name: 'Částkou' }).click();
    await hand.keys('100');
    await page.getByRole('button', { name: 'Uzavřít směnu' }).click();
    await covers('closing the shift');
    for (const [section, name] of [
      ['Platby', 'Nová platba'],
      ['Sazby DPH', 'Nová sazba'],
      ['Stoly', 'Nový stůl'],
      ['Obsluha', 'Nový člověk'],
    ] as const) {
      await hand.go('Nastavení');
      await page.getByRole('navigation').getByRole('button', { name: section, exact: true }).last().click();
      await page.getByRole('button', { name }).click();
      await covers(section);
    }
    await page.setViewportSize({ width: 1024, height: 768 });
  });

  test('in English no word of the Czech dictionaries is left', async () => {
    await page.locator('button.status').click();
    await page.getByRole('dialog').getByRole('button', { name: 'English' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('navigation', { name: 'Screens' }).waitFor();
    const czech = czechWords();
    await everywhere(async (where) => {
      const seen = await page.evaluate(() => {
        const texts: string[] = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) texts.push(walker.currentNode.textContent?.trim() ?? '');
        for (const element of document.body.querySelectorAll('[aria-label], [placeholder], [title]'))
          for (const name of ['aria-label', 'placeholder', 'title'])
            texts.push(element.getAttribute(name) ?? '');
        return [...new Set(texts)];
      });
      expect
        .soft(
          seen.filter((text) => czech.has(text)),
          where,
        )
        .toEqual([]);
    });
  });
});

/** Fixed words of all dictionaries that English says otherwise, less what the demo's own data are called. */
function czechWords(): ReadonlySet<string> {
  const data = new Set([
    'Zvážit',
    'English',
    'QR platba',
    'Hotovost',
    'Karta',
    'Stravenky',
    'Zásuvka',
    'Historie',
    'Zamknout',
    'Objednat',
  ]);
  const dictionaries = [
    frame,
    backofficeWords,
    eetWords,
    eetSettingsWords,
    historyWords,
    payment,
    priceListWords,
    stockWords,
    sell,
    scheduleWords,
    settingsWords,
    syncItems,
    shiftWords,
    signIn,
    tables,
  ] as readonly (() => Dictionary)[];
  const all = (tongue: 'cs' | 'en') => {
    language.value = tongue;
    return dictionaries.flatMap((words) => flat(words()));
  };
  const english = new Set(all('en'));
  return new Set(all('cs').filter((text) => text.length > 2 && !english.has(text) && !data.has(text)));
}

function flat(words: Dictionary): string[] {
  return Object.values(words).flatMap((word) => {
    if (typeof word === 'string') return [word];
    if (typeof word === 'function') return [];
    return Array.isArray(word) ? [...word] : flat(word as Dictionary);
  });
}
