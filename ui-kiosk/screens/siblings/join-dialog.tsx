import { useState } from 'preact/hooks';
import type { SiblingsView } from '../../../daemon/http/contract.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { Note } from '../../widgets/note.tsx';
import { JoinFields, useJoinForm } from './join-form.tsx';
import { siblingsWords } from './words.ts';

/** This register joins a shop that is running already. */
export function JoinDialog({ hosts, onClose }: { hosts: SiblingsView['hosts']; onClose: () => void }) {
  const t = siblingsWords();
  const [joined, setJoined] = useState(false);
  const form = useJoinForm(() => setJoined(true));
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
              disabled={!form.whole || form.doing.busy.value}
              onClick={form.join}
            >
              {form.doing.slow.value ? t.joining : t.join}
            </button>
          </>
        )
      }
    >
      {joined ? <Note kind="info">{t.joined}</Note> : <JoinFields form={form} hosts={hosts} />}
    </Dialog>
  );
}
