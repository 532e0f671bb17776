import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { lookAt } from './look.ts';
import { type NewBox, startNewBox } from './new-box.ts';
import { tour } from './setup-tour.ts';

/** Every page of the wizard for other eyes and fingers than ours, and in the other language. */
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(() => browser?.close());

async function onNewBox(run: (page: Page, box: NewBox) => Promise<void>): Promise<void> {
  const box = await startNewBox();
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(40_000);
    await run(page, box);
  } finally {
    await context.close();
    await box.stop();
  }
}

/** The whole screen less what is Czech in both: crowns, terms of law, the word that is printed as it is, and the other language's name. */
const read = async (page: Page): Promise<string> =>
  [
    await page.locator('#app').textContent(),
    ...(await page
      .locator('[aria-label]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''))),
  ]
    .join('\n')
    .replaceAll(/Kč|IČO|DIČ|EIČ|Čeština|Žluťoučký kůň|P[rř]íliš [^\n]*|PŘÍLIŠ [^\n]*|Jana Nováková/gu, '');

describe('every page of the wizard', { timeout: 500_000 }, () => {
  test('has no serious finding, no small target, nothing beside the screen, and the way on in sight', () =>
    onNewBox((page, box) =>
      tour(page, box.url, async (name) => {
        await lookAt(page, name);
        const wide = await page.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>('main *')]
            .filter((one) => one.checkVisibility() && !one.closest('.visually-hidden'))
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
            .map((one) => one.outerHTML.slice(0, 100)),
        );
        expect.soft(wide, name).toEqual([]);
        const foot = await page.locator('.setup-foot').boundingBox();
        expect.soft((foot?.y ?? 0) + (foot?.height ?? 0), name).toBeLessThanOrEqual(768);
      }),
    ));

  test('speaks English without a Czech word', () =>
    onNewBox(async (page, box) => {
      await page.goto(box.url);
      await page.locator('.setup-choice').nth(1).click();
      await page
        .getByRole('heading', { level: 1, name: 'Is this the first register of the shop?' })
        .waitFor();
      await tour(page, box.url, async (name) => {
        expect.soft(await read(page), name).not.toMatch(/[ěščřžýáíéúůďťň]/iu);
      });
    }));
});
