import { useState } from 'preact/hooks';
import type { PaymentTypeView } from '../../../daemon/http/contract.ts';
import { formatAmount, PAYMENT_KINDS, parseAmount } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Choice, Switch, TextField } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { SaveFoot } from '../../widgets/save-foot.tsx';
import { settingsWords } from './words.ts';

export function PaymentDialog({
  types,
  type,
  onClose,
}: {
  types: readonly PaymentTypeView[];
  /** Null is a new one. */
  type: PaymentTypeView | null;
  onClose: () => void;
}) {
  const t = settingsWords();
  const [name, setName] = useState(type?.name ?? '');
  const [kind, setKind] = useState<PaymentTypeView['kind']>(type?.kind ?? 'voucher');
  const [currency, setCurrency] = useState(type && type.currency !== 'CZK' ? type.currency : 'EUR');
  const [rate, setRate] = useState(type?.rate_haler ? formatAmount(type.rate_haler) : '');
  const [active, setActive] = useState(type?.active ?? true);
  const [registered, setRegistered] = useState(type?.registered ?? true);
  const [prepaid, setPrepaid] = useState(type?.prepaid ?? false);
  const [asked, setAsked] = useState(false);
  const doing = useDoing();
  const foreign = kind === 'foreign-cash';
  const rate_haler = parseAmount(rate);
  const rateFault = foreign && !(rate_haler && rate_haler > 0) ? t.rateFault : undefined;
  const code = currency.trim().toUpperCase();
  const currencyFault = foreign && !/^[A-Z]{3}$/.test(code) ? t.currencyFault : undefined;
  const save = () => {
    setAsked(true);
    if (name.trim() === '' || rateFault || currencyFault) return;
    const edited: PaymentTypeView = {
      id: type?.id ?? crypto.randomUUID(),
      name: name.trim(),
      kind,
      currency: foreign ? code : 'CZK',
      rate_haler: foreign ? (rate_haler ?? null) : null,
      registered,
      prepaid,
      active,
    };
    const list = type ? types.map((one) => (one.id === type.id ? edited : one)) : [...types, edited];
    void doing.run(
      () => api.setPaymentTypes(list),
      () => {
        void refreshCatalogue();
        onClose();
      },
    );
  };
  return (
    <Dialog
      title={type?.name ?? t.newPayment}
      onClose={onClose}
      wide
      foot={<SaveFoot busy={doing.busy.value} onClose={onClose} onSave={save} />}
    >
      <FaultNote fault={doing.fault.value} />
      <TextField
        label={t.paymentName}
        value={name}
        maxLength={20}
        error={asked && name.trim() === '' ? t.missing : undefined}
        onInput={setName}
        focus={!type}
      />
      {!type && (
        <Choice
          label={t.paymentKind}
          value={kind}
          options={PAYMENT_KINDS.map((one) => ({ value: one, text: t.paymentKinds[one] }))}
          onChoose={(one) => {
            setKind(one);
            setRegistered(one !== 'transfer');
          }}
        />
      )}
      {foreign && (
        <div class="form-grid">
          <TextField
            label={t.currency}
            value={currency}
            maxLength={3}
            error={asked ? currencyFault : undefined}
            onInput={setCurrency}
          />
          <TextField
            label={t.rate}
            value={rate}
            inputMode="decimal"
            error={asked ? rateFault : undefined}
            onInput={setRate}
          />
        </div>
      )}
      <Switch label={t.active} on={active} onChange={setActive} />
      <Switch label={t.registered} on={registered} onChange={setRegistered} />
      <Switch label={t.prepaid} hint={t.prepaidHint} on={prepaid} onChange={setPrepaid} />
    </Dialog>
  );
}
