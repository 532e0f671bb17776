import { effect, signal } from '@preact/signals';
import { language } from '../../ui/language.ts';
import { settings } from './signals.ts';

export type Theme = 'light' | 'dark';

/** With the shop's setting `auto`: dark from seven in the evening to seven in the morning. */
export function themeAt(setting: 'light' | 'dark' | 'auto', hour: number): Theme {
  if (setting !== 'auto') return setting;
  return hour >= 7 && hour < 19 ? 'light' : 'dark';
}

const MINUTE_MS = 60_000;

/** Keeps the page's theme and language as they are set, through the evening. */
export function startTheme(): void {
  const hour = signal(new Date().getHours());
  setInterval(() => {
    hour.value = new Date().getHours();
  }, MINUTE_MS);
  effect(() => {
    document.documentElement.dataset.theme = themeAt(settings.value?.theme ?? 'auto', hour.value);
  });
  effect(() => {
    document.documentElement.lang = language.value;
  });
}
