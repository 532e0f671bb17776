import { useState } from 'preact/hooks';
import type { StaffView } from '../../../daemon/http/contract.ts';
import { ROLES } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { fieldFaults } from '../../client/field-faults.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Choice, Switch, TextField } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { SaveFoot } from '../../widgets/save-foot.tsx';
import { settingsWords } from './words.ts';

export function StaffDialog({
  person,
  onDone,
  onClose,
}: {
  /** Null is a new one. */
  person: StaffView | null;
  onDone: () => void;
  onClose: () => void;
}) {
  const t = settingsWords();
  const [name, setName] = useState(person?.name ?? '');
  const [role, setRole] = useState<StaffView['role']>(person?.role ?? 'waiter');
  const [pin, setPin] = useState('');
  const [active, setActive] = useState(person?.active ?? true);
  const [asked, setAsked] = useState(false);
  const doing = useDoing();
  const told = fieldFaults(doing.fault.value);
  const pinFault = (person && pin === '') || /^\d{4,8}$/.test(pin) ? undefined : t.pinFault;
  const save = () => {
    setAsked(true);
    const body = { name: name.trim(), role, active };
    if (body.name === '' || pinFault) return;
    void doing.run(
      () =>
        person
          ? api.changeStaff(person.id, { ...body, ...(pin === '' ? {} : { pin }) })
          : api.addStaff({ ...body, pin }),
      () => {
        onDone();
        onClose();
      },
    );
  };
  return (
    <Dialog
      title={person?.name ?? t.newPerson}
      onClose={onClose}
      foot={<SaveFoot busy={doing.busy.value} onClose={onClose} onSave={save} />}
    >
      {told.size === 0 && <FaultNote fault={doing.fault.value} />}
      <TextField
        label={t.personName}
        value={name}
        maxLength={120}
        error={asked && name.trim() === '' ? t.missing : told.get('name')}
        onInput={setName}
        focus={!person}
      />
      <Choice
        label={t.role}
        value={role}
        options={ROLES.map((one) => ({ value: one, text: frame()[one] }))}
        onChoose={setRole}
      />
      <p class="small quiet">{t.roleHints[role]}</p>
      <TextField
        label={person ? t.newPin : t.pin}
        secret
        inputMode="numeric"
        maxLength={8}
        value={pin}
        hint={person ? `${t.pinHint} ${t.pinKeep}` : t.pinHint}
        error={asked ? (pinFault ?? told.get('pin')) : undefined}
        onInput={setPin}
      />
      {person && <Switch label={t.works} on={active} onChange={setActive} />}
    </Dialog>
  );
}
