import { useEffect, useState } from 'preact/hooks';
import type { BackofficeView } from '../../../daemon/http/contract.ts';
import { language } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { timeOf } from '../../i18n/when.ts';
import { onEvent } from '../../store/sync.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { Note } from '../../widgets/note.tsx';
import { SyncItems } from '../../widgets/sync-items.tsx';
import './backoffice.css';
import { backofficeFacts } from './facts.ts';
import { JoinDialog } from './join-dialog.tsx';
import { backofficeWords } from './words.ts';

const DOT = {
  unpaired: 'off',
  'in-step': 'ok',
  sending: 'ok',
  waiting: 'ok',
  offline: 'attention',
  refused: 'attention',
} as const;

const hint = (told: { hintCs: string; hintEn: string }): string =>
  language.value === 'cs' ? told.hintCs : told.hintEn;

/** How this register stands with the backoffice, and the way in and out. */
export function Backoffice() {
  const t = backofficeWords();
  const backoffice = useLoad(api.backoffice, []);
  const [open, setOpen] = useState<'join' | 'leave' | 'sync' | null>(null);
  const { reload } = backoffice;
  useEffect(
    () =>
      onEvent((event) => {
        if (event.kind === 'backoffice') void reload();
      }),
    [reload],
  );
  const close = () => {
    setOpen(null);
    void reload();
  };
  const view = backoffice.value.value;
  return (
    <>
      <div class="part-head">
        <h1>{t.title}</h1>
        {view && view.state !== 'unpaired' && (
          <button type="button" class="button" onClick={() => setOpen('sync')}>
            {t.sync}
          </button>
        )}
      </div>
      <Fetched of={backoffice}>
        {(one) =>
          one.state === 'unpaired' ? (
            <Outside onJoin={() => setOpen('join')} />
          ) : (
            <Standing view={one} onJoin={() => setOpen('join')} onLeave={() => setOpen('leave')} />
          )
        }
      </Fetched>
      {open === 'sync' && <SyncItems onClose={close} />}
      {open === 'join' && view && <JoinDialog view={view} onClose={close} />}
      {open === 'leave' && view && <Leave view={view} onClose={close} />}
    </>
  );
}

function Outside({ onJoin }: { onJoin: () => void }) {
  const t = backofficeWords();
  return (
    <section class="panel backoffice-outside">
      <p>
        <strong>{t.what}</strong> {t.whatHint}
      </p>
      <button type="button" class="button" onClick={onJoin}>
        {t.join}
      </button>
    </section>
  );
}

function Standing({
  view,
  onJoin,
  onLeave,
}: {
  view: BackofficeView;
  onJoin: () => void;
  onLeave: () => void;
}) {
  const t = backofficeWords();
  return (
    <div class="stack">
      <section class="panel backoffice-standing">
        <p>
          <span class={`dot ${DOT[view.state]}`} /> <strong>{view[language.value]}</strong> {hint(view)}
        </p>
        <dl>
          {backofficeFacts(view).map(([name, value]) => (
            <div key={name}>
              <dt class="quiet">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {view.fault && (
        <Note kind="attention">
          {t.lastFault(timeOf(view.fault.at))} <strong>{view.fault[language.value]}</strong>{' '}
          {hint(view.fault)}
        </Note>
      )}
      {view.parked > 0 && (
        <Note kind="attention">
          <strong>{t.parked(view.parked)}</strong> {t.parkedHint}
        </Note>
      )}
      <div class="row">
        {view.state === 'refused' && (
          <button type="button" class="button primary" onClick={onJoin}>
            {t.join}
          </button>
        )}
        <button type="button" class="button" onClick={onLeave}>
          {t.leave}
        </button>
      </div>
    </div>
  );
}

function Leave({ view, onClose }: { view: BackofficeView; onClose: () => void }) {
  const t = backofficeWords();
  const doing = useDoing();
  return (
    <Confirm
      title={t.leave}
      action={t.leave}
      danger
      doing={doing}
      onYes={() => void doing.run(api.leaveBackoffice, onClose)}
      onClose={onClose}
    >
      <p>{t.leaveText}</p>
      {(view.waiting ?? 0) > 0 && <p>{t.leaveWaiting(view.waiting ?? 0)}</p>}
    </Confirm>
  );
}
