import { useState } from 'preact/hooks';
import type { BackofficeView } from '../../../daemon/http/contract.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { Note } from '../../widgets/note.tsx';
import { JoinFields, useJoinForm } from './join-form.tsx';
import { backofficeWords } from './words.ts';

/** By the address and a code that the backoffice shows once, this register and with it the shop joins. */
export function JoinDialog({ view, onClose }: { view: BackofficeView; onClose: () => void }) {
  const t = backofficeWords();
  const [joined, setJoined] = useState<BackofficeView | null>(null);
  const form = useJoinForm(view, setJoined);
  return (
    <Dialog
      title={t.joinTitle}
      onClose={onClose}
      foot={
        joined ? (
          <button type="button" class="button primary" onClick={onClose}>
            {frame().close}
          </button>
        ) : (
          <>
            <button type="button" class="button" onClick={onClose}>
              {frame().cancel}
            </button>
            <button
              type="button"
              class="button primary"
              disabled={!form.ready || form.doing.busy.value}
              onClick={form.join}
            >
              {form.doing.slow.value ? t.joining : t.join}
            </button>
          </>
        )
      }
    >
      {joined ? (
        <Note kind="info">{t.joined(joined.store?.name ?? '')}</Note>
      ) : (
        <JoinFields form={form} view={view} />
      )}
    </Dialog>
  );
}
