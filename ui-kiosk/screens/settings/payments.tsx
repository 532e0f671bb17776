import { useState } from 'preact/hooks';
import type { PaymentTypeView } from '../../../daemon/http/contract.ts';
import { formatAmount } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { PaymentDialog } from './payment-dialog.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { settingsWords } from './words.ts';

export function Payments({ view }: SectionProps) {
  const t = settingsWords();
  const [editing, edit] = useState<PaymentTypeView | 'new' | null>(null);
  const doing = useDoing();
  const types = view.paymentTypes;
  const swap = (index: number, other: number) => {
    const next = [...types];
    [next[index], next[other]] = [types[other] as PaymentTypeView, types[index] as PaymentTypeView];
    void doing.run(
      () => api.setPaymentTypes(next),
      () => void refreshCatalogue(),
    );
  };
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
      <FaultNote fault={doing.fault.value} />
      <ul class="list panel">
        {types.map((type, index) => (
          <li key={type.id} class="ordered">
            <button type="button" class="list-row" onClick={() => edit(type)}>
              <span class={type.active ? 'grow' : 'grow quiet'}>
                {type.name}
                <span class="small quiet block">{t.paymentKinds[type.kind]}</span>
              </span>
              {type.rate_haler !== null && (
                <span>{t.rateOf(formatAmount(type.rate_haler), type.currency)}</span>
              )}
              {!type.active && <span class="badge">{t.inactive}</span>}
            </button>
            <button
              type="button"
              class="plain up"
              aria-label={t.up(type.name)}
              disabled={index === 0 || doing.busy.value}
              onClick={() => swap(index, index - 1)}
            >
              <Icon name="down" />
            </button>
            <button
              type="button"
              class="plain"
              aria-label={t.down(type.name)}
              disabled={index === types.length - 1 || doing.busy.value}
              onClick={() => swap(index, index + 1)}
            >
              <Icon name="down" />
            </button>
          </li>
        ))}
      </ul>
      {editing && (
        <PaymentDialog types={types} type={editing === 'new' ? null : editing} onClose={() => edit(null)} />
      )}
    </>
  );
}
