import { useState } from 'preact/hooks';
import { formatAmount, parseAmount } from '../../../domain/index.ts';
import { frame } from '../../i18n/frame.ts';
import { Choice } from '../../widgets/field.tsx';
import { Icon } from '../../widgets/icon.tsx';
import { Keypad } from '../../widgets/keypad.tsx';
import { adjusted, COINS, type Counts, countedSum, NOTES, nextPiece, pieceCount } from './money-count.ts';
import { shiftWords } from './words.ts';

/** Cash as it is being counted. The text of a sum in crowns, or pieces; foreign cash as texts of sums. */
export interface CashCount {
  readonly by: 'pieces' | 'sum';
  readonly counts: Counts;
  readonly sum: string;
  readonly foreign: Readonly<Record<string, string>>;
}
export const NOTHING_COUNTED: CashCount = { by: 'pieces', counts: {}, sum: '', foreign: {} };

export function cashOf(count: CashCount): number {
  return count.by === 'pieces' ? countedSum(count.counts) : (parseAmount(count.sum) ?? 0);
}

/** Cents by currency. */
export function foreignOf(count: CashCount): Record<string, number> {
  return Object.fromEntries(
    Object.entries(count.foreign).map(([currency, text]) => [currency, parseAmount(text) ?? 0]),
  );
}

type Place = number | 'sum' | string;

/** Pieces on the left, one keypad on the right for whichever line is chosen; Enter goes on. */
export function CountCash({
  count,
  currencies,
  onChange,
  onDone,
}: {
  count: CashCount;
  /** Foreign currencies that the shop takes. */
  currencies: readonly string[];
  onChange: (count: CashCount) => void;
  /** Enter at the end of a sum. */
  onDone: () => void;
}) {
  const t = shiftWords();
  const [place, setPlace] = useState<Place>(count.by === 'pieces' ? NOTES[0] : 'sum');
  const value =
    typeof place === 'number'
      ? (count.counts[place] ?? '')
      : place === 'sum'
        ? count.sum
        : (count.foreign[place] ?? '');
  const put = (text: string) => {
    if (typeof place === 'number') onChange({ ...count, counts: { ...count.counts, [place]: text } });
    else if (place === 'sum') onChange({ ...count, sum: text });
    else onChange({ ...count, foreign: { ...count.foreign, [place]: text } });
  };
  const by = (kind: CashCount['by']) => {
    onChange({ ...count, by: kind });
    setPlace(kind === 'pieces' ? NOTES[0] : 'sum');
  };
  const column = (title: string, pieces: readonly number[]) => (
    <div class="pieces">
      <h2 class="small quiet">{title}</h2>
      {pieces.map((crowns) => (
        <Piece
          key={crowns}
          crowns={crowns}
          counts={count.counts}
          chosen={place === crowns}
          onChoose={() => setPlace(crowns)}
          onChange={(counts) => {
            setPlace(crowns);
            onChange({ ...count, counts });
          }}
        />
      ))}
    </div>
  );
  return (
    <div class="count-cash">
      <div class="count-left">
        <Choice
          label={t.countHow}
          quiet
          value={count.by}
          options={[
            { value: 'pieces', text: t.byPieces },
            { value: 'sum', text: t.bySum },
          ]}
          onChoose={by}
        />
        {count.by === 'pieces' ? (
          <div class="piece-columns">
            {column(t.notes, NOTES)}
            {column(t.coins, COINS)}
          </div>
        ) : (
          <Amount
            label={t.sum}
            unit={frame().crowns}
            text={count.sum}
            chosen={place === 'sum'}
            onChoose={() => setPlace('sum')}
          />
        )}
        {currencies.map((currency) => (
          <Amount
            key={currency}
            label={t.foreign(currency)}
            unit={currency}
            text={count.foreign[currency] ?? ''}
            chosen={place === currency}
            onChoose={() => setPlace(currency)}
          />
        ))}
      </div>
      <div class="count-keys">
        <Keypad
          value={value}
          onChange={put}
          decimals={typeof place === 'number' || place === 'sum' ? 0 : 2}
          maxLength={typeof place === 'number' ? 4 : 8}
          onEnter={() => (typeof place === 'number' ? setPlace(nextPiece(place)) : onDone())}
        />
      </div>
    </div>
  );
}

function Piece({
  crowns,
  counts,
  chosen,
  onChoose,
  onChange,
}: {
  crowns: number;
  counts: Counts;
  chosen: boolean;
  onChoose: () => void;
  onChange: (counts: Counts) => void;
}) {
  const t = shiftWords();
  const name = `${formatAmount(crowns * 100, 'short')} ${frame().crowns}`;
  const pieces = pieceCount(counts, crowns);
  return (
    <div class="piece">
      <button
        type="button"
        class="plain"
        aria-label={t.less(name)}
        disabled={pieces === 0}
        onClick={() => onChange(adjusted(counts, crowns, -1))}
      >
        <Icon name="minus" />
      </button>
      <button
        type="button"
        class="piece-count"
        aria-pressed={chosen}
        aria-label={`${t.pieces(name)}: ${pieces}`}
        onClick={onChoose}
      >
        <span class="piece-name">{formatAmount(crowns * 100, 'short')}</span>
        <span class="quiet">×</span>
        <strong>{pieces || '–'}</strong>
      </button>
      <button
        type="button"
        class="plain"
        aria-label={t.more(name)}
        onClick={() => onChange(adjusted(counts, crowns, 1))}
      >
        <Icon name="plus" />
      </button>
    </div>
  );
}

function Amount({
  label,
  unit,
  text,
  chosen,
  onChoose,
}: {
  label: string;
  unit: string;
  text: string;
  chosen: boolean;
  onChoose: () => void;
}) {
  return (
    <button type="button" class="count-amount" aria-pressed={chosen} onClick={onChoose}>
      <span class="quiet">{label}</span>
      <strong class="large">
        {text === '' ? '0' : text} {unit}
      </strong>
    </button>
  );
}
