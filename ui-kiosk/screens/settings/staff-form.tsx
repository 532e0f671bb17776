import { useState } from 'preact/hooks';
import type { StaffView } from '../../../daemon/http/contract.ts';
import { ROLES } from '../../../domain/index.ts';
import { fieldFaults } from '../../client/field-faults.ts';
import { frame } from '../../i18n/frame.ts';
import type { Doing } from '../../widgets/doing.ts';
import { Choice, Switch, TextField } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { settingsWords } from './words.ts';

/** A person as it is typed; the PIN is empty where the old one stays. */
export interface StaffForm {
  readonly name: string;
  readonly role: StaffView['role'];
  readonly pin: string;
  readonly active: boolean;
}

export function useStaffForm(person: StaffView | null, role: StaffView['role'] = 'waiter') {
  const [form, put] = useState<StaffForm>({
    name: person?.name ?? '',
    role: person?.role ?? role,
    pin: '',
    active: person?.active ?? true,
  });
  const [asked, setAsked] = useState(false);
  const t = settingsWords();
  const pinFault = (person && form.pin === '') || /^\d{4,8}$/.test(form.pin) ? undefined : t.pinFault;
  return {
    ...form,
    person,
    asked,
    pinFault,
    set: (change: Partial<StaffForm>) => put((before) => ({ ...before, ...change })),
    /** What is to be sent; null when something is missing, and from then on it is said. */
    read(): StaffForm | null {
      setAsked(true);
      const name = form.name.trim();
      return name === '' || pinFault ? null : { ...form, name };
    },
  };
}

export function StaffFields({
  form,
  roles = ROLES,
  doing,
}: {
  form: ReturnType<typeof useStaffForm>;
  /** Those that may be chosen from. */
  roles?: readonly StaffView['role'][];
  doing: Doing;
}) {
  const t = settingsWords();
  const { person, asked } = form;
  const told = fieldFaults(doing.fault.value);
  return (
    <>
      {told.size === 0 && <FaultNote fault={doing.fault.value} />}
      <TextField
        label={t.personName}
        value={form.name}
        maxLength={120}
        error={asked && form.name.trim() === '' ? t.missing : told.get('name')}
        onInput={(name) => form.set({ name })}
        focus={!person}
      />
      {roles.length > 1 && (
        <Choice
          label={t.role}
          value={form.role}
          options={roles.map((one) => ({ value: one, text: frame()[one] }))}
          onChoose={(role) => form.set({ role })}
        />
      )}
      <p class="small quiet">{t.roleHints[form.role]}</p>
      <TextField
        label={person ? t.newPin : t.pin}
        secret
        inputMode="numeric"
        maxLength={8}
        value={form.pin}
        hint={person ? `${t.pinHint} ${t.pinKeep}` : t.pinHint}
        error={asked ? (form.pinFault ?? told.get('pin')) : undefined}
        onInput={(pin) => form.set({ pin })}
      />
      {person && <Switch label={t.works} on={form.active} onChange={(active) => form.set({ active })} />}
    </>
  );
}
