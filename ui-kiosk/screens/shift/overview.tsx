import { useEffect, useState } from 'preact/hooks';
import type { ShiftView } from '../../../daemon/http/contract.ts';
import { formatAmount, type Shift } from '../../../domain/index.ts';
import { momentWords, timeOf } from '../../i18n/when.ts';
import { go } from '../../router.ts';
import { onEvent, refreshShift } from '../../store/sync.ts';
import { Icon } from '../../widgets/icon.tsx';
import { CashDialog } from './cash-dialog.tsx';
import { DrawerDialog, DrawerLogDialog } from './drawer-dialog.tsx';
import { XReportDialog } from './report-dialog.tsx';
import { shiftWords } from './words.ts';

type Open = 'in' | 'out' | 'drawer' | 'log' | 'x' | null;

/** The open shift without a word about how much cash there should be: the count at the end is blind. */
export function Overview({ shift, view }: { shift: Shift; view: ShiftView }) {
  const t = shiftWords();
  const nameOf = (id: string) => view.names[id] ?? id;
  const [open, setOpen] = useState<Open>(null);
  const shut = () => setOpen(null);
  useEffect(() => {
    // What was known of the shift is as old as its last change: receipts have come since.
    void refreshShift();
    return onEvent((event) => {
      if (event.kind === 'receipt') void refreshShift();
    });
  }, []);
  return (
    <section class="stack">
      <header>
        <h1 class="large">{t.shift}</h1>
        <p class="quiet">{t.openSince(momentWords(shift.openedAt), nameOf(shift.openedBy))}</p>
      </header>
      <dl class="facts">
        <div>
          <dt class="quiet">{t.receipts}</dt>
          <dd class="large">{view.receiptCount}</dd>
        </div>
        <div>
          <dt class="quiet">{t.openBills}</dt>
          <dd class="large">{view.openBills}</dd>
        </div>
        <div>
          <dt class="quiet">{t.float}</dt>
          <dd class="large">{formatAmount(shift.float_haler, 'short')}</dd>
        </div>
      </dl>
      <div class="shift-deeds">
        <button type="button" class="button tall" onClick={() => setOpen('in')}>
          <Icon name="plus" />
          {t.cashIn}
        </button>
        <button type="button" class="button tall" onClick={() => setOpen('out')}>
          <Icon name="minus" />
          {t.cashOut}
        </button>
        <button type="button" class="button tall" onClick={() => setOpen('drawer')}>
          <Icon name="cash" />
          {t.drawer}
        </button>
        <button type="button" class="button tall" onClick={() => setOpen('log')}>
          <Icon name="history" />
          {t.drawerLog}
        </button>
        <button type="button" class="button tall" onClick={() => setOpen('x')}>
          <Icon name="transfer" />
          {t.report}
        </button>
        <button type="button" class="button primary tall" onClick={() => go('shift', 'close')}>
          {t.close}
        </button>
      </div>
      <Movements shift={shift} nameOf={nameOf} />
      {open === 'in' && <CashDialog direction={1} onClose={shut} />}
      {open === 'out' && <CashDialog direction={-1} onClose={shut} />}
      {open === 'drawer' && <DrawerDialog onClose={shut} />}
      {open === 'log' && <DrawerLogDialog onClose={shut} />}
      {open === 'x' && <XReportDialog onClose={shut} />}
    </section>
  );
}

function Movements({ shift, nameOf }: { shift: Shift; nameOf: (id: string) => string }) {
  const t = shiftWords();
  return (
    <section>
      <h2>{t.movements}</h2>
      {shift.movements.length === 0 ? (
        <p class="quiet">{t.noMovements}</p>
      ) : (
        <ul class="list">
          {[...shift.movements].reverse().map((movement) => (
            <li key={movement.id} class="list-row">
              <span class="receipt-time">{timeOf(movement.at)}</span>
              <span class="grow">
                {movement.reason}
                <span class="small quiet block">
                  {nameOf(movement.staffId)}
                  {movement.allowedBy !== movement.staffId && `, ${t.allowedBy(nameOf(movement.allowedBy))}`}
                </span>
              </span>
              <span class="amount">
                {movement.amount_haler > 0 ? '+' : ''}
                {formatAmount(movement.amount_haler)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
