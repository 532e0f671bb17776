import { useState } from 'preact/hooks';
import { FAVOURITE } from '../../favourite.ts';
import { toggled } from './item-form.ts';
import { priceListWords } from './words.ts';

/** Labels as chips: all that the shop uses, and a new one in words. */
export function LabelField({
  labels,
  known,
  error,
  onChange,
}: {
  labels: readonly string[];
  known: readonly string[];
  error: string | undefined;
  onChange: (labels: readonly string[]) => void;
}) {
  const t = priceListWords();
  const [text, setText] = useState('');
  const all = [...new Set([FAVOURITE, ...known, ...labels])];
  const add = () => {
    const label = text.trim();
    setText('');
    if (label !== '' && !labels.includes(label)) onChange([...labels, label]);
  };
  return (
    <fieldset class="choice">
      <legend>{t.labels}</legend>
      <div>
        {all.map((label) => (
          <button
            key={label}
            type="button"
            class="button"
            aria-pressed={labels.includes(label)}
            onClick={() => onChange(toggled(labels, label))}
          >
            {label}
          </button>
        ))}
        <span class="adding">
          <input
            type="text"
            class="input"
            autocomplete="off"
            aria-label={t.newLabel}
            placeholder={t.newLabel}
            maxLength={40}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
            onBlur={add}
          />
          {text !== '' && (
            <button type="button" class="button" onClick={add}>
              {t.add}
            </button>
          )}
        </span>
      </div>
      <p class={error ? 'small error' : 'small quiet'}>{error ?? t.labelsHint}</p>
    </fieldset>
  );
}
