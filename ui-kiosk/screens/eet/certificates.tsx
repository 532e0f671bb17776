import type { EetCertificateView, EetView } from '../../../daemon/http/contract.ts';
import { said } from '../../../ui/language.ts';
import { dateWords, dayOf } from '../../i18n/when.ts';
import { catalogue } from '../../store/signals.ts';
import { Note } from '../../widgets/note.tsx';
import { eetWords } from './words.ts';

/** The register asks for a new one from three weeks before; the page begins to speak of it a little earlier. */
const ENDING_DAYS = 30;

export function Certificates({ view: { certificates, renewal } }: { view: EetView }) {
  const t = eetWords();
  return (
    <section>
      <h2 class="small quiet">{t.certificates}</h2>
      <div class="stack">
        {renewal && (
          <Note kind={renewal.state === 'failed' ? 'attention' : 'info'}>
            <strong>{said(renewal.what)}</strong> {said(renewal.hint)}
          </Note>
        )}
        {certificates.length === 0 ? (
          <p class="panel eet-empty">{t.noCertificate}</p>
        ) : (
          <ul class="list panel">
            {certificates.map((one) => (
              <Certificate key={one.fingerprint} certificate={one} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function Certificate({ certificate }: { certificate: EetCertificateView }) {
  const t = eetWords();
  const { eic, environment, notBefore, notAfter, daysLeft, active, fingerprint } = certificate;
  const today = catalogue.value?.register.day ?? '';
  const standing = () => {
    const until = dateWords(dayOf(notAfter));
    if (daysLeft < 0) return t.over(until);
    if (dayOf(notBefore) > today) return t.from(dateWords(dayOf(notBefore)));
    return `${t.daysLeft(daysLeft)}, ${t.until(until)}`;
  };
  return (
    <li class="eet-certificate">
      <p class="eet-title">
        <strong>{t.certificateOf(eic)}</strong>
        <span class="quiet">{environment ? t.environments[environment] : t.neither}</span>
        {active && <span class="badge">{t.active}</span>}
      </p>
      <p class={active && daysLeft <= ENDING_DAYS ? 'eet-reason' : 'quiet'}>{standing()}</p>
      <p class="small quiet">{t.fingerprint(beginningOf(fingerprint))}</p>
    </li>
  );
}

/** Enough to tell two of them apart: `ab12 cd34 ef56 7890`. */
const beginningOf = (fingerprint: string): string =>
  fingerprint
    .replaceAll(':', '')
    .slice(0, 16)
    .replace(/(.{4})(?=.)/g, '$1 ');
