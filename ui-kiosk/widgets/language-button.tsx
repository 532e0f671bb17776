import { language } from '../../ui/language.ts';
import { frame } from '../i18n/frame.ts';

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
