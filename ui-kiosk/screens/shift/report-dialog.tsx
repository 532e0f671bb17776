import { useEffect, useState } from 'preact/hooks';
import type { ShiftSummary } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import type { Answer } from '../../client/fault.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { ShiftReportView } from './report-view.tsx';
import { shiftWords } from './words.ts';

/** How things stand now. Who may not see it asks somebody who may. */
export function XReportDialog({ onClose }: { onClose: () => void }) {
  const t = shiftWords();
  const report = useLoad(api.shiftReport, []);
  const refused = report.fault.value?.kind === 'cancelled';
  useEffect(() => {
    // Nobody allowed it: there is nothing to show and nothing to explain.
    if (refused) onClose();
  }, [refused]);
  if (refused) return null;
  return (
    <Dialog
      title={t.report}
      onClose={onClose}
      wide
      foot={
        <PrintButton
          text={t.printX}
          print={api.printShiftReport}
          onSent={(printed) => {
            // Sales may have come since: the screen shows what is on the paper.
            report.value.value = printed;
          }}
          onClose={onClose}
        />
      }
    >
      <p class="quiet">{t.reportText}</p>
      <Fetched of={report}>{(view) => <ShiftReportView view={view} />}</Fetched>
    </Dialog>
  );
}

export function ZReportDialog({ shift, onClose }: { shift: ShiftSummary; onClose: () => void }) {
  const t = shiftWords();
  const report = useLoad(() => api.pastReport(shift.id), [shift.id]);
  return (
    <Dialog
      title={`${t.zTitle(shift.zNumber ?? 0)}${shift.own ? '' : ` · ${shift.registerName}`}`}
      onClose={onClose}
      wide
      foot={<PrintButton text={t.printCopy} print={() => api.printPastReport(shift.id)} onClose={onClose} />}
    >
      <Fetched of={report}>{(view) => <ShiftReportView view={view} />}</Fetched>
    </Dialog>
  );
}

function PrintButton<T>({
  text,
  print,
  onSent,
  onClose,
}: {
  text: string;
  print: () => Promise<Answer<T>>;
  onSent?: (answer: T) => void;
  onClose: () => void;
}) {
  const t = shiftWords();
  const doing = useDoing();
  const [sent, setSent] = useState(false);
  return (
    <>
      {doing.fault.value && doing.fault.value.kind !== 'cancelled' ? (
        <FaultNote fault={doing.fault.value} />
      ) : (
        sent && <Note kind="info">{t.printed}</Note>
      )}
      <button
        type="button"
        class="button"
        disabled={doing.busy.value}
        onClick={() =>
          void doing.run(print, (answer) => {
            setSent(true);
            onSent?.(answer);
          })
        }
      >
        <Icon name="printer" />
        {text}
      </button>
      <button type="button" class="button" onClick={onClose}>
        {frame().close}
      </button>
    </>
  );
}
