import { useState } from 'preact/hooks';
import type { SplitResult } from '../../../daemon/http/contract.ts';
import { type BillLine, formatAmount, formatQuantity, lineAmount, remaining } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { go } from '../../router.ts';
import { bills, catalogue, currentBillId, putBill, tableName } from '../../store/signals.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Empty } from '../../widgets/load.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { tablesByArea } from './areas.ts';
import { type Moving, moveAll, moveOne, movingTotal, takeBackOne, trim } from './split.ts';
import { tables as tableWords } from './words.ts';

/** What stays at the left, what moves at the right; each tap moves one piece. */
export function SplitBill({ billId }: { billId: string }) {
  const t = tableWords();
  const doing = useDoing();
  const [chosen, setMoving] = useState<Moving>(new Map());
  const [picking, pick] = useState(false);
  const view = bills.value?.get(billId);
  if (!view) {
    return (
      <div class="state">
        <p>{t.gone}</p>
        <button type="button" class="button" onClick={() => go('tables')}>
          {t.back}
        </button>
      </div>
    );
  }
  const { bill, sum } = view;
  const moving = trim(bill, chosen);
  const total = movingTotal(sum, moving);
  const lines = bill.lines.filter((line) => remaining(line) > 0);
  const staying = lines.filter((line) => remaining(line) > (moving.get(line.id) ?? 0));
  const table = tableName(bill.tableId);
  const request = [...moving].map(([lineId, quantity]) => ({ lineId, quantity }));

  function split(to: { tableId?: string; toBillId?: string }, then: (result: SplitResult) => void): void {
    void doing.run(
      () => api.split(bill.id, { ...to, lines: request }),
      (result) => {
        putBill(result.from);
        putBill(result.to);
        pick(false);
        setMoving(new Map());
        // Nothing was left: the bill has been merged into the other one and closed.
        if (result.from.bill.state !== 'open' && currentBillId.value === bill.id) {
          currentBillId.value = result.to.bill.id;
        }
        then(result);
      },
    );
  }

  const none = moving.size === 0 || doing.busy.value;
  return (
    <div class="split">
      <header class="row">
        <button type="button" class="button" onClick={() => go('sell')}>
          <Icon name="back" /> {frame().back}
        </button>
        <h1>{t.splitTitle(table === null ? t.counter : t.table(table))}</h1>
        <p class="quiet small">{t.splitHint}</p>
      </header>
      <FaultNote fault={doing.fault.value} />
      <div class="split-sides">
        <section class="panel">
          <header>
            <h2>{t.stays}</h2>
            <button type="button" class="plain" onClick={() => setMoving(moveAll(bill))}>
              {t.all_} <Icon name="next" />
            </button>
          </header>
          <ul class="list scroll">
            {staying.map((line) => (
              <SplitLine
                key={line.id}
                line={line}
                quantity={remaining(line) - (moving.get(line.id) ?? 0)}
                onTap={() => setMoving(moveOne(bill, moving, line.id))}
              />
            ))}
          </ul>
          <Total amount={sum.total_haler - total} />
        </section>
        <section class="panel">
          <header>
            <h2>{t.moves}</h2>
            <button type="button" class="plain" disabled={none} onClick={() => setMoving(new Map())}>
              <Icon name="back" /> {t.all_}
            </button>
          </header>
          {moving.size === 0 ? (
            <Empty>{t.nothingMoves}</Empty>
          ) : (
            <ul class="list scroll">
              {lines
                .filter((line) => moving.has(line.id))
                .map((line) => (
                  <SplitLine
                    key={line.id}
                    line={line}
                    quantity={moving.get(line.id) ?? 0}
                    onTap={() => setMoving(takeBackOne(moving, line.id))}
                  />
                ))}
            </ul>
          )}
          <Total amount={total} />
        </section>
      </div>
      <footer class="row">
        <button type="button" class="button tall" disabled={none} onClick={() => pick(true)}>
          <Icon name="move" /> {t.toTable}
        </button>
        <button
          type="button"
          class="button tall"
          disabled={none}
          onClick={() => split({}, () => go('tables'))}
        >
          <Icon name="split" /> {t.toNew}
        </button>
        <button
          type="button"
          class="button primary tall"
          disabled={none}
          onClick={() =>
            split({}, (result) => {
              currentBillId.value = result.to.bill.id;
              go('sell', 'pay');
            })
          }
        >
          {t.payNow}
        </button>
      </footer>
      {picking && (
        <Dialog title={t.toTable} onClose={() => pick(false)} wide>
          {tablesByArea(catalogue.value?.tables ?? []).map(({ area, tables }) => (
            <section key={area} class="stack">
              <h3 class="quiet small">{area}</h3>
              <div class="table-chips">
                {tables
                  .filter((one) => one.id !== bill.tableId)
                  .map((one) => (
                    <button
                      key={one.id}
                      type="button"
                      class="button tall"
                      disabled={doing.busy.value}
                      onClick={() => split({ tableId: one.id }, () => go('tables'))}
                    >
                      {one.name}
                    </button>
                  ))}
              </div>
            </section>
          ))}
        </Dialog>
      )}
    </div>
  );
}

function SplitLine({ line, quantity, onTap }: { line: BillLine; quantity: number; onTap: () => void }) {
  return (
    <li>
      <button type="button" class="list-row" onClick={onTap}>
        <strong>
          {line.item.unit === 'ks' || line.item.unit === 'porce'
            ? `${formatQuantity(quantity)}×`
            : `${formatQuantity(quantity)} ${line.item.unit}`}
        </strong>
        <span class="grow">
          {line.item.name}
          {line.note !== '' && <span class="small quiet block">+ {line.note}</span>}
        </span>
        <span class="amount">{formatAmount(lineAmount(line.item.unitPrice_haler, quantity), 'short')}</span>
      </button>
    </li>
  );
}

function Total({ amount }: { amount: number }) {
  return (
    <p class="split-total">
      <span>{tableWords().total}</span>
      <strong class="large amount">{formatAmount(amount, 'short')} Kč</strong>
    </p>
  );
}
