import { useState } from 'preact/hooks';
import type { BillView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { go } from '../../router.ts';
import { currentBillId, dropBill, putBill } from '../../store/signals.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { NumberDialog } from '../../widgets/number-dialog.tsx';
import { DiscountDialog } from './discount-dialog.tsx';
import { sell } from './words.ts';

const readGuests = (text: string): number | undefined => {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= 999 ? value : undefined;
};

/** What can be done with the bill as a whole. */
export function BillMenu({
  view,
  onTable,
  onClose,
}: {
  view: BillView;
  onTable: () => void;
  onClose: () => void;
}) {
  const t = sell();
  const doing = useDoing();
  const [asking, ask] = useState<'menu' | 'discount' | 'guests'>('menu');
  const { id, guests, discount } = view.bill;
  const change = (patch: Parameters<typeof api.changeBill>[1]) =>
    void doing.run(
      () => api.changeBill(id, patch),
      (changed) => {
        putBill(changed);
        onClose();
      },
    );

  if (asking === 'discount') {
    return (
      <DiscountDialog
        title={t.billDiscount}
        now={discount}
        doing={doing}
        onDiscount={(wanted) => change({ discount: wanted })}
        onClose={onClose}
      />
    );
  }
  if (asking === 'guests') {
    return (
      <NumberDialog
        title={t.setGuests}
        unit=""
        decimals={0}
        start={guests ? String(guests) : ''}
        read={readGuests}
        busy={doing.busy.value}
        fault={doing.fault.value}
        onNumber={(count) => change({ guests: count })}
        onClose={onClose}
      />
    );
  }
  const empty = view.sum.lines.length === 0;
  return (
    <Dialog title={t.billMenu} onClose={onClose}>
      <ul class="list">
        <li>
          <button
            type="button"
            class="list-row"
            disabled={empty || doing.busy.value}
            onClick={() => void doing.run(() => api.printBill(id), onClose)}
          >
            <Icon name="printer" /> {t.printBill}
          </button>
        </li>
        <li>
          <button type="button" class="list-row" onClick={() => ask('discount')}>
            <Icon name="discount" /> {t.billDiscount}
          </button>
        </li>
        <li>
          <button type="button" class="list-row" onClick={() => ask('guests')}>
            <Icon name="guests" /> {t.setGuests}
          </button>
        </li>
        <li>
          <button type="button" class="list-row" onClick={onTable}>
            <Icon name="move" /> {t.moveTable}
          </button>
        </li>
        <li>
          <button
            type="button"
            class="list-row"
            disabled={empty}
            onClick={() => {
              onClose();
              go('tables', 'split', id);
            }}
          >
            <Icon name="split" /> {t.splitBill}
          </button>
        </li>
        {empty && (
          <li>
            <button
              type="button"
              class="list-row"
              disabled={doing.busy.value}
              onClick={() =>
                void doing.run(
                  () => api.discardBill(id),
                  () => {
                    dropBill(id);
                    currentBillId.value = null;
                    onClose();
                  },
                )
              }
            >
              <Icon name="delete" /> {t.discard}
            </button>
          </li>
        )}
      </ul>
      <FaultNote fault={doing.fault.value} />
    </Dialog>
  );
}
