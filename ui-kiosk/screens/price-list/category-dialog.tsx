import { useState } from 'preact/hooks';
import type { CatalogueView, CategoryView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { fieldFaults } from '../../client/field-faults.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Choice, TextField } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { SaveFoot } from '../../widgets/save-foot.tsx';
import { HueField } from './hue-field.tsx';
import { useRoutes } from './routes.ts';
import { ScheduleList } from './schedule-list.tsx';
import { priceListWords } from './words.ts';

const NOWHERE = '';

export function CategoryDialog({
  view,
  category,
  position,
  onClose,
}: {
  view: CatalogueView;
  /** Null is a new one, put at `position`. */
  category: CategoryView | null;
  position: number;
  onClose: () => void;
}) {
  const t = priceListWords();
  const [name, setName] = useState(category?.name ?? '');
  const [hue, setHue] = useState(category?.hue ?? 75);
  const [route, setRoute] = useState<string | null>(category?.route ?? null);
  const [asked, setAsked] = useState(false);
  const [removing, setRemoving] = useState(false);
  const doing = useDoing();
  const removal = useDoing();
  const routes = useRoutes();
  const told = fieldFaults(doing.fault.value);
  const done = () => {
    void refreshCatalogue();
    onClose();
  };
  const save = () => {
    setAsked(true);
    const body = { name: name.trim(), hue, route };
    if (body.name === '') return;
    void doing.run(
      () => (category ? api.changeCategory(category.id, body) : api.addCategory({ ...body, position })),
      done,
    );
  };
  return (
    <Dialog
      title={category?.name ?? t.newCategory}
      onClose={onClose}
      wide
      foot={
        <SaveFoot
          remove={category && { label: t.removeCategory, onClick: () => setRemoving(true) }}
          busy={doing.busy.value}
          onClose={onClose}
          onSave={save}
        />
      }
    >
      {told.size === 0 && <FaultNote fault={doing.fault.value} />}
      <TextField
        label={t.name}
        value={name}
        maxLength={120}
        error={asked && name.trim() === '' ? t.faults.missing : told.get('name')}
        onInput={setName}
        focus={!category}
      />
      <HueField value={hue} onChange={(chosen) => setHue(chosen ?? hue)} />
      <Choice
        label={t.route}
        value={route ?? NOWHERE}
        options={[{ value: NOWHERE, text: t.nowhere }, ...routes.map((one) => ({ value: one, text: one }))]}
        onChoose={(one) => setRoute(one === NOWHERE ? null : one)}
      />
      {category && <ScheduleList view={view} target={{ categoryId: category.id }} />}
      {removing && category && (
        <Confirm
          title={t.removeCategoryTitle(category.name)}
          action={t.removeCategory}
          danger
          doing={removal}
          onClose={() => setRemoving(false)}
          onYes={() => void removal.run(() => api.removeCategory(category.id), done)}
        >
          <p>{t.removeCategoryText}</p>
        </Confirm>
      )}
    </Dialog>
  );
}
