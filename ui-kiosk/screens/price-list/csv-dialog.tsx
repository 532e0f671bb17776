import { useRef, useState } from 'preact/hooks';
import type { ImportResult } from '../../../daemon/http/contract.ts';
import { said } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { syncItems } from '../../i18n/sync-items.ts';
import { go } from '../../router.ts';
import { catalogue } from '../../store/signals.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { SyncItems } from '../../widgets/sync-items.tsx';
import { priceListWords } from './words.ts';

/** What is done with the price list as a whole. A file is always checked first; only then can it be applied. */
export function CsvDialog({ onClose }: { onClose: () => void }) {
  const t = priceListWords();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [result, setResult] = useState<ImportResult | null>(null);
  const [exported, setExported] = useState(false);
  const [syncing, setSyncing] = useState(false);
  const doing = useDoing();
  const check = (chosen: File) => {
    setFile(chosen);
    setResult(null);
    void doing.run(() => api.importItems(chosen, false), setResult);
  };
  const apply = () =>
    file &&
    void doing.run(
      () => api.importItems(file, true),
      (applied) => {
        setResult(applied);
        void refreshCatalogue();
      },
    );
  const changes = result ? result.added + result.changed : 0;
  const ready = result !== null && !result.applied && result.faults.length === 0 && changes > 0;
  return (
    <Dialog
      title={file ? t.importTitle(file.name) : t.more}
      onClose={onClose}
      wide
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().close}
          </button>
          {ready && (
            <button type="button" class="button primary" disabled={doing.busy.value} onClick={apply}>
              {t.apply}
            </button>
          )}
        </>
      }
    >
      <input
        ref={picker}
        type="file"
        accept=".csv,text/csv,text/plain"
        hidden
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (chosen) check(chosen);
        }}
      />
      {syncing && <SyncItems onClose={() => setSyncing(false)} />}
      <FaultNote fault={doing.fault.value} />
      {doing.slow.value && <p class="quiet">{t.checking}</p>}
      {result ? (
        <Result result={result} onOther={() => picker.current?.click()} />
      ) : (
        <div class="csv-ways">
          <section class="panel">
            <h3>{t.categories}</h3>
            <p class="quiet small">{t.categoriesHint}</p>
            <button type="button" class="button" onClick={() => go('price-list', 'categories')}>
              {t.editCategories}
            </button>
          </section>
          <section class="panel">
            <h3>{t.sync}</h3>
            <p class="quiet small">{syncItems().menuHint}</p>
            <button type="button" class="button" onClick={() => setSyncing(true)}>
              {syncItems().now}
            </button>
          </section>
          <section class="panel">
            <h3>{t.import}</h3>
            <p class="quiet small">{t.importHint}</p>
            <button
              type="button"
              class="button"
              disabled={doing.busy.value}
              onClick={() => picker.current?.click()}
            >
              {t.chooseFile}
            </button>
          </section>
          <section class="panel">
            <h3>{t.export}</h3>
            <p class="quiet small">{exported ? t.exported : t.exportHint}</p>
            <button
              type="button"
              class="button"
              disabled={doing.busy.value}
              onClick={() =>
                void doing.run(api.exportItems, (text) => {
                  saveFile(text, `cenik-${catalogue.value?.register.day ?? ''}.csv`);
                  setExported(true);
                })
              }
            >
              {t.export}
            </button>
          </section>
        </div>
      )}
    </Dialog>
  );
}

function Result({ result, onOther }: { result: ImportResult; onOther: () => void }) {
  const t = priceListWords();
  const counted = result.added + result.changed + result.unchanged > 0;
  const nothing = result.faults.length === 0 && result.added + result.changed === 0;
  return (
    <>
      {result.applied ? (
        <Note kind="info">{t.applied(result.added, result.changed)}</Note>
      ) : (
        counted && (
          <dl class="facts">
            {(['added', 'changed', 'unchanged'] as const).map((kind) => (
              <div key={kind}>
                <dt class="quiet">{t[kind]}</dt>
                <dd class="large">{result[kind]}</dd>
              </div>
            ))}
          </dl>
        )
      )}
      {!result.applied && nothing && <p>{t.nothingToDo}</p>}
      {result.faults.length > 0 && (
        <section class="stack">
          <Note kind="attention">{t.importFaultsText}</Note>
          <h3>{t.importFaults}</h3>
          <ul class="list">
            {result.faults.map((fault) => (
              <li key={`${fault.line} ${fault.column} ${fault.message.cs}`} class="csv-fault">
                <strong>{t.line(fault.line, fault.column)}</strong> {said(fault.message)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <button type="button" class="button other-file" onClick={onOther}>
        {t.otherFile}
      </button>
    </>
  );
}

/** The mark at the start tells Excel that the file is UTF-8; reading the answer as text has taken it off. */
function saveFile(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
