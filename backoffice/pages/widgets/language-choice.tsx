import { type Language, language } from '../../../ui/language.ts';
import { frame } from '../i18n/frame.ts';
import { Choice } from './field.tsx';

/** Each language in its own words. */
export function LanguageChoice({ quiet = true }: { quiet?: boolean }) {
  return (
    <Choice<Language>
      label={frame().language}
      quiet={quiet}
      value={language.value}
      options={[
        { value: 'cs', text: <span lang="cs">Čeština</span> },
        { value: 'en', text: <span lang="en">English</span> },
      ]}
      onChoose={(tongue) => {
        language.value = tongue;
      }}
    />
  );
}
