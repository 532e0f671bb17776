import { useState } from 'preact/hooks';
import type { ItemView } from '../../../daemon/http/contract.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { TextField } from '../../widgets/field.tsx';
import { filterItems } from '../price-list/item-filter.ts';
import { settingsWords } from './words.ts';

const SHOWN = 30;

export function ItemPicker({
  items,
  onPick,
  onClose,
}: {
  items: readonly ItemView[];
  onPick: (item: ItemView) => void;
  onClose: () => void;
}) {
  const t = settingsWords();
  const [q, setQ] = useState('');
  const found = filterItems(items, { q, categoryId: '', label: '' }).slice(0, SHOWN);
  return (
    <Dialog title={t.chooseItem} onClose={onClose}>
      <TextField label={t.searchItem} value={q} onInput={setQ} focus />
      <ul class="list">
        {found.map((item) => (
          <li key={item.id}>
            <button type="button" class="list-row" onClick={() => onPick(item)}>
              <span class="grow">{item.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
