import { useState } from 'preact/hooks';
import type { CatalogueView } from '../../daemon/http/contract.ts';
import { syncItems } from '../i18n/sync-items.ts';
import { Note } from './note.tsx';
import { SyncItems } from './sync-items.tsx';

/** How many changes of other registers wait here, why, and a button that lets them in. Nothing when none do. */
export function WaitingNote({ view }: { view: Pick<CatalogueView, 'waiting' | 'settings'> }) {
  const t = syncItems();
  const [applying, setApplying] = useState(false);
  return (
    <>
      {view.waiting > 0 && (
        <div class="waiting-note">
          <Note kind="info">
            <strong>{t.waiting(view.waiting)}</strong> {view.settings.itemSync ? t.untilShift : t.untilAsked}
          </Note>
          <button type="button" class="button" onClick={() => setApplying(true)}>
            {t.applyNow}
          </button>
        </div>
      )}
      {applying && <SyncItems onClose={() => setApplying(false)} />}
    </>
  );
}
