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
  doing,
  onYes,
  onClose,
  children,
}: {
  title: string;
  action: string;
  danger?: boolean;
  doing: Doing;
  onYes: () => void;
  onClose: () => void;
  children: ComponentChildren;
}) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={onYes}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button
            type="submit"
            class={danger ? 'button danger' : 'button primary'}
            disabled={doing.busy.value}
          >
            {action}
          </button>
        </>
      }
    >
      {children}
      <FaultNote fault={doing.fault.value} />
    </Dialog>
  );
}
