import { useState } from 'preact/hooks';
import { divideRounded, formatAmount, type Haler, parseAmount } from '../../../domain/index.ts';
import { frame } from '../../i18n/frame.ts';
import { NumberDialog } from '../../widgets/number-dialog.tsx';
import { payment } from './words.ts';

const FIVE_CROWNS = 500;
const TEN_CROWNS = 1_000;

/** Tips that round the sum up, and about the usual percentages. */
function usualTips(total: Haler): Haler[] {
  const up = (step: Haler) => Math.ceil(total / step) * step - total;
  // A percentage, so that the whole sum comes out even.
  const percent = (p: number) =>
    divideRounded(BigInt(total) * BigInt(100 + p), 100n * BigInt(FIVE_CROWNS)) * FIVE_CROWNS - total;
  const tips = [up(TEN_CROWNS), up(5 * TEN_CROWNS), up(10 * TEN_CROWNS), percent(5), percent(10)];
  return [...new Set(tips)].filter((tip) => tip > 0).sort((a, b) => a - b);
}

/** A guest says either how much is for the waiter, or how much it shall be in all. */
export function TipDialog({
  total_haler,
  tip_haler,
  onTip,
  onClose,
}: {
  total_haler: Haler;
  tip_haler: Haler;
  onTip: (tip_haler: Haler) => void;
  onClose: () => void;
}) {
  const t = payment();
  const [mode, setMode] = useState<'amount' | 'total'>('total');
  const read = (text: string): number | undefined => {
    const value = parseAmount(text);
    if (value === undefined) return undefined;
    const tip = mode === 'total' ? value - total_haler : value;
    return tip >= 0 ? tip : undefined;
  };
  const now = mode === 'total' ? total_haler + tip_haler : tip_haler;
  return (
    <NumberDialog
      key={mode}
      title={t.tipTitle}
      unit={frame().crowns}
      decimals={2}
      start={formatAmount(now, 'short')}
      read={read}
      onNumber={onTip}
      onClose={onClose}
    >
      <div class="row">
        {(['total', 'amount'] as const).map((one) => (
          <button
            key={one}
            type="button"
            class="button"
            aria-pressed={one === mode}
            onClick={() => setMode(one)}
          >
            {one === 'total' ? t.tipTotal : t.tipAmount}
          </button>
        ))}
      </div>
      <div class="row">
        {tip_haler > 0 && (
          <button type="button" class="button" onClick={() => onTip(0)}>
            {t.noTip}
          </button>
        )}
        {usualTips(total_haler).map((tip) => (
          <button key={tip} type="button" class="button" onClick={() => onTip(tip)}>
            {mode === 'total' ? formatAmount(total_haler + tip, 'short') : `+ ${formatAmount(tip, 'short')}`}
          </button>
        ))}
      </div>
    </NumberDialog>
  );
}
