import type { StaffView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { SaveFoot } from '../../widgets/save-foot.tsx';
import { StaffFields, useStaffForm } from './staff-form.tsx';
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
  const form = useStaffForm(person);
  const doing = useDoing();
  const save = () => {
    const read = form.read();
    if (!read) return;
    const { pin, ...body } = read;
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
      <StaffFields form={form} doing={doing} />
    </Dialog>
  );
}
