import { useState } from 'preact/hooks';
import { ROLES } from '../../../domain/index.ts';
import type { Person, PersonDraft, PersonPatch } from '../../http/contract/staff.ts';
import { id as coded, inStore } from '../client/api.ts';
import { frame } from '../i18n/frame.ts';
import { Dialog } from '../widgets/dialog.tsx';
import { useDoing } from '../widgets/doing.ts';
import { Choice, Switch, TextField } from '../widgets/field.tsx';
import { FaultNote } from '../widgets/note.tsx';
import { t } from './words.ts';

/** A person: a PIN is set here and never shown. */
export function PersonDialog({
  person,
  onClose,
  onDone,
}: {
  person: Person | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const doing = useDoing();
  const [name, setName] = useState(person?.name ?? '');
  const [role, setRole] = useState<Person['role']>(person?.role ?? 'waiter');
  const [pin, setPin] = useState('');
  const [active, setActive] = useState(person?.active ?? true);
  const [tried, setTried] = useState(false);
  const nameless = name.trim() === '';
  const pinWrong = person && pin === '' ? false : !/^\d{4,8}$/.test(pin);
  const save = () => {
    setTried(true);
    if (nameless || pinWrong) return;
    if (!person) {
      const draft: PersonDraft = { name: name.trim(), role, pin, active };
      void doing.run(() => inStore.write('POST', '/staff', draft), onDone);
      return;
    }
    // Only what was changed here: what somebody else has changed meanwhile stays.
    const patch: PersonPatch = {
      ...(name.trim() !== person.name && { name: name.trim() }),
      ...(role !== person.role && { role }),
      ...(active !== person.active && { active }),
      ...(pin !== '' && { pin }),
    };
    if (Object.keys(patch).length === 0) onClose();
    else void doing.run(() => inStore.write('PATCH', `/staff/${coded(person.id)}`, patch), onDone);
  };
  return (
    <Dialog
      title={person ? t().edit(person.name) : t().add}
      onClose={onClose}
      onSubmit={save}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button type="submit" class="button primary" disabled={doing.busy.value}>
            {frame().save}
          </button>
        </>
      }
    >
      <TextField
        label={t().name}
        value={name}
        onInput={setName}
        maxLength={120}
        focus
        error={tried && nameless ? t().nameFault : undefined}
      />
      <Choice
        label={t().role}
        value={role}
        options={ROLES.map((value) => ({ value, text: t().roles[value] }))}
        onChoose={setRole}
      />
      <TextField
        label={person ? t().newPin : t().pin}
        value={pin}
        type="password"
        autocomplete="new-password"
        inputMode="numeric"
        maxLength={8}
        onInput={setPin}
        hint={person ? t().newPinHint : t().pinHint}
        error={tried && pinWrong ? t().pinFault : undefined}
      />
      <Switch label={t().active} hint={t().activeHint} on={active} onChange={setActive} />
      {person && <p class="small quiet">{t().sessions}</p>}
      <FaultNote fault={doing.fault.value} />
    </Dialog>
  );
}
