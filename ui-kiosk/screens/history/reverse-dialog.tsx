import { useState } from 'preact/hooks';
import type { ReceiptView } from '../../../daemon/http/contract.ts';
import { formatAmount } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { isReason, ReasonField } from '../../widgets/reason.tsx';
import { historyWords } from './words.ts';

/** Takes a receipt back by another one. Says before the deed what money goes back and by which way. */
export function ReverseDialog({
  view,
  onClose,
  onDone,
}: {
  view: ReceiptView;
  onClose: () => void;
  onDone: (reversal: ReceiptView) => void;
}) {
  const { receipt, number } = view;
  const t = historyWords();
  const [reason, setReason] = useState('');
  const [hint, setHint] = useState(false);
  const doing = useDoing();
  return (
    <Confirm
      title={t.reverseTitle(number)}
      action={t.reverseDo(`${formatAmount(receipt.toPay_haler)} Kč`)}
      danger
      doing={doing}
      onClose={onClose}
      onYes={() => {
        if (!isReason(reason)) {
          setHint(true);
          return;
        }
        void doing.run(
          () => api.reverse(receipt.id, { reason: reason.trim() }),
          (made) => {
            onClose();
            onDone(made);
          },
        );
      }}
    >
      <p>{t.reverseText}</p>
      {receipt.payments.length === 0 ? (
        <p>{t.nothingBack}</p>
      ) : (
        <dl class="give-back">
          <dt class="small quiet">{t.giveBack}</dt>
          {receipt.payments.map((payment, index) => (
            <dd key={index}>
              <span>{payment.name}</span>
              <strong class="amount">{formatAmount(payment.amount_haler)} Kč</strong>
            </dd>
          ))}
        </dl>
      )}
      <ReasonField
        label={t.reason}
        otherLabel={t.otherReason}
        usual={t.reasons}
        value={reason}
        onChange={setReason}
      />
      {hint && !isReason(reason) && <p class="error">{t.reasonMissing}</p>}
    </Confirm>
  );
}
