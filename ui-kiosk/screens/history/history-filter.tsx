import { useEffect, useRef, useState } from 'preact/hooks';
import type { RegisterName } from '../../../daemon/http/contract.ts';
import { DayInput } from '../../widgets/day-input.tsx';
import { Icon } from '../../widgets/icon.tsx';
import type { Span } from './receipt-days.ts';
import { historyWords } from './words.ts';

export interface Wanted {
  readonly q: string;
  readonly span: Span;
  /** Ends of a period, `YYYY-MM-DD` or empty. */
  readonly from: string;
  readonly to: string;
  /** Empty for all. */
  readonly registerId: string;
}

/** Long enough that a word typed in one go asks once. */
const TYPING_MS = 150;

export function HistoryFilter({
  wanted,
  registers,
  onWant,
}: {
  wanted: Wanted;
  registers: readonly RegisterName[];
  onWant: (wanted: Wanted) => void;
}) {
  const t = historyWords();
  const [text, setText] = useState(wanted.q);
  const latest = useRef(wanted);
  latest.current = wanted;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text.trim() !== latest.current.q) onWant({ ...latest.current, q: text.trim() });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <div class="history-filter">
      <div class="searching">
        <Icon name="search" />
        <input
          type="text"
          class="input"
          autocomplete="off"
          aria-label={t.search}
          placeholder={t.search}
          maxLength={80}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        {text !== '' && (
          <button type="button" class="plain" aria-label={t.clearSearch} onClick={() => setText('')}>
            <Icon name="close" />
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of the filter */}
      <div class="row" role="group" aria-label={t.days}>
        {(['all', 'today', 'yesterday', 'span'] as const).map((span) => (
          <button
            key={span}
            type="button"
            class="button"
            aria-pressed={wanted.span === span}
            onClick={() => onWant({ ...wanted, span })}
          >
            {t[span]}
          </button>
        ))}
      </div>
      {registers.length > 1 && (
        // biome-ignore lint/a11y/useSemanticElements: as the row of days
        <div class="row" role="group" aria-label={t.registers}>
          {[{ id: '', name: t.allRegisters }, ...registers].map(({ id, name }) => (
            <button
              key={id}
              type="button"
              class="button"
              aria-pressed={wanted.registerId === id}
              onClick={() => onWant({ ...wanted, registerId: id })}
            >
              {name}
            </button>
          ))}
        </div>
      )}
      {wanted.span === 'span' && (
        <div class="row">
          {(['from', 'to'] as const).map((end) => (
            <div key={end} class="row small quiet">
              <label for={`day-${end}`}>{t[end]}</label>
              <DayInput
                id={`day-${end}`}
                day={wanted[end]}
                onDay={(day) => onWant({ ...wanted, [end]: day })}
              />
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
