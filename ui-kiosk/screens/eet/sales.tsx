import type { EetSaleView, FiscalState } from '../../../daemon/http/contract.ts';
import { formatAmount } from '../../../domain/index.ts';
import { said } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { dayOf, dayWords, timeOf } from '../../i18n/when.ts';
import { go } from '../../router.ts';
import { catalogue } from '../../store/signals.ts';
import { Choice } from '../../widgets/field.tsx';
import { Empty, useLoad } from '../../widgets/load.tsx';
import { PagedRows } from '../../widgets/pages.tsx';
import { FiscalWords } from './fiscal-mark.tsx';
import { halerOf } from './haler.ts';
import { useSales } from './sale-list.ts';
import { eetWords } from './words.ts';

export interface Wanted {
  /** Empty for every state. */
  readonly state: FiscalState['state'] | '';
  /** Empty for every register. */
  readonly registerId: string;
}

const STATES = ['', 'waiting', 'blocked', 'rejected', 'confirmed-unverified', 'confirmed'] as const;

/** Sales of the whole shop by their state; a tap opens one. */
export function Sales({ wanted, onWant }: { wanted: Wanted; onWant: (wanted: Wanted) => void }) {
  const t = eetWords();
  const { state, registerId } = wanted;
  const pages = useSales({ ...(state !== '' && { state }), ...(registerId !== '' && { registerId }) });
  const registers = useLoad(api.registers, []).value.value ?? [];
  return (
    <section class="eet-sales" aria-label={t.sales}>
      <div class="eet-filter">
        <Choice
          label={t.state}
          quiet
          value={state}
          options={STATES.map((one) => ({ value: one, text: one === '' ? t.allStates : t.listed[one] }))}
          onChoose={(chosen) => onWant({ ...wanted, state: chosen })}
        />
        {registers.length > 1 && (
          <Choice
            label={t.registers}
            quiet
            value={registerId}
            options={[{ id: '', name: t.allRegisters }, ...registers].map(({ id, name }) => ({
              value: id,
              text: name,
            }))}
            onChoose={(chosen) => onWant({ ...wanted, registerId: chosen })}
          />
        )}
      </div>
      <PagedRows
        pages={pages}
        class="eet-rows"
        empty={<Empty>{state !== '' || registerId !== '' ? t.nothing : t.noSales}</Empty>}
        words={t}
      >
        {(sales) => (
          <ul class="list">
            {sales.map((sale) => (
              <Row key={sale.receiptId} sale={sale} several={registers.length > 1} />
            ))}
          </ul>
        )}
      </PagedRows>
    </section>
  );
}

function Row({ sale, several }: { sale: EetSaleView; several: boolean }) {
  const { fiscal, soldAt } = sale;
  const when = `${dayWords(dayOf(soldAt), catalogue.value?.register.day ?? '')} ${timeOf(soldAt)}`;
  return (
    <li>
      <button type="button" class="list-row" onClick={() => go('eet', sale.receiptId)}>
        <span class="grow">
          {sale.number}
          <span class="small quiet block">
            {when}
            {several && ` · ${sale.registerName}`}
          </span>
          {/* Of the others the page says it once. */}
          {fiscal.reason && fiscal.state === 'rejected' && (
            <span class="small block eet-reason">{said(fiscal.reason)}</span>
          )}
        </span>
        <span class="eet-sum">
          <span class="amount">{formatAmount(halerOf(sale.total))}</span>
          <span class="small">
            <FiscalWords state={fiscal.state} />
          </span>
        </span>
      </button>
    </li>
  );
}
