import { useState } from 'preact/hooks';
import type { Buyer } from '../../../domain/index.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { TextField } from '../../widgets/field.tsx';
import { payment } from './words.ts';

/** Who is named on a full tax document. */
export function BuyerDialog({
  buyer,
  onBuyer,
  onClose,
}: {
  buyer: Buyer | null;
  onBuyer: (buyer: Buyer | null) => void;
  onClose: () => void;
}) {
  const t = payment();
  const [name, setName] = useState(buyer?.name ?? '');
  const [address, setAddress] = useState(buyer?.address ?? '');
  const [ico, setIco] = useState(buyer?.ico ?? '');
  const [dic, setDic] = useState(buyer?.dic ?? '');
  const icoWrong = ico !== '' && !/^\d{8}$/.test(ico);
  const dicWrong = dic !== '' && !/^[A-Z]{2}[0-9A-Z]{2,12}$/.test(dic);
  const ready = name.trim() !== '' && address.trim() !== '' && !icoWrong && !dicWrong;
  const save = () => {
    if (ready) onBuyer({ name: name.trim(), address: address.trim(), ico: ico || null, dic: dic || null });
  };
  return (
    <Dialog
      title={t.buyerTitle}
      onClose={onClose}
      foot={
        <>
          <button type="button" class="button" onClick={() => (buyer ? onBuyer(null) : onClose())}>
            {buyer ? t.buyerNone : frame().cancel}
          </button>
          <button type="button" class="button primary" disabled={!ready} onClick={save}>
            {frame().save}
          </button>
        </>
      }
    >
      <TextField label={t.buyerName} value={name} maxLength={120} focus onInput={setName} onEnter={save} />
      <TextField label={t.buyerAddress} value={address} maxLength={200} onInput={setAddress} onEnter={save} />
      <div class="two">
        <TextField
          label={t.buyerIco}
          value={ico}
          maxLength={8}
          inputMode="numeric"
          error={icoWrong ? t.buyerIcoWrong : undefined}
          onInput={(text) => setIco(text.replace(/\D/g, ''))}
          onEnter={save}
        />
        <TextField
          label={t.buyerDic}
          value={dic}
          maxLength={14}
          error={dicWrong ? t.buyerDicWrong : undefined}
          onInput={(text) => setDic(text.toUpperCase().replace(/\s/g, ''))}
          onEnter={save}
        />
      </div>
    </Dialog>
  );
}
