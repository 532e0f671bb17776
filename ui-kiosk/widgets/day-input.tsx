import { useState } from 'preact/hooks';
import { frame } from '../i18n/frame.ts';
import { dateWords, readDay } from '../i18n/when.ts';

/**
 * A day as it is written here, `24. 11. 2026`: the browser's own field would follow the language of the browser.
 * `day` is `YYYY-MM-DD` or empty; what is no day (yet) is told as empty.
 */
export function DayInput({
  id,
  day,
  error,
  onDay,
}: {
  id: string;
  day: string;
  /** What is wrong with it is said beside it. */
  error?: boolean;
  onDay: (day: string) => void;
}) {
  const [text, setText] = useState(day === '' ? '' : dateWords(day));
  const wrong = text.trim() !== '' && readDay(text) === null;
  return (
    <input
      id={id}
      type="text"
      class="input date"
      inputMode="decimal"
      autocomplete="off"
      maxLength={14}
      placeholder={frame().dayExample}
      value={text}
      aria-invalid={wrong || error}
      onInput={(event) => {
        setText(event.currentTarget.value);
        onDay(readDay(event.currentTarget.value) ?? '');
      }}
      onBlur={() => {
        const read = readDay(text);
        if (read !== null) setText(dateWords(read));
      }}
    />
  );
}
