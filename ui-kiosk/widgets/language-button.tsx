import { frame } from '../i18n/frame.ts';
import { language } from '../i18n/language.ts';

/** Says the other language in that language. */
export function LanguageButton() {
  return (
    <button
      type="button"
      class="button"
      onClick={() => {
        language.value = language.value === 'cs' ? 'en' : 'cs';
      }}
    >
      {frame().language}
    </button>
  );
}
