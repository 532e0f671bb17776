import { useState } from 'preact/hooks';
import type { BackofficeView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { TextField } from '../../widgets/field.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { backofficeWords } from './words.ts';

/** By the address and a code that the backoffice shows once, this register and with it the shop joins. */
export function JoinDialog({ view, onClose }: { view: BackofficeView; onClose: () => void }) {
  const t = backofficeWords();
  const doing = useDoing();
  const [url, setUrl] = useState(view.urlFixed ? '' : (view.url ?? ''));
  const [code, setCode] = useState('');
  const [joined, setJoined] = useState<BackofficeView | null>(null);
  const ready = code.trim() !== '' && (view.urlFixed || url.trim() !== '');
  const join = () => {
    if (!ready || doing.busy.value) return;
    const address = view.urlFixed ? {} : { url: url.trim() };
    void doing.run(() => api.joinBackoffice({ ...address, code: code.trim() }), setJoined);
  };
  return (
    <Dialog
      title={t.joinTitle}
      onClose={onClose}
      foot={
        joined ? (
          <button type="button" class="button primary" onClick={onClose}>
            {frame().close}
          </button>
        ) : (
          <>
            <button type="button" class="button" onClick={onClose}>
              {frame().cancel}
            </button>
            <button type="button" class="button primary" disabled={!ready || doing.busy.value} onClick={join}>
              {doing.slow.value ? t.joining : t.join}
            </button>
          </>
        )
      }
    >
      {joined ? (
        <Note kind="info">{t.joined(joined.store?.name ?? '')}</Note>
      ) : (
        <div class="stack">
          <p>{t.whatHint}</p>
          {view.urlFixed ? (
            <p class="quiet">{t.urlFixed(view.url ?? '')}</p>
          ) : (
            <TextField
              label={t.url}
              value={url}
              onInput={setUrl}
              hint={t.urlHint}
              maxLength={200}
              focus
              onEnter={join}
            />
          )}
          <TextField
            label={t.code}
            value={code}
            onInput={setCode}
            hint={t.codeHint}
            maxLength={40}
            focus={view.urlFixed}
            onEnter={join}
          />
          <FaultNote fault={doing.fault.value} />
        </div>
      )}
    </Dialog>
  );
}
