import type { Locator, Page } from 'playwright-core';

/** What a technician does with the wizard, by the words that stand on it. */
export interface SetupHand {
  readonly page: Page;
  /** Waits for the page of a step with this heading. */
  at(heading: string | RegExp): Promise<void>;
  tap(button: string | RegExp): Promise<void>;
  fill(label: string, text: string): Promise<void>;
  keys(text: string): Promise<void>;
  /** To a step by the list on the left. */
  to(step: string): Promise<void>;
  /** What the list on the left says of a step: `hotovo`, `přeskočeno`, `zbývá`. */
  standing(step: string): Locator;
}

export function setupHand(page: Page): SetupHand {
  const steps = () => page.getByRole('navigation', { name: /^(Kroky|Steps)$/ });
  return {
    page,
    at: (name) => page.getByRole('heading', { level: 1, name }).waitFor(),
    tap: (name) =>
      page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).click(),
    fill: (label, text) => page.getByLabel(label, { exact: true }).fill(text),
    async keys(text) {
      for (const key of text) await page.getByRole('button', { name: `číslice ${key}`, exact: true }).click();
    },
    to: (step) =>
      steps()
        .getByRole('button', { name: new RegExp(`^\\S* ?${step}`) })
        .click(),
    standing: (step) => steps().getByRole('button', { name: new RegExp(step) }),
  };
}
