import { useState } from 'preact/hooks';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { TextField } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { siblingsWords } from './words.ts';

/** Where to look for a sibling in a network in which nobody is found by itself. */
export function AddressDialog({ onClose }: { onClose: () => void }) {
  const t = siblingsWords();
  const doing = useDoing();
  const [address, setAddress] = useState('');
  const look = () => {
    if (address.trim() === '' || doing.busy.value) return;
    void doing.run(() => api.addSiblingAddress(address.trim()), onClose);
  };
  return (
    <Dialog
      title={t.addAddressTitle}
      onClose={onClose}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button
            type="button"
            class="button primary"
            disabled={address.trim() === '' || doing.busy.value}
            onClick={look}
          >
            {doing.slow.value ? frame().waiting : t.look}
          </button>
        </>
      }
    >
      <div class="stack">
        <TextField
          label={t.address}
          value={address}
          onInput={setAddress}
          hint={t.addAddressHint}
          maxLength={80}
          focus
          onEnter={look}
        />
        <FaultNote fault={doing.fault.value} />
      </div>
    </Dialog>
  );
}
