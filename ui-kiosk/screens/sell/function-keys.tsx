import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FunctionKey } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { go } from '../../router.ts';
import { lock } from '../../store/lock.ts';
import { itemById, settings } from '../../store/signals.ts';
import { SyncItems } from '../../widgets/sync-items.tsx';
import { chooseItem, orderBill, question, sale } from './sale.ts';
import { sell } from './words.ts';

const syncing = signal(false);

/** What a key does; an item that is no longer on the price list does nothing. */
function act(key: FunctionKey): void {
  switch (key.action) {
    case 'add-item': {
      const item = itemById.value.get(key.itemId ?? '');
      if (item && !item.soldOut) chooseItem(item);
      break;
    }
    case 'open-drawer':
      void sale.run(() => api.openDrawer(sell().drawerReason));
      break;
    case 'order':
      orderBill();
      break;
    case 'bills':
      go('tables');
      break;
    case 'history':
      go('history');
      break;
    case 'lock':
      void lock();
      break;
    case 'sync':
      syncing.value = true;
      break;
    case 'scale': {
      // With one weighed item on the list the key weighs it; with more, a tile says which.
      const weighed = [...itemById.value.values()].filter((item) => item.unit === 'kg');
      if (weighed[0]) question.value = { kind: 'weight', item: weighed[0] };
      break;
    }
  }
}

/** F1–F8, on the screen and on the keyboard, as the shop has set them. */
export function FunctionKeys() {
  const keys = settings.value?.functionKeys ?? [];
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const number = /^F([1-8])$/.exec(event.key)?.[1];
      const key = number && keys[Number(number) - 1];
      if (!key || document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      act(key);
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [keys]);
  if (keys.every((key) => key.action === 'none')) return null;
  return (
    <nav class="function-keys" aria-label={sell().functionKeys}>
      {keys.map((key, i) =>
        key.action === 'none' ? null : (
          <button key={`F${i + 1}`} type="button" class="button" onClick={() => act(key)}>
            <span class="quiet small">F{i + 1}</span> {key.label}
          </button>
        ),
      )}
      {syncing.value && <SyncItems onClose={() => (syncing.value = false)} />}
    </nav>
  );
}
