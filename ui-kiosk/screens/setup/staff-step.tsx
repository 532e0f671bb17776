import { useState } from 'preact/hooks';
import type { StaffView } from '../../../daemon/http/contract.ts';
import { ROLES } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { session } from '../../store/signals.ts';
import { useDoing } from '../../widgets/doing.ts';
import { hueOf, initials } from '../../widgets/face.tsx';
import { Icon } from '../../widgets/icon.tsx';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { Note } from '../../widgets/note.tsx';
import { StaffFields, useStaffForm } from '../settings/staff-form.tsx';
import { addPerson } from './first-person.ts';
import { Step, type StepProps } from './step.tsx';
import { setupWords } from './words.ts';

/** A manager first, who may do everything; whoever sets the register up goes on in that name. */
export function StaffStep(step: StepProps) {
  const staff = useLoad(api.staff, []);
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<string | null>(null);
  const taken = (name: string) => {
    setAdded(name);
    void Promise.all([staff.reload(), step.reload()]).then(() => setAdding(false));
  };
  return (
    <Fetched of={staff}>
      {(people) => {
        const managed = people.some(({ role }) => role === 'manager');
        if (!managed) return <Person step={step} roles={['manager']} onAdded={taken} />;
        if (adding) {
          const inner = { ...step, back: () => setAdding(false) };
          return <Person step={inner} roles={ROLES} onAdded={taken} />;
        }
        return <People step={step} people={people} added={added} onAdd={() => setAdding(true)} />;
      }}
    </Fetched>
  );
}

function People({
  step,
  people,
  added,
  onAdd,
}: {
  step: StepProps;
  people: readonly StaffView[];
  added: string | null;
  onAdd: () => void;
}) {
  const t = setupWords();
  const who = session.value?.staff.name;
  return (
    <Step title={t.staffTitle} text={t.staffMore} step={step} done>
      {added && (
        <Note kind="info">
          <strong>{t.personAdded(added)}</strong> {who && t.signedAs(who)}
        </Note>
      )}
      <ul class="list panel">
        {people.map(({ id, name, role }) => (
          <li key={id} class="setup-candidate">
            <span class="initials hue small-face" style={{ '--hue': hueOf(id) }} aria-hidden="true">
              {initials(name)}
            </span>
            <span class="grow">
              {name}
              <span class="small quiet block">{frame()[role]}</span>
            </span>
          </li>
        ))}
      </ul>
      <div class="row">
        <button type="button" class="button tall" onClick={onAdd}>
          <Icon name="plus" />
          {t.addPerson}
        </button>
      </div>
    </Step>
  );
}

function Person({
  step,
  roles,
  onAdded,
}: {
  step: StepProps;
  roles: readonly StaffView['role'][];
  onAdded: (name: string) => void;
}) {
  const t = setupWords();
  const first = roles.length === 1;
  const form = useStaffForm(null, roles[0]);
  const doing = useDoing();
  const save = () => {
    const read = form.read();
    if (!read || doing.busy.value) return;
    const { name, role, pin } = read;
    void doing.run(
      () => addPerson({ name, role, pin }),
      (person) => onAdded(person.name),
    );
  };
  return (
    <Step
      title={first ? t.staffTitle : t.addPerson}
      {...(first ? { text: t.staffText } : {})}
      step={step}
      done={!first}
      primary={{
        label: doing.slow.value ? frame().waiting : first ? t.addFirst : frame().save,
        disabled: doing.busy.value,
        onClick: save,
      }}
    >
      <div class="setup-form stack">
        <StaffFields form={form} roles={roles} doing={doing} />
      </div>
    </Step>
  );
}
