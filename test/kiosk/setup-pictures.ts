import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchBrowser } from './browser.ts';
import { startNewBox } from './new-box.ts';
import { tour } from './setup-tour.ts';

/**
 * Pictures of the first run.
 *   node test/kiosk/setup-pictures.ts FOLDER
 * All pages in both sizes, for people to look at; without a folder only what the technician's guide shows.
 */
const GUIDE = new URL('../../docs/pictures', import.meta.url).pathname;
const folder = process.argv[2] ? resolve(process.argv[2]) : null;
const SHOWN = new Set([
  'shop',
  'register',
  'printers-found',
  'trial-asked',
  'trial-letters',
  'papers',
  'drawer-asked',
  'staff-first',
  'summary',
]);
const SIZES = [
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
] as const;

const box = await startNewBox();
const browser = await launchBrowser();
try {
  const page = await (await browser.newContext({ viewport: SIZES[0], locale: 'cs-CZ' })).newPage();
  page.setDefaultTimeout(30_000);
  mkdirSync(folder ?? GUIDE, { recursive: true });
  await tour(page, box.url, async (name) => {
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'light';
    });
    if (!folder) {
      if (SHOWN.has(name))
        await page.screenshot({ path: join(GUIDE, `setup-${name}.png`), animations: 'disabled' });
      return;
    }
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.screenshot({ path: join(folder, `${name}-${size.width}.png`), animations: 'disabled' });
    }
    await page.setViewportSize(SIZES[0]);
  });
} finally {
  await browser.close();
  await box.stop();
}
