import { useState } from 'preact/hooks';
import { said } from '../../../ui/language.ts';
import type { ClashView } from '../../http/contract/clashes.ts';
import { inStore } from '../client/api.ts';
import { shopMoment } from '../i18n/day.ts';
import { money } from '../i18n/format.ts';
import { addressOf, place } from '../router.ts';
import { useLive } from '../store/live.ts';
import { Icon } from '../widgets/icon.tsx';
import { useLoad } from '../widgets/load.tsx';
import { FaultNote } from '../widgets/note.tsx';
import { t } from './words.ts';

/** As many stand above the list before somebody asks for the others. */
const FIRST = 2;

/** What registers that did not hear each other wrote twice. Nothing at all where there is nothing, as a rule. */
export function Clashes() {
  const clashes = useLoad(() => inStore.get<ClashView[]>('/clashes'), [place.value.store]);
  const [all, setAll] = useState(false);
  useLive(['receipt', 'shift'], clashes.reload);
  const found = clashes.value.value ?? [];
  const fault = clashes.fault.value;
  // That the server is away the list below says already.
  if (found.length === 0) return <FaultNote fault={fault?.kind === 'problem' ? fault : null} />;
  const shown = all ? found : found.slice(0, FIRST);
  return (
    <section class="panel clashes" aria-label={t().clashes}>
      <h2>
        <Icon name="warning" /> {t().clashes}
      </h2>
      <ul>
        {shown.map((clash) => (
          <Clash key={`${clash.kind} ${clash.id}`} clash={clash} />
        ))}
      </ul>
      {shown.length < found.length && (
        <button type="button" class="button" onClick={() => setAll(true)}>
          {t().clashesMore(found.length - shown.length)}
        </button>
      )}
    </section>
  );
}

function Clash({ clash: { text, hint, between } }: { clash: ClashView }) {
  return (
    <li>
      <p class="strong wrap">{said(text)}</p>
      <p class="wrap">{said(hint)}</p>
      <ul class="clash-sides">
        {between.map(({ is, id, number, registerName, at, total_haler }) => (
          <li key={id}>
            <a href={addressOf({ page: is === 'receipt' ? 'receipts' : 'shifts', rest: [id] })}>{number}</a>{' '}
            <span class="wrap">
              {registerName}, {shopMoment(at)}, {money(total_haler)}
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}
