import { useRef, useState } from 'preact/hooks';
import { said } from '../../../ui/language.ts';
import type { FileImport, PriceListView } from '../../http/contract/price-list.ts';
import { problemCode } from '../client/fault.ts';
import { frame } from '../i18n/frame.ts';
import { Dialog } from '../widgets/dialog.tsx';
import { useDoing } from '../widgets/doing.ts';
import { FaultNote, Note } from '../widgets/note.tsx';
import { priceList } from './asking.ts';
import { b } from './bulk-words.ts';
import { PlannedItems, SHOWN } from './planned-items.tsx';

const FILE_MAX_BYTES = 5 * 1024 * 1024;

/** A price list from a file: it is only checked first; what was shown is what is taken. */
export function FileDialog({
  view,
  onClose,
  onDone,
}: {
  view: PriceListView;
  onClose: () => void;
  onDone: () => void;
}) {
  const doing = useDoing();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [tooBig, setTooBig] = useState(false);
  const [result, setResult] = useState<FileImport | null>(null);
  const check = (chosen: File) => {
    setTooBig(chosen.size > FILE_MAX_BYTES);
    setFile(chosen);
    setResult(null);
    if (chosen.size <= FILE_MAX_BYTES) void doing.run(() => priceList.file(chosen), setResult);
  };
  const apply = async (sum: string) => {
    if (!file) return;
    const went = await doing.run(
      () => priceList.file(file, sum),
      (taken) => {
        setResult(taken);
        onDone();
      },
    );
    if (!went && problemCode(doing.fault.value) === 'preview-outdated') {
      setResult(null);
      void doing.run(() => priceList.file(file), setResult);
    }
  };
  const changes = result ? result.added + result.changed : 0;
  const ready = result !== null && !result.applied && result.faults.length === 0 && changes > 0;
  return (
    <Dialog
      title={file?.name ?? b().fileTitle}
      wide
      onClose={onClose}
      foot={
        <>
          {file && !result?.applied && (
            <button type="button" class="button push" onClick={() => picker.current?.click()}>
              {b().other}
            </button>
          )}
          <button type="button" class="button" onClick={onClose}>
            {frame().close}
          </button>
          {ready && (
            <button
              type="button"
              class="button primary"
              disabled={doing.busy.value}
              onClick={() => void apply(result.sum)}
            >
              {b().load}
            </button>
          )}
        </>
      }
    >
      <input
        ref={picker}
        type="file"
        accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        hidden
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (chosen) check(chosen);
        }}
      />
      {!file && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the button in it does the same for keys and readers
        <div
          class="drop"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            const chosen = event.dataTransfer?.files[0];
            if (chosen) check(chosen);
          }}
        >
          <p>{b().fileText}</p>
          <button type="button" class="button" data-focus onClick={() => picker.current?.click()}>
            {b().choose}
          </button>
          <p class="small quiet desk-only">{b().drop}</p>
        </div>
      )}
      {tooBig && <Note kind="fault">{b().tooBig}</Note>}
      <FaultNote fault={doing.fault.value} />
      {file && doing.busy.value && <p class="quiet">{b().checking}</p>}
      {result && <Found view={view} result={result} />}
    </Dialog>
  );
}

function Found({ view, result }: { view: PriceListView; result: FileImport }) {
  if (result.applied) return <Note kind="ok">{b().loaded(result.added, result.changed)}</Note>;
  const changes = result.added + result.changed;
  return (
    <>
      {changes + result.unchanged > 0 && (
        <dl class="figures">
          {(['added', 'changed', 'unchanged'] as const).map((kind) => (
            <div key={kind}>
              <dt class="quiet">{b()[kind]}</dt>
              <dd class="large">{result[kind]}</dd>
            </div>
          ))}
        </dl>
      )}
      {result.faults.length > 0 && (
        <>
          <Note kind="attention">
            <strong>{b().fileFaults}.</strong> {b().fileFaultsHint}
          </Note>
          <ul class="log">
            {result.faults.map((fault) => (
              <li key={`${fault.line} ${fault.column} ${fault.message.cs}`}>
                <strong>{b().line(fault.line, fault.column)}</strong> {said(fault.message)}
              </li>
            ))}
          </ul>
        </>
      )}
      {result.faults.length === 0 && changes === 0 && <p>{b().fileNothing}</p>}
      {result.items.length > 0 && (
        <>
          <p class="quiet">{SHOWN < changes && b().notAll(SHOWN)}</p>
          <PlannedItems view={view} items={result.items} />
        </>
      )}
    </>
  );
}
