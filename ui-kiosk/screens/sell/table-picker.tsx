import { api } from '../../client/api.ts';
import { bills, catalogue, currentBill, currentBillId, putBill } from '../../store/signals.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { Empty } from '../../widgets/load.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { tablesByArea } from '../tables/areas.ts';
import { moveToTable, sale } from './sale.ts';
import { sell } from './words.ts';

/** Puts the bill on a table, or, with no bill on the screen, opens the table's one. */
export function TablePicker({ onClose }: { onClose: () => void }) {
  const t = sell();
  const view = currentBill.value;
  const taken = new Set([...(bills.value?.values() ?? [])].map((one) => one.bill.tableId));
  const areas = tablesByArea(catalogue.value?.tables ?? []);

  async function choose(tableId: string): Promise<void> {
    const done = view
      ? view.bill.tableId === tableId || (await moveToTable(view.bill.id, tableId))
      : await sale.run(
          () => api.openBill({ tableId, guests: null }),
          (opened) => {
            putBill(opened);
            currentBillId.value = opened.bill.id;
          },
        );
    if (done) onClose();
  }

  return (
    <Dialog title={t.tablePick} onClose={onClose} wide>
      <FaultNote fault={sale.fault.value} />
      {areas.length === 0 && <Empty>{t.noTables}</Empty>}
      {areas.map(({ area, tables }) => (
        <section key={area} class="stack">
          <h3 class="quiet small">{area}</h3>
          <div class="table-chips">
            {tables.map((table) => (
              <button
                key={table.id}
                type="button"
                class={taken.has(table.id) ? 'button tall taken' : 'button tall'}
                aria-pressed={view?.bill.tableId === table.id}
                disabled={sale.busy.value}
                title={view && taken.has(table.id) ? t.tableTaken : undefined}
                onClick={() => void choose(table.id)}
              >
                {table.name}
              </button>
            ))}
          </div>
        </section>
      ))}
    </Dialog>
  );
}
