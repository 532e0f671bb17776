import { useState } from 'preact/hooks';
import type { SiblingsView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { TextField } from '../../widgets/field.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { siblingsWords } from './words.ts';

/** This register joins a shop that is running already. */
export function JoinDialog({
  hosts,
  onJoined,
  onClose,
}: {
  hosts: SiblingsView['hosts'];
  onJoined?: () => void;
  onClose: () => void;
}) {
  const t = siblingsWords();
  const doing = useDoing();
  const [code, setCode] = useState('');
  const [address, setAddress] = useState('');
  const [joined, setJoined] = useState(false);
  const whole = code.replace(/[^0-9A-Za-z]/g, '').length === 12;
  const join = () => {
    if (!whole || doing.busy.value) return;
    void doing.run(
      () => api.joinShop({ code, ...(address.trim() === '' ? {} : { address: address.trim() }) }),
      () => {
        setJoined(true);
        onJoined?.();
      },
    );
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
            <button type="button" class="button primary" disabled={!whole || doing.busy.value} onClick={join}>
              {doing.slow.value ? t.joining : t.join}
            </button>
          </>
        )
      }
    >
      {joined ? (
        <Note kind="info">{t.joined}</Note>
      ) : (
        <div class="stack">
          <p>{t.joinText}</p>
          <TextField
            label={t.code}
            value={code}
            onInput={setCode}
            hint={t.codeHint}
            maxLength={20}
            focus
            onEnter={join}
          />
          <TextField
            label={t.joinAddress}
            value={address}
            onInput={setAddress}
            hint={
              hosts.length > 0
                ? t.found(hosts.map((host) => `${host.registerId} (${host.address})`).join(', '))
                : t.joinAddressHint
            }
            maxLength={80}
            onEnter={join}
          />
          <FaultNote fault={doing.fault.value} />
        </div>
      )}
    </Dialog>
  );
}
