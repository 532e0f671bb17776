import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { StockView } from '../../../daemon/http/contract.ts';
import { parseStock } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { go } from '../../router.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Keypad } from '../../widgets/keypad.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { decimalsOf } from './amount.ts';
import { stockWords } from './words.ts';

/** What was counted so far, item by item as text. Kept while somebody goes away to sell in between. */
const counts = signal<Readonly<Record<string, string>>>({});

/** Everything at once, and blind: what should be there is told only afterwards, in the movements. */
export function StockTake({ all, onSaved }: { all: readonly StockView[]; onSaved: () => void }) {
  const t = stockWords();
  const [chosen, choose] = useState(all[0]?.itemId ?? '');
  const [saved, setSaved] = useState(0);
  const [discarding, setDiscarding] = useState(false);
  const doing = useDoing();
  const item = all.find((one) => one.itemId === chosen) ?? all[0];
  const items = all.flatMap(({ itemId }) => {
    const quantity_thousandths = parseStock(counts.value[itemId] ?? '');
    return quantity_thousandths === undefined ? [] : [{ itemId, quantity_thousandths }];
  });
  const put = (text: string) => {
    if (item) counts.value = { ...counts.value, [item.itemId]: text };
    setSaved(0);
  };
  const next = () => {
    const place = all.findIndex((one) => one.itemId === item?.itemId);
    choose((all[place + 1] ?? all[0])?.itemId ?? '');
  };
  const save = () =>
    void doing.run(
      () => api.moveStock({ kind: 'take', reason: '', items }),
      () => {
        counts.value = {};
        setSaved(items.length);
        onSaved();
      },
    );
  return (
    <>
      <div class="price-list-bar stock-take-bar">
        <button type="button" class="button" onClick={() => go('price-list', 'stock')}>
          <Icon name="back" />
          {t.title}
        </button>
        <div>
          <h1>{t.takeTitle}</h1>
          <p class="small quiet">{t.takeHint}</p>
        </div>
        <button
          type="button"
          class="button"
          disabled={items.length === 0 || doing.busy.value}
          onClick={() => setDiscarding(true)}
        >
          {t.discard}
        </button>
        <button
          type="button"
          class="button primary"
          disabled={items.length === 0 || doing.busy.value}
          onClick={save}
        >
          {t.saveTake(items.length)}
        </button>
      </div>
      <FaultNote fault={doing.fault.value} onClose={() => (doing.fault.value = null)} />
      {saved > 0 && <Note kind="info">{t.saved(saved)}</Note>}
      <div class="stock-take">
        <ul class="list scroll" aria-label={t.list}>
          {all.map(({ itemId, name, unit }) => {
            const text = counts.value[itemId] ?? '';
            const count = text === '' ? t.notCounted : `${text} ${unit}`;
            return (
              <li key={itemId}>
                <button
                  type="button"
                  class="stock-count"
                  aria-pressed={itemId === item?.itemId}
                  onClick={() => choose(itemId)}
                >
                  <span class="clip">{name}</span>
                  <span class={text === '' ? 'small quiet' : 'amount'}>{count}</span>
                </button>
              </li>
            );
          })}
        </ul>
        {item && (
          <div class="stack stock-keys">
            <p class="clip">{item.name}</p>
            <output class="stock-typed large" aria-label={t.counted}>
              {counts.value[item.itemId] || '–'} {item.unit}
            </output>
            <Keypad
              value={counts.value[item.itemId] ?? ''}
              onChange={put}
              decimals={decimalsOf(item.unit)}
              maxLength={10}
              onEnter={next}
            />
            <button type="button" class="button tall" onClick={next}>
              {t.next}
            </button>
          </div>
        )}
      </div>
      {discarding && (
        <Confirm
          title={t.discardTitle}
          action={t.discard}
          danger
          doing={doing}
          onYes={() => {
            counts.value = {};
            setDiscarding(false);
          }}
          onClose={() => setDiscarding(false)}
        >
          <p>{t.discardText(items.length)}</p>
        </Confirm>
      )}
    </>
  );
}
