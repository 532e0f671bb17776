import type { Page } from 'playwright-core';
import { EMAIL, NOW, PASSWORD } from './trading-shop.ts';

export const DESK = { width: 1280, height: 800 } as const;
export const PHONE = { width: 390, height: 844 } as const;

/** The shop's evening on the browser's clock too; timers go on. */
export async function openPages(page: Page, url: string): Promise<void> {
  page.setDefaultTimeout(15_000);
  await page.clock.setFixedTime(NOW);
  await page.goto(url);
  await page.getByRole('heading', { name: 'Přihlášení' }).waitFor();
}

export async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Heslo').fill(PASSWORD);
  await page.getByRole('button', { name: 'Přihlásit se' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** As somebody does who follows a link: the page is there, only the address changes. */
export async function goTo(page: Page, store: string, path: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/${store}/${path}`);
}
