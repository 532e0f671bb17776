import { useState } from 'preact/hooks';
import type { CategoryView } from '../../http/contract/price-list.ts';
import type { Answer } from '../client/fault.ts';
import { frame } from '../i18n/frame.ts';
import { addressOf } from '../router.ts';
import { may } from '../store/session.ts';
import { Confirm } from '../widgets/confirm.tsx';
import { Dialog } from '../widgets/dialog.tsx';
import { useDoing } from '../widgets/doing.ts';
import { Select, TextField } from '../widgets/field.tsx';
import { Icon } from '../widgets/icon.tsx';
import { Empty } from '../widgets/load.tsx';
import { FaultNote } from '../widgets/note.tsx';
import { priceList } from './asking.ts';
import { c } from './category-words.ts';
import { moved } from './moved.ts';
import type { PartProps } from './price-list-page.tsx';
import { t } from './words.ts';

/** Category hues all around the wheel, far enough apart to be told from each other. */
const HUES = [20, 50, 80, 110, 145, 180, 210, 240, 270, 300, 330, 355] as const;

/** Categories in the order in which registers show them. */
export function Categories({ view, onChanged }: PartProps) {
  const [open, setOpen] = useState<CategoryView | 'new' | null>(null);
  const doing = useDoing();
  const writes = may('write-price-list');
  const ordered = [...view.categories].sort((a, b) => a.position - b.position);
  const counts = new Map<string, number>();
  for (const { categoryId } of view.items) counts.set(categoryId, (counts.get(categoryId) ?? 0) + 1);
  const swap = (index: number, by: 1 | -1) => {
    const moves = moved(ordered, index, by);
    void doing.run(async (): Promise<Answer<unknown>> => {
      for (const { id, position } of moves) {
        const answer = await priceList.changeCategory(id, { position });
        if (answer.fault) return answer;
      }
      return { value: null };
    }, onChanged);
  };
  return (
    <>
      {writes && (
        <div class="toolbar">
          <button type="button" class="button primary" onClick={() => setOpen('new')}>
            <Icon name="plus" />
            {c().add}
          </button>
        </div>
      )}
      <FaultNote fault={doing.fault.value} />
      {ordered.length === 0 ? (
        <section class="panel">
          <Empty title={c().none}>{c().noneHint}</Empty>
        </section>
      ) : (
        <ul class="panel spread categories">
          {ordered.map((category, index) => (
            <li key={category.id}>
              <span class="hue swatch" style={{ '--hue': category.hue }} />
              <div class="grow">
                <strong class="wrap">{category.name}</strong>
                <p class="small quiet">
                  <a href={addressOf({ rest: [], query: { category: category.id } })}>
                    {c().items(counts.get(category.id) ?? 0)}
                  </a>
                  {category.route && ` · ${c().prints(category.route)}`}
                </p>
              </div>
              {writes && (
                <div class="row">
                  <button
                    type="button"
                    class="plain up"
                    aria-label={c().up(category.name)}
                    disabled={index === 0 || doing.busy.value}
                    onClick={() => swap(index, -1)}
                  >
                    <Icon name="down" />
                  </button>
                  <button
                    type="button"
                    class="plain"
                    aria-label={c().down(category.name)}
                    disabled={index === ordered.length - 1 || doing.busy.value}
                    onClick={() => swap(index, 1)}
                  >
                    <Icon name="down" />
                  </button>
                  <button
                    type="button"
                    class="plain"
                    aria-label={t().edit(category.name)}
                    onClick={() => setOpen(category)}
                  >
                    <Icon name="edit" />
                  </button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {open !== null && (
        <CategoryDialog
          routes={view.routes}
          category={open === 'new' ? null : open}
          position={ordered.length}
          empty={open !== 'new' && !counts.has(open.id)}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            onChanged();
          }}
        />
      )}
    </>
  );
}

function CategoryDialog({
  routes,
  category,
  position,
  empty,
  onClose,
  onDone,
}: {
  routes: readonly string[];
  category: CategoryView | null;
  position: number;
  /** No item is in it: it may be deleted. */
  empty: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const doing = useDoing();
  const removing = useDoing();
  const [asking, ask] = useState(false);
  const [name, setName] = useState(category?.name ?? '');
  const [hue, setHue] = useState(category?.hue ?? HUES[position % HUES.length] ?? 0);
  const [route, setRoute] = useState(category?.route ?? '');
  const [missing, setMissing] = useState(false);
  const save = () => {
    setMissing(name.trim() === '');
    if (name.trim() === '') return;
    const body = { name: name.trim(), hue, route: route === '' ? null : route };
    void doing.run(() => {
      if (!category) return priceList.addCategory({ ...body, position });
      // Only what was changed here: what somebody else has changed meanwhile stays.
      const changed = Object.entries(body).filter(
        ([key, value]) => category[key as keyof CategoryView] !== value,
      );
      return priceList.changeCategory(category.id, Object.fromEntries(changed));
    }, onDone);
  };
  if (asking && category) {
    return (
      <Confirm
        title={c().removeTitle(category.name)}
        action={c().remove}
        danger
        doing={removing}
        onYes={() => void removing.run(() => priceList.removeCategory(category.id), onDone)}
        onClose={() => ask(false)}
      >
        <p>{c().removeText}</p>
      </Confirm>
    );
  }
  return (
    <Dialog
      title={category ? t().edit(category.name) : c().add}
      onClose={onClose}
      onSubmit={save}
      foot={
        <>
          {category && empty && (
            <button type="button" class="button danger push" onClick={() => ask(true)}>
              {c().remove}
            </button>
          )}
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
        label={t().fields.name}
        value={name}
        onInput={setName}
        maxLength={120}
        focus
        error={missing ? t().faults.missing : undefined}
      />
      <fieldset class="choice">
        <legend>{t().fields.hue}</legend>
        <div class="segments">
          {[...new Set([...HUES, hue])].map((one) => (
            <button
              key={one}
              type="button"
              class="hue swatch-button"
              style={{ '--hue': one }}
              aria-label={c().hueOf(one)}
              aria-pressed={one === hue}
              onClick={() => setHue(one)}
            />
          ))}
        </div>
      </fieldset>
      <Select
        label={t().fields.route}
        value={route}
        options={[
          { value: '', text: t().nowhere },
          ...[...new Set([...routes, ...(route === '' ? [] : [route])])].map((one) => ({
            value: one,
            text: one,
          })),
        ]}
        onChoose={setRoute}
      />
      <FaultNote fault={doing.fault.value} />
    </Dialog>
  );
}
