import { useState } from 'preact/hooks';
import type { StockDeed, StockDetail } from '../../../daemon/http/contract.ts';
import { parseStock } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { TextField } from '../../widgets/field.tsx';
import { Keypad } from '../../widgets/keypad.tsx';
import { isReason, ReasonField } from '../../widgets/reason.tsx';
import { amountOf, changeOf, decimalsOf } from './amount.ts';
import { stockWords } from './words.ts';

/** What came, what is gone, or what was counted, of one item. */
export function MovementDialog({
  kind,
  item,
  onDone,
  onClose,
}: {
  kind: StockDeed['kind'];
  item: Pick<StockDetail, 'itemId' | 'name' | 'unit' | 'level_thousandths'>;
  onDone: () => void;
  onClose: () => void;
}) {
  const t = stockWords();
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const doing = useDoing();
  const { unit, level_thousandths } = item;
  const quantity = parseStock(text);
  // Nothing may be what was counted; nothing cannot have come.
  const missing = quantity === undefined || (quantity === 0 && kind !== 'take');
  const reasonMissing = kind === 'write-off' && !isReason(reason);
  const send = () => {
    setAsked(true);
    if (missing || reasonMissing || doing.busy.value) return;
    const items = [{ itemId: item.itemId, quantity_thousandths: quantity }];
    void doing.run(
      () => api.moveStock({ kind, reason: reason.trim(), items }),
      () => {
        onDone();
        onClose();
      },
    );
  };
  const label = { delivery: t.came, 'write-off': t.gone, take: t.counted }[kind];
  return (
    <Confirm
      title={t.titles[kind](item.name)}
      action={t.actions[kind](amountOf(quantity ?? 0, unit))}
      doing={doing}
      wide
      onClose={onClose}
      onYes={send}
    >
      <div class="stock-entry">
        <div class="stack">
          <output class="stock-typed large" aria-label={label}>
            {text === '' ? '0' : text} {unit}
          </output>
          {asked && missing ? (
            <p class="error">{kind === 'take' ? t.countMissing : t.quantityMissing}</p>
          ) : (
            <p class="small quiet">{missing ? label : after(kind, level_thousandths, quantity)}</p>
          )}
          <Keypad value={text} onChange={setText} decimals={decimalsOf(unit)} maxLength={10} onEnter={send} />
        </div>
        <div class="stack">
          {kind === 'take' ? (
            <TextField label={t.note} value={reason} maxLength={200} onInput={setReason} />
          ) : (
            <ReasonField
              label={kind === 'delivery' ? t.whence : t.why}
              otherLabel={kind === 'delivery' ? t.otherWhence : t.otherWhy}
              usual={kind === 'delivery' ? t.deliveryReasons : t.writeOffReasons}
              value={reason}
              onChange={setReason}
            />
          )}
          {asked && reasonMissing && <p class="error">{t.reasonMissing}</p>}
        </div>
      </div>
    </Confirm>
  );

  /** What it comes to, before it is done. */
  function after(of: StockDeed['kind'], level: number, by: number): string {
    if (of !== 'take') return t.willBe(amountOf(of === 'delivery' ? level + by : level - by, unit));
    return by === level ? t.asExpected : t.difference(changeOf(by - level, unit));
  }
}
