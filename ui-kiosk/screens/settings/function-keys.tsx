import { useState } from 'preact/hooks';
import type { FunctionKey } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { itemById } from '../../store/signals.ts';
import { ItemPicker } from './item-picker.tsx';
import { SaveBar, useDraft } from './save-bar.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { settingsWords } from './words.ts';

const ACTIONS = [
  'none',
  'add-item',
  'open-drawer',
  'order',
  'bills',
  'history',
  'lock',
  'scale',
  'sync',
] as const;

/** What is kept must not depend on what the row shows: a label for every key, an item only where one is added. */
function tidy(key: FunctionKey, fallback: string): FunctionKey {
  return {
    label: key.label.trim() || fallback,
    action: key.action,
    itemId: key.action === 'add-item' ? key.itemId : null,
  };
}

export function FunctionKeys({ view }: SectionProps) {
  const t = settingsWords();
  const draft = useDraft<readonly FunctionKey[]>(view.settings.functionKeys);
  const [picking, pick] = useState<number | null>(null);
  const [asked, setAsked] = useState(false);
  const set = (index: number, change: Partial<FunctionKey>) =>
    draft.set(draft.value.map((key, at) => (at === index ? { ...key, ...change } : key)));
  const lacksItem = (key: FunctionKey) => key.action === 'add-item' && key.itemId === null;
  const save = () => {
    setAsked(true);
    if (draft.value.some(lacksItem)) return;
    const functionKeys = draft.value.map((key, index) => tidy(key, `F${index + 1}`));
    draft.save(() => api.changeSettings({ functionKeys }));
  };
  return (
    <>
      <h1>{t.keys}</h1>
      <p class="quiet">{t.keysText}</p>
      <ol class="keys">
        {draft.value.map((key, index) => (
          <li key={index}>
            <kbd>F{index + 1}</kbd>
            <input
              type="text"
              class="input"
              autocomplete="off"
              aria-label={t.keyLabel(index + 1)}
              maxLength={24}
              value={key.label}
              onInput={(event) => set(index, { label: event.currentTarget.value })}
            />
            <select
              class="input"
              aria-label={t.keyAction(index + 1)}
              value={key.action}
              onChange={(event) => set(index, { action: event.currentTarget.value as FunctionKey['action'] })}
            >
              {ACTIONS.map((action) => (
                <option key={action} value={action}>
                  {t.actions[action]}
                </option>
              ))}
            </select>
            {key.action === 'add-item' && (
              <button type="button" class="button key-item" onClick={() => pick(index)}>
                <span class="visually-hidden">{t.keyItem(index + 1)}</span>
                <span class="clip">
                  {(key.itemId && itemById.value.get(key.itemId)?.name) || t.chooseItem}
                </span>
              </button>
            )}
            {asked && lacksItem(key) && <p class="small error wide-field">{t.keyItemFault}</p>}
          </li>
        ))}
      </ol>
      <SaveBar draft={draft} onSave={save} />
      {picking !== null && (
        <ItemPicker
          items={view.items}
          onPick={(item) => {
            set(picking, { itemId: item.id, label: item.shortName });
            pick(null);
          }}
          onClose={() => pick(null)}
        />
      )}
    </>
  );
}
