import { useState } from 'preact/hooks';
import type { FiscalState } from '../../../daemon/http/contract.ts';
import { said } from '../../../ui/language.ts';
import { momentWords } from '../../i18n/when.ts';
import { FiscalWords } from '../eet/fiscal-mark.tsx';
import { SaleDialog } from '../eet/sale-dialog.tsx';
import { eetWords } from '../eet/words.ts';

/** How a receipt stands with the tax authority: its POK in full, or why there is none yet; a tap shows the attempts. */
export function FiscalLine({ receiptId, fiscal }: { receiptId: string; fiscal: FiscalState }) {
  const t = eetWords();
  const [open, setOpen] = useState(false);
  const { state, environment, pok, attempts, reason, deadlineAt } = fiscal;
  return (
    <div class="receipt-fiscal">
      <p>
        <span class="visually-hidden">EET: </span>
        <FiscalWords state={state} />
        {environment === 'playground' && <span class="small quiet"> · {t.environments.playground}</span>}
      </p>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {attempts > 0 ? t.attemptsCount(attempts) : t.attempts}
      </button>
      {pok !== null && <p class="small receipt-pok">{pok}</p>}
      {state !== 'confirmed' && (
        <p class="small quiet">
          {reason ? said(reason) : ''} {pok === null && t.deadline(momentWords(deadlineAt))}
        </p>
      )}
      {open && <SaleDialog receiptId={receiptId} onClose={() => setOpen(false)} />}
    </div>
  );
}
