import { frame } from '../i18n/frame.ts';

/** The foot of a dialog that edits one thing: what ends it at the left, leave and save at the right. */
export function SaveFoot({
  remove,
  busy,
  onClose,
  onSave,
}: {
  /** Only for a thing that is there already. */
  remove?: { readonly label: string; readonly onClick: () => void } | null;
  busy: boolean;
  onClose: () => void;
  onSave: () => void;
}) {
  return (
    <>
      {remove && (
        <button type="button" class="button danger push" onClick={remove.onClick}>
          {remove.label}
        </button>
      )}
      <button type="button" class="button" onClick={onClose}>
        {frame().cancel}
      </button>
      <button type="button" class="button primary" disabled={busy} onClick={onSave}>
        {frame().save}
      </button>
    </>
  );
}
