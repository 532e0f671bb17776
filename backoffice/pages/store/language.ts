import { effect } from '@preact/signals';
import { language } from '../../../ui/language.ts';

const KEPT = 'backoffice.language';

/** Czech, unless somebody has chosen otherwise in this browser. */
export function startLanguage(): void {
  if (localStorage.getItem(KEPT) === 'en') language.value = 'en';
  effect(() => {
    document.documentElement.lang = language.value;
    localStorage.setItem(KEPT, language.value);
  });
}
