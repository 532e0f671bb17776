import { computed, effect, signal } from '@preact/signals';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const KEPT = 'backoffice.theme';

const kept = localStorage.getItem(KEPT);
/** As the device has it, unless somebody has said otherwise in this browser. */
export const theme = signal<Theme>(THEMES.find((one) => one === kept) ?? 'auto');

const night = matchMedia('(prefers-color-scheme: dark)');
const dark = signal(night.matches);
/** What is on the screen now. */
export const look = computed<'light' | 'dark'>(() =>
  theme.value === 'auto' ? (dark.value ? 'dark' : 'light') : theme.value,
);

export function startTheme(): void {
  night.addEventListener('change', () => {
    dark.value = night.matches;
  });
  effect(() => {
    document.documentElement.dataset.theme = look.value;
    localStorage.setItem(KEPT, theme.value);
  });
}
