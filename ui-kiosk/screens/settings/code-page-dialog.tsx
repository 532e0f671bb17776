import { useState } from 'preact/hooks';
import type { DeviceView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { CodePageQuestion, isCodePage } from './code-page-question.tsx';
import { settingsWords } from './words.ts';

/** Prints numbered lines, asks which one reads right, and keeps its number. */
export function CodePageDialog({
  device,
  onDone,
  onClose,
}: {
  device: DeviceView;
  onDone: () => void;
  onClose: () => void;
}) {
  const t = settingsWords();
  const [printed, setPrinted] = useState(false);
  const [text, setText] = useState('');
  const [kept, keep] = useState<number | null>(null);
  const doing = useDoing();
  const valid = isCodePage(text);
  const print = () =>
    void doing.run(
      () => api.testDevice(device.id, { page: 'code-pages' }),
      () => setPrinted(true),
    );
  const use = () => {
    if (!valid) return;
    void doing.run(
      () => api.changeDevice(device.id, { codePage: Number(text) }),
      () => {
        keep(Number(text));
        onDone();
      },
    );
  };
  return (
    <Dialog
      title={`${t.codePageTitle}: ${device.name}`}
      onClose={onClose}
      foot={
        kept !== null ? (
          <button type="button" class="button primary" onClick={onClose}>
            {frame().ok}
          </button>
        ) : printed ? (
          <>
            <button type="button" class="button push" disabled={doing.busy.value} onClick={print}>
              {t.codePageAgain}
            </button>
            <button type="button" class="button primary" disabled={!valid || doing.busy.value} onClick={use}>
              {t.codePageUse(text)}
            </button>
          </>
        ) : (
          <button type="button" class="button primary" disabled={doing.busy.value} onClick={print}>
            {t.codePagePrint}
          </button>
        )
      }
    >
      <FaultNote fault={doing.fault.value} />
      {kept !== null ? (
        <Note kind="info">{t.codePageDone(kept)}</Note>
      ) : printed ? (
        <CodePageQuestion text={text} onText={setText} onEnter={use} />
      ) : (
        <p>{t.codePageText}</p>
      )}
    </Dialog>
  );
}
