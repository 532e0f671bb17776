import { useState } from 'preact/hooks';
import type { PaymentTypeView } from '../../../daemon/http/contract.ts';
import { formatAmount } from '../../../domain/index.ts';
import { Icon } from '../../widgets/icon.tsx';
import { PaymentDialog } from './payment-dialog.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { settingsWords } from './words.ts';

export function Payments({ view }: SectionProps) {
  const t = settingsWords();
  const [editing, edit] = useState<PaymentTypeView | 'new' | null>(null);
  return (
    <>
      <div class="part-head">
        <div>
          <h1>{t.payments}</h1>
          <p class="quiet">{t.paymentsText}</p>
        </div>
        <button type="button" class="button" onClick={() => edit('new')}>
          <Icon name="plus" />
          {t.newPayment}
        </button>
      </div>
      <ul class="list panel">
        {view.paymentTypes.map((type) => (
          <li key={type.id}>
            <button type="button" class="list-row" aria-label={t.edit(type.name)} onClick={() => edit(type)}>
              <span class={type.active ? 'grow' : 'grow quiet'}>
                {type.name}
                <span class="small quiet block">{t.paymentKinds[type.kind]}</span>
              </span>
              {type.rate_haler !== null && (
                <span>{t.rateOf(formatAmount(type.rate_haler), type.currency)}</span>
              )}
              {!type.active && <span class="badge">{t.inactive}</span>}
              <Icon name="next" />
            </button>
          </li>
        ))}
      </ul>
      {editing && (
        <PaymentDialog
          types={view.paymentTypes}
          type={editing === 'new' ? null : editing}
          onClose={() => edit(null)}
        />
      )}
    </>
  );
}
