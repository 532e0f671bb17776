import { useState } from 'preact/hooks';
import { parseAmount } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { shift } from '../../store/signals.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Keypad } from '../../widgets/keypad.tsx';
import { isReason, ReasonField } from '../../widgets/reason.tsx';
import { inCurrency } from './difference-words.ts';
import { shiftWords } from './words.ts';

/** Cash into the drawer (1) or out of it (−1), with a reason. */
export function CashDialog({ direction, onClose }: { direction: 1 | -1; onClose: () => void }) {
  const t = shiftWords();
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const doing = useDoing();
  const amount = parseAmount(text) ?? 0;
  const sum = inCurrency(amount, 'CZK');
  const send = () => {
    setAsked(true);
    if (amount === 0 || !isReason(reason)) return;
    void doing.run(
      () => api.moveCash({ amount_haler: direction * amount, reason: reason.trim() }),
      (view) => {
        shift.value = view;
        onClose();
      },
    );
  };
  return (
    <Confirm
      title={direction === 1 ? t.cashIn : t.cashOut}
      action={direction === 1 ? t.putIn(sum) : t.takeOut(sum)}
      doing={doing}
      wide
      onClose={onClose}
      onYes={send}
    >
      <div class="cash-entry">
        <div class="stack">
          <output class="cash-amount large" aria-label={t.amount}>
            {text === '' ? '0' : text} Kč
          </output>
          {asked && amount === 0 && <p class="error">{t.amountMissing}</p>}
          <Keypad value={text} onChange={setText} decimals={2} onEnter={send} />
        </div>
        <div class="stack">
          <ReasonField
            label={t.why}
            otherLabel={t.otherWhy}
            usual={direction === 1 ? t.inReasons : t.outReasons}
            value={reason}
            onChange={setReason}
          />
          {asked && !isReason(reason) && <p class="error">{t.reasonMissing}</p>}
        </div>
      </div>
    </Confirm>
  );
}
