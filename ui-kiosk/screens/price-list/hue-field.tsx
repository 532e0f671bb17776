import { Icon } from '../../widgets/icon.tsx';
import { priceListWords } from './words.ts';

/** Eleven hues of equal lightness; the tokens turn a hue into colours of either theme. */
const HUES = [0, 25, 50, 75, 110, 145, 180, 210, 245, 290, 330] as const;

/** `none`: the words for taking the hue from elsewhere; without it a hue has to be chosen. */
export function HueField({
  value,
  none,
  onChange,
}: {
  value: number | null;
  none?: string;
  onChange: (hue: number | null) => void;
}) {
  const t = priceListWords();
  const hues = value === null || (HUES as readonly number[]).includes(value) ? HUES : [value, ...HUES];
  return (
    <fieldset class="choice">
      <legend>{t.hue}</legend>
      <div>
        {none !== undefined && (
          <button type="button" class="button" aria-pressed={value === null} onClick={() => onChange(null)}>
            {none}
          </button>
        )}
        {hues.map((hue) => (
          <button
            key={hue}
            type="button"
            class="swatch hue"
            style={{ '--hue': hue }}
            aria-label={t.hueOf(hue)}
            aria-pressed={value === hue}
            onClick={() => onChange(hue)}
          >
            {value === hue && <Icon name="check" />}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
