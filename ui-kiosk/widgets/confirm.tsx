import type { ComponentChildren } from 'preact';
import { frame } from '../i18n/frame.ts';
import { Dialog } from './dialog.tsx';
import type { Doing } from './doing.ts';
import { FaultNote } from './note.tsx';

/** Asks once more before something that cannot be taken back. The fault, if any, stays in the dialog. */
export function Confirm({
  title,
  action,
  danger = false,
  wide = false,
  doing,
  onYes,
  onClose,
  children,
}: {
  title: string;
  action: string;
  danger?: boolean;
  wide?: boolean;
  doing: Doing;
  onYes: () => void;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const busy = doing.busy.value;
  return (
    <Dialog
      title={title}
      onClose={onClose}
      wide={wide}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button
            type="button"
            class={danger ? 'button danger' : 'button primary'}
            disabled={busy}
            onClick={onYes}
          >
            {doing.slow.value ? frame().waiting : action}
          </button>
        </>
      }
    >
      {children}
      <FaultNote fault={doing.fault.value} />
    </Dialog>
  );
}
