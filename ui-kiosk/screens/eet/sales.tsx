import { useEffect, useRef } from 'preact/hooks';
import type { EetSaleView, FiscalState } from '../../../daemon/http/contract.ts';
import { formatAmount } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { said } from '../../i18n/language.ts';
import { dayOf, dayWords, timeOf } from '../../i18n/when.ts';
import { go } from '../../router.ts';
import { catalogue } from '../../store/signals.ts';
import { Choice } from '../../widgets/field.tsx';
import { Busy, Empty, useLoad } from '../../widgets/load.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { FiscalWords } from './fiscal-mark.tsx';
import { halerOf } from './haler.ts';
import { type SalePages, useSales } from './sale-list.ts';
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
      <SaleRows pages={pages} several={registers.length > 1} filtered={state !== '' || registerId !== ''} />
    </section>
  );
}

function SaleRows({ pages, several, filtered }: { pages: SalePages; several: boolean; filtered: boolean }) {
  const t = eetWords();
  const sales = pages.sales.value;
  if (sales === null) {
    if (!pages.fault.value) return <Busy />;
    return (
      <div class="state">
        <FaultNote fault={pages.fault.value} />
        <button type="button" class="button" onClick={() => void pages.reload()}>
          {frame().again}
        </button>
      </div>
    );
  }
  if (sales.length === 0) return <Empty>{filtered ? t.nothing : t.noSales}</Empty>;
  return (
    <div class="scroll eet-rows">
      <ul class="list">
        {sales.map((sale) => (
          <Row key={sale.receiptId} sale={sale} several={several} />
        ))}
      </ul>
      <FaultNote fault={pages.fault.value} />
      <Bottom pages={pages} />
    </div>
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

/** Asks for older sales when it comes into sight. */
function Bottom({ pages }: { pages: SalePages }) {
  const t = eetWords();
  const mark = useRef<HTMLDivElement>(null);
  const more = useRef(pages.more);
  more.current = pages.more;
  const count = pages.sales.value?.length;
  useEffect(() => {
    if (!mark.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void more.current();
      },
      { rootMargin: '600px' },
    );
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [count]);
  return (
    <div ref={mark} class="eet-end small quiet">
      {!pages.older.value ? (
        t.end
      ) : pages.fault.value ? (
        <button type="button" class="button" onClick={() => void pages.more()}>
          {frame().again}
        </button>
      ) : (
        t.more
      )}
    </div>
  );
}
