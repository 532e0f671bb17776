import { useEffect, useRef, useState } from 'preact/hooks';
import { isEan } from '../../../domain/index.ts';
import { claimScans } from '../../scan/claim.ts';
import { Icon } from '../../widgets/icon.tsx';
import { priceListWords } from './words.ts';

/** EANs of an item. A scanned code is added at once, a typed one with Enter. */
export function EanField({
  eans,
  error,
  onChange,
}: {
  eans: readonly string[];
  error: string | undefined;
  onChange: (eans: readonly string[]) => void;
}) {
  const t = priceListWords();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const add = (code: string) => {
    const ean = code.trim();
    if (ean === '') return;
    if (!isEan(ean)) {
      setWrong(true);
      return;
    }
    setWrong(false);
    setText('');
    if (!eans.includes(ean)) onChange([...eans, ean]);
  };
  const latest = useRef(add);
  latest.current = add;
  useEffect(() => claimScans((code) => latest.current(code)), []);
  return (
    <fieldset class="choice">
      <legend>{t.eans}</legend>
      <div>
        {eans.map((ean) => (
          <button
            key={ean}
            type="button"
            class="button"
            aria-label={t.removeEan(ean)}
            onClick={() => onChange(eans.filter((one) => one !== ean))}
          >
            {ean}
            <Icon name="close" size={18} />
          </button>
        ))}
        <span class="adding">
          <input
            type="text"
            class="input"
            inputMode="numeric"
            autocomplete="off"
            aria-label={t.addEan}
            placeholder={t.addEan}
            aria-invalid={wrong || error !== undefined}
            value={text}
            onInput={(event) => {
              setWrong(false);
              setText(event.currentTarget.value);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add(text);
            }}
            onBlur={() => add(text)}
          />
          {text !== '' && (
            <button type="button" class="button" onClick={() => add(text)}>
              {t.add}
            </button>
          )}
        </span>
      </div>
      {(wrong || error) && <p class="small error">{wrong ? t.faults.ean : error}</p>}
    </fieldset>
  );
}
