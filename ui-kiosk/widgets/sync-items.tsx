import { useEffect, useState } from 'preact/hooks';
import { api } from '../client/api.ts';
import { frame } from '../i18n/frame.ts';
import { syncItems } from '../i18n/sync-items.ts';
import { refreshCatalogue } from '../store/sync.ts';
import { Dialog } from './dialog.tsx';
import { useDoing } from './doing.ts';
import { FaultNote } from './note.tsx';

/** Lets in what other registers have changed and what waits, and says what came of it. */
export function SyncItems({ onClose }: { onClose: () => void }) {
  const t = syncItems();
  const doing = useDoing();
  const [applied, setApplied] = useState<number | null>(null);
  useEffect(() => {
    void doing.run(api.applyChanges, (answer) => {
      setApplied(answer.applied);
      void refreshCatalogue();
    });
  }, []);
  return (
    <Dialog
      title={t.title}
      onClose={onClose}
      foot={
        <button type="button" class="button primary" onClick={onClose}>
          {frame().close}
        </button>
      }
    >
      <FaultNote fault={doing.fault.value} />
      {doing.slow.value && <p class="quiet">{frame().waiting}</p>}
      {applied !== null && (
        <>
          <p>
            <strong>{applied === 0 ? t.nothing : t.applied(applied)}</strong>
          </p>
          <p class="quiet">{t.bills}</p>
        </>
      )}
    </Dialog>
  );
}
