import { useState } from 'preact/hooks';
import type { EetCertificateView, EetView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { go, route } from '../../router.ts';
import { has } from '../../store/signals.ts';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { Note } from '../../widgets/note.tsx';
import { ScrollPlace } from '../../widgets/scroll-place.tsx';
import '../office.css';
import { CertificateDialog } from './certificate-dialog.tsx';
import { Certificates } from './certificates.tsx';
import './eet.css';
import { useEetNews } from './news.ts';
import { Orphans } from './orphans.tsx';
import { SaleDialog } from './sale-dialog.tsx';
import { Sales, type Wanted } from './sales.tsx';
import { Standing } from './standing.tsx';
import { Trial } from './trial.tsx';
import { eetWords } from './words.ts';

/** `#/eet/<receipt>`: how registering stands on the left, the sales on the right; a chosen one over both. */
export default function EetScreen() {
  const eet = useLoad(api.eet, []);
  useEetNews(eet.reload);
  return (
    <Fetched of={eet}>
      {(view) => (isUnused(view) ? <Unused /> : <Overview view={view} onChange={() => void eet.reload()} />)}
    </Fetched>
  );
}

/** Nothing is registered, and nothing is left of a time when something was. */
function isUnused(view: EetView): boolean {
  const { environment, waiting, blocked, rejected, unverified, confirmedToday, orphans } = view;
  const sales = waiting + blocked + rejected + unverified + confirmedToday;
  return environment === null && sales === 0 && orphans.length === 0;
}

function Unused() {
  const t = eetWords();
  return (
    <div class="state">
      <h1>{t.off}</h1>
      {has('settings') ? (
        <>
          <p class="quiet">{t.offText}</p>
          <SettingsButton primary />
        </>
      ) : (
        <p class="quiet">{t.offOthers}</p>
      )}
    </div>
  );
}

function SettingsButton({ primary = false }: { primary?: boolean }) {
  return (
    <button type="button" class={primary ? 'button primary' : 'button'} onClick={() => go('settings', 'eet')}>
      {eetWords().toSettings}
    </button>
  );
}

function Overview({ view, onChange }: { view: EetView; onChange: () => void }) {
  const t = eetWords();
  const [wanted, want] = useState<Wanted>({ state: '', registerId: '' });
  const [uploading, setUploading] = useState(false);
  const [uploaded, setUploaded] = useState<EetCertificateView | null>(null);
  const chosen = route.value[1];
  return (
    <div class="eet">
      <ScrollPlace class="eet-standing" label={t.title}>
        <div class="eet-title">
          <h1>{t.title}</h1>
          {view.environment && <span class="badge">{t.environments[view.environment]}</span>}
        </div>
        {view.environment === 'playground' && <Note kind="info">{t.playgroundText}</Note>}
        {view.environment === null && <Note kind="attention">{t.offNow}</Note>}
        {uploaded && (
          <Note kind={uploaded.active ? 'info' : 'attention'} onClose={() => setUploaded(null)}>
            {uploadedWords(uploaded, view.environment)}
          </Note>
        )}
        <Trial
          onTry={() => setUploaded(null)}
          off={view.environment === null}
          beside={
            <>
              <button type="button" class="button" onClick={() => setUploading(true)}>
                {t.upload}
              </button>
              {has('settings') && <SettingsButton />}
            </>
          }
        />
        <Standing view={view} chosen={wanted.state} onState={(state) => want({ state, registerId: '' })} />
        <Orphans orphans={view.orphans} onChange={onChange} />
        <Certificates view={view} />
      </ScrollPlace>
      <Sales wanted={wanted} onWant={want} />
      {uploading && (
        <CertificateDialog
          onClose={() => setUploading(false)}
          onDone={(certificate) => {
            setUploading(false);
            setUploaded(certificate);
            onChange();
          }}
        />
      )}
      {chosen && (
        <SaleDialog
          key={chosen}
          receiptId={chosen}
          onReceipt={() => go('history', chosen)}
          onClose={() => go('eet')}
        />
      )}
    </div>
  );
}

function uploadedWords({ environment, active }: EetCertificateView, set: EetView['environment']): string {
  const t = eetWords();
  if (active) return t.uploaded;
  if (environment === null || set === null || environment === set) return t.uploadedIdle;
  return t.uploadedOther(t.environments[environment], t.environments[set]);
}
