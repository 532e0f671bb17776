import { useState } from 'preact/hooks';
import type { StockDeed, StockDetail, StockMovementView } from '../../../daemon/http/contract.ts';
import { stockState, type Unit } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { momentWords } from '../../i18n/when.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { Empty, Fetched } from '../../widgets/load.tsx';
import { Note } from '../../widgets/note.tsx';
import { amountOf, changeOf, kindName } from './amount.ts';
import { useFollowed } from './followed.ts';
import { MovementDialog } from './movement-dialog.tsx';
import { stockWords } from './words.ts';

const DEEDS = ['delivery', 'write-off', 'take'] as const;

/** One item: how much there is, what has happened to it, and what can be done. */
export function StockDialog({ itemId, onClose }: { itemId: string; onClose: () => void }) {
  const t = stockWords();
  const detail = useFollowed(() => api.stockOf(itemId), [itemId]);
  const [doing, setDoing] = useState<StockDeed['kind'] | null>(null);
  const shown = detail.value.value;
  return (
    <Dialog
      title={shown?.name ?? t.title}
      onClose={onClose}
      wide
      foot={
        <>
          <button type="button" class="button push" onClick={onClose}>
            {frame().close}
          </button>
          {DEEDS.map((kind) => (
            <button
              key={kind}
              type="button"
              class="button"
              disabled={shown === null}
              onClick={() => setDoing(kind)}
            >
              {t.kinds[kind]}
            </button>
          ))}
        </>
      }
    >
      <Fetched of={detail}>{(one) => <Detail one={one} />}</Fetched>
      {doing !== null && shown && (
        <MovementDialog
          kind={doing}
          item={shown}
          onDone={() => void detail.reload()}
          onClose={() => setDoing(null)}
        />
      )}
    </Dialog>
  );
}

function Detail({ one }: { one: StockDetail }) {
  const t = stockWords();
  const state = stockState(one.level_thousandths, one.unit);
  return (
    <>
      <p class="stock-head">
        <span class="quiet">{t.inStock}</span>
        <strong class={`large ${state}`}>{amountOf(one.level_thousandths, one.unit)}</strong>
        {state !== 'enough' && <span class={`stock-state ${state}`}>{t.states[state]}</span>}
      </p>
      {state === 'negative' && <Note kind="attention">{t.negativeHint}</Note>}
      <h3>{t.movements}</h3>
      {one.movements.length === 0 ? (
        <Empty>{t.movementsNone}</Empty>
      ) : (
        <ul class="list">
          {one.movements.map((movement, index) => (
            <MovementRow key={one.movements.length - index} movement={movement} unit={one.unit} />
          ))}
        </ul>
      )}
    </>
  );
}

function MovementRow({ movement, unit }: { movement: StockMovementView; unit: Unit }) {
  const t = stockWords();
  const { kind, quantity_thousandths, difference_thousandths, reason, receipt } = movement;
  const what = [reason, receipt?.number && t.receipt(receipt.number)].filter(Boolean).join(', ');
  return (
    <li class="list-row">
      <span class="grow">
        <span class="clip">
          {kindName(movement)}
          {what !== '' && `: ${what}`}
        </span>
        <span class="small quiet block">
          {[
            momentWords(movement.at),
            movement.staff,
            movement.allowedBy !== null && t.allowed(movement.allowedBy),
            movement.registerName,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span class="stock-change">
        <strong>
          {kind === 'take' ? amountOf(quantity_thousandths, unit) : changeOf(quantity_thousandths, unit)}
        </strong>
        <span class="small quiet block">
          {difference_thousandths === null
            ? kind !== 'take' && t.left(amountOf(movement.level_thousandths, unit))
            : difference_thousandths === 0
              ? t.asExpected
              : t.difference(changeOf(difference_thousandths, unit))}
        </span>
      </span>
    </li>
  );
}
