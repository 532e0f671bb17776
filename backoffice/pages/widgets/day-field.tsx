import { useId, useState } from 'preact/hooks';
import { dateWords, readDay } from '../i18n/day.ts';
import { frame } from '../i18n/frame.ts';

/**
 * A day as it is written here, `24. 11. 2026`: the browser's own field would follow the language of the browser. Its
 * calendar is a button beside. `day` is `YYYY-MM-DD` or empty; what is no day (yet) is told as empty.
 */
export function DayField({
  label,
  day,
  onDay,
  latest,
  error,
  focus,
}: {
  label: string;
  day: string;
  onDay: (day: string) => void;
  /** The calendar goes no further. */
  latest?: string;
  error?: string;
  focus?: boolean;
}) {
  const id = useId();
  const [text, setText] = useState(day === '' ? '' : dateWords(day));
  const unreadable = text.trim() !== '' && readDay(text) === null;
  const wrong = unreadable ? frame().noSuchDay : error;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="day-field">
        <input
          id={id}
          value={text}
          inputMode="decimal"
          autocomplete="off"
          placeholder={frame().dayExample}
          aria-invalid={wrong !== undefined}
          aria-describedby={wrong ? `${id}-hint` : undefined}
          data-focus={focus || undefined}
          onInput={(event) => {
            setText(event.currentTarget.value);
            onDay(readDay(event.currentTarget.value) ?? '');
          }}
          onBlur={() => {
            const read = readDay(text);
            if (read) setText(dateWords(read));
          }}
        />
        <input
          type="date"
          class="calendar"
          aria-label={`${label}: ${frame().calendar}`}
          value={day}
          max={latest}
          onInput={(event) => {
            const chosen = event.currentTarget.value;
            setText(chosen === '' ? '' : dateWords(chosen));
            onDay(chosen);
          }}
        />
      </div>
      {wrong && (
        <p id={`${id}-hint`} class="small error">
          {wrong}
        </p>
      )}
    </div>
  );
}
