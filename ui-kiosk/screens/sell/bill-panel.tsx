import { useEffect, useRef, useState } from 'preact/hooks';
import type { BillView } from '../../../daemon/http/contract.ts';
import { formatAmount, formatRate, remaining, unordered } from '../../../domain/index.ts';
import { frame } from '../../i18n/frame.ts';
import { go } from '../../router.ts';
import { currentBill, shift, tableName } from '../../store/signals.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Empty } from '../../widgets/load.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { BillMenu } from './bill-menu.tsx';
import { BillRow } from './bill-row.tsx';
import { freshLineId, orderBill, sale, setAside } from './sale.ts';
import { TablePicker } from './table-picker.tsx';
import { sell } from './words.ts';

/** The bill: always at the right, always the same. While it is being paid it can only be read. */
export function BillPanel({ frozen = false }: { frozen?: boolean }) {
  const t = sell();
  const view = currentBill.value;
  const [openLine, setOpenLine] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const fresh = freshLineId.value;
  const version = view?.bill.version;
  const billId = view?.bill.id;

  useEffect(() => setOpenLine(null), [billId, frozen]);
  // The line that has just come or changed is brought into sight.
  useEffect(() => {
    if (fresh === null || version === undefined) return;
    list.current?.querySelector(`[data-line="${fresh}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [fresh, version]);

  const lines = view?.bill.lines.filter((line) => remaining(line) > 0 || unordered(line) < 0) ?? [];
  return (
    <aside class="bill" aria-label={t.bill}>
      <BillHead view={view} frozen={frozen} />
      {lines.length === 0 ? (
        <div class="bill-lines">
          <Empty>{t.emptyBill}</Empty>
        </div>
      ) : (
        <ul
          class="bill-lines scroll"
          ref={list}
          // With no line to be tapped the list itself is what the arrows scroll.
          {...(frozen ? { tabIndex: 0 } : {})}
        >
          {view &&
            lines.map((line) => (
              <BillRow
                key={line.id}
                view={view}
                line={line}
                frozen={frozen}
                fresh={line.id === fresh}
                open={line.id === openLine}
                onToggle={() => setOpenLine(line.id === openLine ? null : line.id)}
              />
            ))}
        </ul>
      )}
      {!frozen && <FaultNote fault={sale.fault.value} onClose={() => (sale.fault.value = null)} />}
      <BillFoot view={view} frozen={frozen} />
    </aside>
  );
}

function BillHead({ view, frozen }: { view: BillView | null; frozen: boolean }) {
  const t = sell();
  const [asking, ask] = useState<'table' | 'menu' | null>(null);
  const table = tableName(view?.bill.tableId ?? null);
  const guests = view?.bill.guests;
  return (
    <header class="bill-head">
      <button type="button" class="plain bill-place" disabled={frozen} onClick={() => ask('table')}>
        <Icon name={table === null ? 'sell' : 'tables'} />
        <span class="bill-place-name">
          <strong>{table !== null ? t.table(table) : view ? t.counter : t.newSale}</strong>
          {guests ? <span class="quiet small">{t.guests(guests)}</span> : null}
        </span>
      </button>
      {!frozen && (
        <>
          <button type="button" class="plain" disabled={!view} onClick={setAside}>
            {t.park}
          </button>
          <button
            type="button"
            class="plain"
            aria-label={t.more}
            disabled={!view}
            onClick={() => ask('menu')}
          >
            <Icon name="more" />
          </button>
        </>
      )}
      {asking === 'table' && <TablePicker onClose={() => ask(null)} />}
      {asking === 'menu' && view && (
        <BillMenu view={view} onTable={() => ask('table')} onClose={() => ask(null)} />
      )}
    </header>
  );
}

/** Letters of a total that still fit in large type; only tens of millions have more. */
const LONG_TOTAL = 12;

function BillFoot({ view, frozen }: { view: BillView | null; frozen: boolean }) {
  const t = sell();
  const sum = view?.sum;
  const discount = view?.bill.discount;
  const waiting = view?.bill.lines.some((line) => line.item.route !== null && unordered(line) !== 0);
  const sellable = (sum?.lines.length ?? 0) > 0;
  const closed = shift.value !== null && shift.value.shift === null;
  const total = formatAmount(sum?.total_haler ?? 0, 'short');
  return (
    <footer class="bill-foot">
      {discount && sum && (
        <p class="bill-discount">
          <span>
            {t.billDiscount}
            {discount.kind === 'percent' && ` ${formatRate(discount.percent_bp)}`}
          </span>
          <span class="amount">{formatAmount(-sum.billDiscount_haler, 'short')}</span>
        </p>
      )}
      <p class="bill-total" aria-live="polite">
        <span>{t.total}</span>
        <strong class={total.length > LONG_TOTAL ? 'amount' : 'large amount'}>
          {total} {frame().crowns}
        </strong>
      </p>
      {!frozen && view?.claim && (
        <p class="small bill-claimed">{t.claimed(view.claim.staffName, view.claim.registerName)}</p>
      )}
      {!frozen && (
        <div class="bill-buttons">
          <button
            type="button"
            class="button tall"
            // Not for every moment of waiting: it would be painted anew twice with each tap on a tile.
            disabled={!waiting || sale.slow.value}
            onClick={orderBill}
          >
            {sale.slow.value ? frame().waiting : t.order}
          </button>
          <button
            type="button"
            class="button primary tall pay"
            disabled={!sellable || closed}
            onClick={() => go('sell', 'pay')}
          >
            {t.pay}
          </button>
        </div>
      )}
    </footer>
  );
}
