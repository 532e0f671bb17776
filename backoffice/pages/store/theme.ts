import { effect, signal } from '@preact/signals';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const KEPT = 'backoffice.theme';

const kept = localStorage.getItem(KEPT);
/** As the device has it, unless somebody has said otherwise in this browser. */
export const theme = signal<Theme>(THEMES.find((one) => one === kept) ?? 'auto');

const night = matchMedia('(prefers-color-scheme: dark)');
const dark = signal(night.matches);

export function startTheme(): void {
  night.addEventListener('change', () => {
    dark.value = night.matches;
  });
  effect(() => {
    const look = theme.value === 'auto' ? (dark.value ? 'dark' : 'light') : theme.value;
    document.documentElement.dataset.theme = look;
    localStorage.setItem(KEPT, theme.value);
  });
}
