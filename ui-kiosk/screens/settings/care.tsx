import { useState } from 'preact/hooks';
import type { BackupTargetView, BackupView, StickView } from '../../../daemon/http/contract.ts';
import { language } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { dateWords, momentWords } from '../../i18n/when.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { type Doing, useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import './care.css';
import { CareFiles } from './care-files.tsx';
import { CareReset } from './care-reset.tsx';
import { careWords } from './care-words.ts';

/** Copies with their age and place, what support and a new owner get, and emptying the box. */
export function Care() {
  const t = careWords();
  const backup = useLoad(api.backup, []);
  const doing = useDoing();
  const [leaving, leave] = useState<BackupTargetView | null>(null);
  const show = (view: BackupView) => {
    backup.value.value = view;
    leave(null);
  };
  return (
    <>
      <section class="stack">
        <header class="part-head">
          <h2>{t.backups}</h2>
          <button
            type="button"
            class="button"
            disabled={doing.busy.value}
            onClick={() => void doing.run(api.backUpNow, show)}
          >
            {t.now}
          </button>
        </header>
        <p class="quiet">{t.backupsText}</p>
        {leaving === null && <FaultNote fault={doing.fault.value} />}
        {doing.slow.value && <Note kind="info">{t.working}</Note>}
        <Fetched of={backup}>
          {(view) => (
            <Places
              view={view}
              doing={doing}
              onShow={show}
              onLeave={leave}
              onLook={() => void backup.reload()}
            />
          )}
        </Fetched>
      </section>
      <Fetched of={backup}>
        {({ sticks }) => (
          <>
            <CareFiles sticks={sticks} />
            <CareReset sticks={sticks} />
          </>
        )}
      </Fetched>
      {leaving && (
        <Confirm
          title={`${t.remove}?`}
          action={t.remove}
          doing={doing}
          onYes={() => void doing.run(() => api.removeBackupTarget(leaving.id), show)}
          onClose={() => leave(null)}
        >
          <p>
            <strong>{nameOf(leaving)}</strong>. {t.removeText}
          </p>
        </Confirm>
      )}
    </>
  );
}

function nameOf({ kind, name }: Pick<BackupTargetView, 'kind' | 'name'>): string {
  const t = careWords();
  return kind === 'stick' ? t.stick(name) : t.folder(name);
}

function Places({
  view,
  doing,
  onShow,
  onLeave,
  onLook,
}: {
  view: BackupView;
  doing: Doing;
  onShow: (view: BackupView) => void;
  onLeave: (target: BackupTargetView) => void;
  onLook: () => void;
}) {
  const t = careWords();
  const newcomers = view.sticks.filter(({ chosen }) => !chosen);
  const [last] = view.copies;
  return (
    <ul class="list panel care-places">
      <li>
        <span class="dot ok" aria-hidden="true" />
        <div class="grow">
          <strong>{t.here}</strong>
          <p class="small quiet">
            {last ? `${t.copies(view.copies.length)}, ${t.last(dateWords(last.day))}` : t.none}
          </p>
        </div>
      </li>
      {view.targets.map((target) => (
        <Target key={target.id} target={target} onLeave={() => onLeave(target)} />
      ))}
      {newcomers.map((stick) => (
        <Newcomer
          key={stick.name}
          stick={stick}
          busy={doing.busy.value}
          onUse={() => void doing.run(() => api.addBackupTarget({ stick: stick.name }), onShow)}
        />
      ))}
      {view.sticks.length === 0 && (
        <li>
          <span class="dot off" aria-hidden="true" />
          <p class="grow quiet">{t.noStick}</p>
          <button type="button" class="button" onClick={onLook}>
            <Icon name="refresh" />
            {t.look}
          </button>
        </li>
      )}
    </ul>
  );
}

function Target({ target, onLeave }: { target: BackupTargetView; onLeave: () => void }) {
  const t = careWords();
  const { state, okAt, copies } = target;
  const hint = language.value === 'cs' ? target.hintCs : target.hintEn;
  return (
    <li>
      <span class={`dot ${state}`} aria-hidden="true" />
      <div class="grow">
        <strong>{nameOf(target)}</strong>
        <p class="small quiet">
          {okAt ? `${t.copies(copies.length)}, ${t.okAt(momentWords(okAt))}` : t.never}
        </p>
        {state !== 'ok' && (
          <p>
            {target[language.value]} {hint}
          </p>
        )}
      </div>
      <button type="button" class="button" onClick={onLeave}>
        {t.remove}
      </button>
    </li>
  );
}

function Newcomer({ stick, busy, onUse }: { stick: StickView; busy: boolean; onUse: () => void }) {
  const t = careWords();
  return (
    <li>
      <span class="dot off" aria-hidden="true" />
      <div class="grow">
        <strong>{t.stick(stick.name)}</strong>
        <p class="small quiet">{t.found}</p>
      </div>
      <button type="button" class="button" disabled={busy} onClick={onUse}>
        {t.use}
      </button>
    </li>
  );
}
