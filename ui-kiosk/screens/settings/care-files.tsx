import { useState } from 'preact/hooks';
import type { StickView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Choice } from '../../widgets/field.tsx';
import { Note } from '../../widgets/note.tsx';
import { careWords } from './care-words.ts';

type What = 'bundle' | 'export';
/** No stick is called so: the register takes none without a name. */
const DOWNLOAD = '';

/** The support bundle and the export, onto a stick or into the browser of another device. */
export function CareFiles({ sticks }: { sticks: readonly StickView[] }) {
  const t = careWords();
  const [asking, ask] = useState<What | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const deeds = [
    { what: 'bundle', title: t.bundle, text: t.bundleText },
    { what: 'export', title: t.export, text: t.exportText },
  ] as const;
  return (
    <section class="stack">
      <h2>{t.files}</h2>
      {saved !== null && <Note kind="info">{t.saved(saved)}</Note>}
      <ul class="list panel care-places">
        {deeds.map(({ what, title, text }) => (
          <li key={what}>
            <div class="grow">
              <strong>{title}</strong>
              <p class="small quiet">{text}</p>
            </div>
            <button type="button" class="button" aria-label={`${title}: ${t.save}`} onClick={() => ask(what)}>
              {t.save}
            </button>
          </li>
        ))}
      </ul>
      {asking && (
        <Where
          what={asking}
          sticks={sticks}
          onDone={(file) => {
            setSaved(file);
            ask(null);
          }}
          onClose={() => ask(null)}
        />
      )}
    </section>
  );
}

function Where({
  what,
  sticks,
  onDone,
  onClose,
}: {
  what: What;
  sticks: readonly StickView[];
  onDone: (file: string | null) => void;
  onClose: () => void;
}) {
  const t = careWords();
  const doing = useDoing();
  const [stick, choose] = useState(sticks[0]?.name ?? DOWNLOAD);
  const put = what === 'bundle' ? api.bundleToStick : api.exportToStick;
  function save(): void {
    if (stick !== DOWNLOAD)
      return void doing.run(
        () => put(stick),
        ({ file }) => onDone(file),
      );
    location.assign(what === 'bundle' ? '/api/support-bundle' : '/api/export');
    onDone(null);
  }
  return (
    <Confirm
      title={what === 'bundle' ? t.bundle : t.export}
      action={t.save}
      doing={doing}
      onYes={save}
      onClose={onClose}
    >
      <Choice
        label={t.where}
        value={stick}
        options={[
          ...sticks.map(({ name }) => ({ value: name, text: t.stick(name) })),
          { value: DOWNLOAD, text: t.download },
        ]}
        onChoose={choose}
      />
      {doing.slow.value && <Note kind="info">{t.making}</Note>}
    </Confirm>
  );
}
