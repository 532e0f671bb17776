import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { DESK, PHONE } from './owner.ts';

/**
 * Findings that keep somebody out, at a desk by day and on a phone at night; whatever pushes a phone's page wider than the phone;
 * targets smaller than WCAG 2.2 asks for (2.5.8: 24 px).
 */
export async function lookAt(page: Page, where: string): Promise<void> {
  // Evaluated, not added as an element: the page's policy allows no foreign script.
  await page.evaluate(axe.source);
  for (const [size, theme] of [
    [DESK, 'light'],
    [PHONE, 'dark'],
  ] as const) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: theme });
    await page.waitForFunction((look) => document.documentElement.dataset.theme === look, theme);
    const found = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const { violations } = await axe.run(document, { resultTypes: ['violations'] });
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
    });
    expect.soft(found, `${where}, ${theme}, ${size.width}`).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(wide, `${where}: wider than ${size.width}`).toBeLessThanOrEqual(0);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea')]
        .filter((target) => target.checkVisibility() && target.getClientRects().length > 0)
        // A link within a sentence is as high as its line.
        .filter((target) => !(target.tagName === 'A' && getComputedStyle(target).display === 'inline'))
        .filter((target) => {
          const { width, height } = target.getBoundingClientRect();
          return width < 24 || height < 24;
        })
        .map((target) => target.outerHTML.slice(0, 120)),
    );
    expect.soft(small, `${where}: targets under 24 px at ${size.width}`).toEqual([]);
  }
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: 'light' });
}
