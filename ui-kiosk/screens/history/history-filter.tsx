import { useEffect, useRef, useState } from 'preact/hooks';
import type { RegisterName } from '../../../daemon/http/contract.ts';
import { DayInput } from '../../widgets/day-input.tsx';
import { Choice } from '../../widgets/field.tsx';
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
      <Choice
        label={t.days}
        quiet
        value={wanted.span}
        options={(['all', 'today', 'yesterday', 'span'] as const).map((span) => ({
          value: span,
          text: t[span],
        }))}
        onChoose={(span) => onWant({ ...wanted, span })}
      />
      {registers.length > 1 && (
        <Choice
          label={t.registers}
          quiet
          value={wanted.registerId}
          options={[{ id: '', name: t.allRegisters }, ...registers].map(({ id, name }) => ({
            value: id,
            text: name,
          }))}
          onChoose={(registerId) => onWant({ ...wanted, registerId })}
        />
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
