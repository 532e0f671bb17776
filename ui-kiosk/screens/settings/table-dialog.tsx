import { useState } from 'preact/hooks';
import type { TableView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { fieldFaults } from '../../client/field-faults.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { TextField } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { SaveFoot } from '../../widgets/save-foot.tsx';
import { settingsWords } from './words.ts';

export function TableDialog({
  table,
  area: startArea,
  areas,
  position,
  onClose,
}: {
  /** Null is a new one, put at `position`. */
  table: TableView | null;
  area: string;
  areas: readonly string[];
  position: number;
  onClose: () => void;
}) {
  const t = settingsWords();
  const [name, setName] = useState(table?.name ?? '');
  const [area, setArea] = useState(startArea);
  const [asked, setAsked] = useState(false);
  const [removing, setRemoving] = useState(false);
  const doing = useDoing();
  const removal = useDoing();
  const told = fieldFaults(doing.fault.value);
  const done = () => {
    void refreshCatalogue();
    onClose();
  };
  const missing = (text: string) => (asked && text.trim() === '' ? t.missing : undefined);
  const save = () => {
    setAsked(true);
    const body = { name: name.trim(), area: area.trim() };
    if (body.name === '' || body.area === '') return;
    void doing.run(
      () => (table ? api.changeTable(table.id, body) : api.addTable({ ...body, position })),
      done,
    );
  };
  return (
    <Dialog
      title={table ? t.edit(table.name) : t.newTable}
      onClose={onClose}
      foot={
        <SaveFoot
          remove={table && { label: t.removeTable, onClick: () => setRemoving(true) }}
          busy={doing.busy.value}
          onClose={onClose}
          onSave={save}
        />
      }
    >
      {told.size === 0 && <FaultNote fault={doing.fault.value} />}
      <TextField
        label={t.tableName}
        value={name}
        maxLength={20}
        error={missing(name) ?? told.get('name')}
        onInput={setName}
        focus={!table}
      />
      <TextField
        label={t.area}
        value={area}
        maxLength={120}
        error={missing(area) ?? told.get('area')}
        onInput={setArea}
      />
      {areas.length > 0 && (
        <div class="row">
          {areas.map((one) => (
            <button
              key={one}
              type="button"
              class="button"
              aria-pressed={one === area}
              onClick={() => setArea(one)}
            >
              {one}
            </button>
          ))}
        </div>
      )}
      {removing && table && (
        <Confirm
          title={t.removeTableTitle(table.name)}
          action={t.removeTable}
          danger
          doing={removal}
          onClose={() => setRemoving(false)}
          onYes={() => void removal.run(() => api.removeTable(table.id), done)}
        >
          <p>{t.removeTableText}</p>
        </Confirm>
      )}
    </Dialog>
  );
}
