import { useState } from 'preact/hooks';
import type { CatalogueView, Mend } from '../../../daemon/http/contract.ts';
import { go } from '../../router.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { Icon } from '../../widgets/icon.tsx';
import { Note } from '../../widgets/note.tsx';
import { priceListWords } from './words.ts';

/** What two registers have made apart and somebody has to put right. Nothing when all is well. */
export function Mends({ view, onItem }: { view: CatalogueView; onItem: (itemId: string) => void }) {
  const t = priceListWords();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  if (view.mends.length === 0) return null;
  return (
    <div class="waiting-note">
      <Note kind="attention">
        <strong>{t.mends(view.mends.length)}</strong> {t.mendsText}
      </Note>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {t.mend}
      </button>
      {open && (
        <Dialog title={t.mendTitle} onClose={close} wide>
          <p class="quiet">{t.mendHint}</p>
          <ul class="list panel">
            {view.mends.map((mend) => (
              <li key={`${mend.kind} ${mend.id} ${mend.value}`}>
                <button
                  type="button"
                  class="list-row"
                  onClick={() => {
                    close();
                    if (mend.kind === 'table') go('settings', 'tables');
                    else onItem(mend.id);
                  }}
                >
                  <span class="grow">{mendWords(mend, view)}</span>
                  <Icon name="next" />
                </button>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </div>
  );
}

function mendWords({ kind, id, otherId, value }: Mend, { items, tables }: CatalogueView): string {
  const t = priceListWords();
  const named = kind === 'table' ? tables : items;
  const name = (wanted: string | null) => named.find((one) => one.id === wanted)?.name ?? '';
  return t.mendKinds[kind](name(id), name(otherId), value);
}
