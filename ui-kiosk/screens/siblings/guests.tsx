import { useEffect, useState } from 'preact/hooks';
import type { GuestPapers, GuestView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { TextField } from '../../widgets/field.tsx';
import { Icon } from '../../widgets/icon.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { siblingsWords } from './words.ts';

/** Kitchen screens and scripts that may listen. */
export function Guests({ guests, onChange }: { guests: readonly GuestView[]; onChange: () => void }) {
  const t = siblingsWords();
  const doing = useDoing();
  const [adding, setAdding] = useState(false);
  return (
    <section class="stack">
      <div class="part-head">
        <h2>{t.guests}</h2>
        <button type="button" class="button" onClick={() => setAdding(true)}>
          <Icon name="plus" />
          {t.guestAdd}
        </button>
      </div>
      <p class="quiet small">{t.guestsText}</p>
      <FaultNote fault={doing.fault.value} />
      {guests.length === 0 ? (
        <p class="quiet">{t.guestNone}</p>
      ) : (
        <ul class="list panel">
          {guests.map((guest) => (
            <li key={guest.name} class="sibling">
              <span class={guest.revoked ? 'grow quiet' : 'grow'}>{guest.name}</span>
              {guest.revoked ? (
                <span class="badge">{t.guestRevoked}</span>
              ) : (
                <button
                  type="button"
                  class="button"
                  aria-label={`${t.guestRevoke}: ${guest.name}`}
                  disabled={doing.busy.value}
                  onClick={() => void doing.run(() => api.revokeGuest(guest.name), onChange)}
                >
                  {t.guestRevoke}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {adding && (
        <GuestDialog
          onClose={() => {
            setAdding(false);
            onChange();
          }}
        />
      )}
    </section>
  );
}

function GuestDialog({ onClose }: { onClose: () => void }) {
  const t = siblingsWords();
  const doing = useDoing();
  const [name, setName] = useState('');
  const [papers, setPapers] = useState<GuestPapers | null>(null);
  const good = /^[a-z0-9-]{1,32}$/.test(name);
  const issue = () => {
    if (good && !doing.busy.value) void doing.run(() => api.addGuest(name), setPapers);
  };
  return (
    <Dialog
      title={t.guestTitle}
      onClose={onClose}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {papers ? frame().close : frame().cancel}
          </button>
          {!papers && (
            <button type="button" class="button primary" disabled={!good || doing.busy.value} onClick={issue}>
              {doing.slow.value ? frame().waiting : t.guestSave}
            </button>
          )}
        </>
      }
    >
      <div class="stack">
        {papers ? (
          <>
            <Note kind="attention">{t.guestDone}</Note>
            {(['ca', 'cert', 'key'] as const).map((file) => (
              <Download key={file} name={`${file}.pem`} text={papers[file]}>
                {t.files[file]}
              </Download>
            ))}
          </>
        ) : (
          <TextField
            label={t.guestName}
            value={name}
            onInput={setName}
            hint={t.guestNameHint}
            maxLength={32}
            focus
            onEnter={issue}
          />
        )}
        <FaultNote fault={doing.fault.value} />
      </div>
    </Dialog>
  );
}

function Download({ name, text, children }: { name: string; text: string; children: string }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: 'application/x-pem-file' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return (
    <a class="button" href={url} download={name}>
      {children}
    </a>
  );
}
