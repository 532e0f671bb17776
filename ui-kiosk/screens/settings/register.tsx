import { language } from '../../../ui/language.ts';
import { Choice } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { useInstant } from './save-bar.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { settingsWords } from './words.ts';

const LOCKS_S = [0, 30, 60, 120, 300, 900];
export function Register({ view }: SectionProps) {
  const t = settingsWords();
  const { settings } = view;
  const { doing, change } = useInstant();
  const locks = LOCKS_S.includes(settings.lockAfter_s)
    ? LOCKS_S
    : [...LOCKS_S, settings.lockAfter_s].sort((a, b) => a - b);
  return (
    <div class="stack roomy">
      <h1>{t.register}</h1>
      <FaultNote fault={doing.fault.value} />
      <Choice
        label={t.languageName}
        value={settings.language}
        options={[
          { value: 'cs', text: 'Čeština' },
          { value: 'en', text: 'English' },
        ]}
        onChoose={(chosen) => {
          // Also when the shop has it already and somebody has switched only this screen.
          language.value = chosen;
          change({ language: chosen });
        }}
      />
      <Choice
        label={t.theme}
        value={settings.theme}
        options={(['light', 'dark', 'auto'] as const).map((value) => ({ value, text: t.themes[value] }))}
        onChoose={(theme) => change({ theme })}
      />
      <Choice
        label={t.lockAfter}
        value={String(settings.lockAfter_s)}
        options={locks.map((seconds) => ({
          value: String(seconds),
          text: seconds === 0 ? t.never : seconds % 60 === 0 ? t.minutes(seconds / 60) : t.seconds(seconds),
        }))}
        onChoose={(seconds) => change({ lockAfter_s: Number(seconds) })}
      />
    </div>
  );
}
