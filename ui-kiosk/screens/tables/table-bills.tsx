import type { BillView, TableView } from '../../../daemon/http/contract.ts';
import { formatAmount, remaining } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { timeOf } from '../../i18n/when.ts';
import { bills, putBill } from '../../store/signals.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { tables as tableWords } from './words.ts';

/** Several bills on one table, opened on registers that could not hear each other: which one, or one of them all. */
export function TableBills({
  table,
  views,
  onTakeUp,
  onClose,
}: {
  table: TableView;
  views: readonly BillView[];
  onTakeUp: (view: BillView) => void;
  onClose: () => void;
}) {
  const t = tableWords();
  const doing = useDoing();

  /** Everything goes to the oldest; an emptied bill is closed by the daemon. */
  async function join(): Promise<void> {
    const [first, ...others] = views;
    if (!first) return;
    for (const { bill } of others) {
      const lines = bill.lines
        .filter((line) => remaining(line) > 0)
        .map((line) => ({ lineId: line.id, quantity: remaining(line) }));
      const done =
        lines.length === 0
          ? await doing.run(() => api.discardBill(bill.id))
          : await doing.run(
              () => api.split(bill.id, { toBillId: first.bill.id, lines }),
              (result) => {
                putBill(result.from);
                putBill(result.to);
              },
            );
      if (!done) return;
    }
    onTakeUp(bills.value?.get(first.bill.id) ?? first);
  }

  return (
    <Dialog
      title={t.several(t.table(table.name))}
      onClose={onClose}
      foot={
        <button type="button" class="button tall" disabled={doing.busy.value} onClick={() => void join()}>
          <Icon name="move" /> {t.join}
        </button>
      }
    >
      <p class="quiet">{t.severalHint}</p>
      <FaultNote fault={doing.fault.value} />
      <ul class="list">
        {views.map((view) => (
          <li key={view.bill.id}>
            <button type="button" class="list-row" onClick={() => onTakeUp(view)}>
              <span class="grow">
                {t.opened(timeOf(view.bill.openedAt), t.lines(view.sum.lines.length))}
                <span class="small quiet block">
                  {view.claim
                    ? `${t.paying} (${view.claim.registerName})`
                    : view.bill.lines
                        .filter((line) => remaining(line) > 0)
                        .map((line) => line.item.shortName)
                        .slice(0, 3)
                        .join(', ')}
                </span>
              </span>
              <span class="amount">{formatAmount(view.sum.total_haler, 'short')}</span>
              <Icon name="next" />
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
