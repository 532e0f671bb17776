import { useState } from 'preact/hooks';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { TextField } from '../../widgets/field.tsx';
import { printerUrl } from './address.ts';
import { deviceWords } from './device-words.ts';

/** A printer on the network that the search did not find. */
export function AddressDialog({
  onAddress,
  onClose,
}: {
  onAddress: (url: string) => void;
  onClose: () => void;
}) {
  const t = deviceWords();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState(false);
  const url = printerUrl(text);
  const take = () => {
    setAsked(true);
    if (url !== null) onAddress(url);
  };
  return (
    <Dialog
      title={t.byAddressTitle}
      onClose={onClose}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button type="button" class="button primary" onClick={take}>
            {t.setUp}
          </button>
        </>
      }
    >
      <TextField
        label={t.address}
        value={text}
        hint={t.addressHint}
        error={asked && url === null ? t.addressFault : undefined}
        maxLength={80}
        focus
        onInput={setText}
        onEnter={take}
      />
    </Dialog>
  );
}
