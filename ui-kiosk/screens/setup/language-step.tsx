import { type Language, language } from '../../../ui/language.ts';
import { useDoing } from '../../widgets/doing.ts';
import { FaultNote } from '../../widgets/note.tsx';
import { setupApi } from './setup-api.ts';
import { Step, type StepProps, stateOf } from './step.tsx';
import { setupWords } from './words.ts';

const LANGUAGES: readonly { readonly id: Language; readonly name: string }[] = [
  { id: 'cs', name: 'Čeština' },
  { id: 'en', name: 'English' },
];

export function LanguageStep(step: StepProps) {
  const t = setupWords();
  const doing = useDoing();
  const done = stateOf(step.view, 'language') === 'done';
  const choose = (id: Language) => {
    // The screen follows at once: whoever cannot read it must not wait.
    language.value = id;
    void doing.run(() => setupApi.language(id), step.next);
  };
  return (
    <Step title={t.languageTitle} text={t.languageText} step={step} done={done}>
      <FaultNote fault={doing.fault.value} />
      <div class="setup-choices">
        {LANGUAGES.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            class="button setup-choice"
            lang={id}
            aria-pressed={done && language.value === id}
            disabled={doing.busy.value}
            onClick={() => choose(id)}
          >
            <strong class="large">{name}</strong>
          </button>
        ))}
      </div>
      <p class="quiet">{t.later}</p>
    </Step>
  );
}
