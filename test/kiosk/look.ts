import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const LEAST_PX = 48;
const LEAST_TILE_PX = { width: 96, height: 72 };

/** Findings that keep somebody out, in both themes; targets too small for a thumb; names of tiles cut off. */
export async function lookAt(page: Page, where: string): Promise<void> {
  await page.evaluate(axe.source);
  for (const theme of ['light', 'dark']) {
    const found = await page.evaluate(async (look) => {
      document.documentElement.dataset.theme = look;
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const { violations } = await axe.run(document, { resultTypes: ['violations'] });
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
    }, theme);
    expect.soft(found, `${where}, ${theme}`).toEqual([]);
  }
  const small = await page.evaluate(
    ({ least, tile }) => {
      const targets = document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea');
      return [...targets]
        .filter((target) => target.checkVisibility() && target.getClientRects().length > 0)
        .filter((target) => {
          const { width, height } = target.getBoundingClientRect();
          const isTile = target.classList.contains('tile');
          return width + 0.5 < (isTile ? tile.width : least) || height + 0.5 < (isTile ? tile.height : least);
        })
        .map((target) => {
          const { width, height } = target.getBoundingClientRect();
          return `${target.outerHTML.slice(0, 100)} ${Math.round(width)}x${Math.round(height)}`;
        });
    },
    { least: LEAST_PX, tile: LEAST_TILE_PX },
  );
  expect.soft(small, `${where}: targets under ${LEAST_PX} px`).toEqual([]);
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('.tile-name')]
      .filter((name) => name.scrollHeight > name.clientHeight + 3 || name.scrollWidth > name.clientWidth)
      .map((name) => name.textContent),
  );
  expect.soft(cut, `${where}: names cut off`).toEqual([]);
}
