import { useEffect, useState } from 'preact/hooks';
import type { BackofficeSync } from '../../daemon/http/contract.ts';
import { language } from '../../ui/language.ts';
import { api } from '../client/api.ts';
import { frame } from '../i18n/frame.ts';
import { syncItems } from '../i18n/sync-items.ts';
import { refreshCatalogue } from '../store/sync.ts';
import { Dialog } from './dialog.tsx';
import { useDoing } from './doing.ts';
import { FaultNote } from './note.tsx';

/**
 * Lets in what other registers have changed and what waits, then asks the backoffice and lets in what came from there.
 * Says what came of each.
 */
export function SyncItems({ onClose }: { onClose: () => void }) {
  const t = syncItems();
  const here = useDoing();
  const upstream = useDoing();
  const [applied, setApplied] = useState<number | null>(null);
  const [paired, setPaired] = useState<boolean | null>(null);
  const [met, setMet] = useState<BackofficeSync | null>(null);
  const apply = () =>
    here.run(api.applyChanges, (answer) => {
      setApplied((before) => (before ?? 0) + answer.applied);
      void refreshCatalogue();
    });
  useEffect(() => {
    void (async () => {
      await apply();
      let joined = false;
      await upstream.run(api.backoffice, (view) => {
        joined = view.state !== 'unpaired';
        setPaired(joined);
      });
      if (joined && (await upstream.run(api.syncBackoffice, setMet))) await apply();
    })();
  }, []);
  return (
    <Dialog
      title={paired === false ? t.title : t.titleBackoffice}
      onClose={onClose}
      foot={
        <button type="button" class="button primary" onClick={onClose}>
          {frame().close}
        </button>
      }
    >
      <div class="stack">
        <FaultNote fault={here.fault.value} />
        {applied !== null && (
          <div>
            <p>
              <strong>{applied === 0 ? t.nothing : t.applied(applied)}</strong>
            </p>
            <p class="quiet">{t.bills}</p>
          </div>
        )}
        <FaultNote fault={upstream.fault.value} />
        {met && (
          <p>
            <span class={`dot ${met.ok ? 'ok' : 'attention'}`} /> <strong>{met[language.value]}</strong>{' '}
            {language.value === 'cs' ? met.hintCs : met.hintEn}
          </p>
        )}
        {upstream.slow.value && (
          <p class="quiet" role="status">
            {t.asking}
          </p>
        )}
        {paired === false && <p class="quiet">{t.unpaired}</p>}
      </div>
    </Dialog>
  );
}
