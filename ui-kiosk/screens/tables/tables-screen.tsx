import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { BillView, TableView, TroubleView } from '../../../daemon/http/contract.ts';
import { formatAmount, unordered } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { go, route } from '../../router.ts';
import { bills, catalogue, currentBillId, putBill } from '../../store/signals.ts';
import { moveByArrow } from '../../widgets/arrows.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Busy, Empty } from '../../widgets/load.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { TroubleBand, useTroubles } from '../troubles/troubles.tsx';
import { tablesByArea } from './areas.ts';
import { SplitBill } from './split-bill.tsx';
import { TableBills } from './table-bills.tsx';
import './tables.css';
import { tables as tableWords } from './words.ts';

const MINUTE_MS = 60_000;

/** All tables by area with what stands on them, then the bills over the counter. A tap takes a bill up. */
export default function TablesScreen() {
  const [, place, id] = route.value;
  if (place === 'split' && id) return <SplitBill billId={id} />;
  return <TableMap />;
}

function TableMap() {
  const t = tableWords();
  const doing = useDoing();
  const now_ms = useMinute();
  const troubles = useTroubles();
  const [choosing, choose] = useState<TableView | null>(null);
  const open = bills.value;
  if (open === null) return <Busy />;
  const unpaid = unpaidByTable(troubles.value.value ?? []);
  const byTable = Map.groupBy(open.values(), (view) => view.bill.tableId);
  const counter = [...open.values()].filter((view) => view.bill.tableId === null);
  const areas = tablesByArea(catalogue.value?.tables ?? []);

  function takeUp(view: BillView): void {
    currentBillId.value = view.bill.id;
    go('sell');
  }

  function openTable(table: TableView): void {
    const [known, second] = byTable.get(table.id) ?? [];
    if (second) {
      choose(table);
      return;
    }
    if (known) {
      takeUp(known);
      return;
    }
    void doing.run(
      () => api.openBill({ tableId: table.id, guests: null }),
      (view) => {
        putBill(view);
        takeUp(view);
      },
    );
  }

  return (
    <section
      class="table-map scroll"
      aria-label={t.title}
      onKeyDown={(event) => moveByArrow(event, event.currentTarget)}
    >
      <h1 class="visually-hidden">{t.title}</h1>
      <TroubleBand troubles={troubles} />
      <FaultNote fault={doing.fault.value} />
      <section>
        <h2>{t.counter}</h2>
        <div class="table-grid">
          {counter.map((view) => (
            <button key={view.bill.id} type="button" class="table taken" onClick={() => takeUp(view)}>
              <BillWords view={view} name={<span class="table-name">{t.counterBill}</span>} now_ms={now_ms} />
            </button>
          ))}
          <button
            type="button"
            class="table"
            onClick={() => {
              currentBillId.value = null;
              go('sell');
            }}
          >
            <Icon name="plus" />
            <span>{t.newCounter}</span>
          </button>
        </div>
      </section>
      {areas.length === 0 && <Empty>{t.empty}</Empty>}
      {areas.map(({ area, tables }) => (
        <section key={area}>
          <h2>{area}</h2>
          <div class="table-grid">
            {tables.map((table) => {
              const [view, ...more] = byTable.get(table.id) ?? [];
              const late_haler = unpaid.get(table.name);
              return (
                <button
                  key={table.id}
                  type="button"
                  class={view ? 'table taken' : 'table'}
                  disabled={doing.busy.value}
                  onClick={() => openTable(table)}
                >
                  {view ? (
                    <BillWords
                      view={view}
                      name={<span class="table-name large">{table.name}</span>}
                      now_ms={now_ms}
                      more={more}
                    />
                  ) : (
                    <>
                      <span class="table-name large">{table.name}</span>
                      {late_haler === undefined && <span class="small quiet">{t.free}</span>}
                    </>
                  )}
                  {late_haler !== undefined && (
                    <span class="small waits clip">{t.unpaid(formatAmount(late_haler, 'short'))}</span>
                  )}
                </button>
              );
            })}
          </div>
        </section>
      ))}
      {choosing && (
        <TableBills
          table={choosing}
          views={byTable.get(choosing.id) ?? []}
          onTakeUp={takeUp}
          onClose={() => choose(null)}
        />
      )}
    </section>
  );
}

/** What guests of a table owe that came on their bill after it was paid, by the table's name. */
function unpaidByTable(troubles: readonly TroubleView[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { kind, table, total_haler } of troubles) {
    if (kind === 'late-lines' && table !== null) sums.set(table, (sums.get(table) ?? 0) + total_haler);
  }
  return sums;
}

/** Letters of a total that fit a table in the usual size. */
const LONG_TOTAL = 9;

/** `more`: other bills on the same table, added to the total. */
function BillWords({
  view,
  name,
  now_ms,
  more = [],
}: {
  view: BillView;
  name: ComponentChildren;
  now_ms: number;
  more?: readonly BillView[];
}) {
  const t = tableWords();
  const minutes = Math.max(0, Math.floor((now_ms - Date.parse(view.bill.openedAt)) / MINUTE_MS));
  const all = [view, ...more];
  const waits = all.some(({ bill }) =>
    bill.lines.some((line) => line.item.route !== null && unordered(line) !== 0),
  );
  const paying = all.some(({ claim }) => claim !== null);
  const total = formatAmount(
    all.reduce((sum, one) => sum + one.sum.total_haler, 0),
    'short',
  );
  return (
    <>
      <span class="table-foot">
        {name}
        <span class="small quiet">{t.minutes(minutes)}</span>
      </span>
      {total.length > LONG_TOTAL ? <strong class="small">{total}</strong> : <strong>{total} Kč</strong>}
      {more.length > 0 && <span class="small waits">{t.bills(all.length)}</span>}
      {(paying || waits) && <span class="small waits">{paying ? t.paying : t.waits}</span>}
    </>
  );
}

/** The time, once a minute. */
function useMinute(): number {
  const [now_ms, set] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now_ms;
}
