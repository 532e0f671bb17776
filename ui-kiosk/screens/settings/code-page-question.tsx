import { Keypad } from '../../widgets/keypad.tsx';
import { settingsWords } from './words.ts';

/** ESC t n: 0–255. */
const MAX_CODE_PAGE = 255;

export const isCodePage = (text: string): boolean => text !== '' && Number(text) <= MAX_CODE_PAGE;

/** Which of the numbered lines that hang out of the printer reads right. */
export function CodePageQuestion({
  text,
  onText,
  onEnter,
}: {
  text: string;
  onText: (text: string) => void;
  onEnter: () => void;
}) {
  const t = settingsWords();
  return (
    <>
      <p>
        <strong>{t.codePageWhich}</strong> {t.codePageExample}
      </p>
      <output class="cash-amount large" aria-label={t.codePageWhich}>
        {text === '' ? '–' : text}
      </output>
      <Keypad value={text} onChange={onText} maxLength={3} bare onEnter={onEnter} />
    </>
  );
}
