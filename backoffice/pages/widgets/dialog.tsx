import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { frame } from '../i18n/frame.ts';
import { Icon } from './icon.tsx';

/**
 * The browser's own dialog: Escape closes it, Tab stays inside, what lies below cannot be reached, the focus returns
 * to where it was. On a phone it takes the whole width from below.
 */
export function Dialog({
  title,
  onClose,
  children,
  wide = false,
  foot,
  onSubmit,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  wide?: boolean;
  /** Buttons at the bottom; they stay in sight when the rest scrolls. */
  foot?: ComponentChildren;
  /** Makes a form of it: Enter in a field is the button of type `submit`. */
  onSubmit?: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const panel = dialog.current;
    if (!panel) return;
    const before = document.activeElement;
    panel.showModal();
    panel.querySelector<HTMLElement>('[data-focus]')?.focus();
    return () => {
      panel.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const inside = (
    <>
      <div class="dialog-head">
        <h2>{title}</h2>
        <button type="button" class="plain" aria-label={frame().close} onClick={() => close.current()}>
          <Icon name="close" />
        </button>
      </div>
      <div class="dialog-body">{children}</div>
      {foot && <div class="dialog-foot">{foot}</div>}
    </>
  );
  return (
    <dialog
      ref={dialog}
      class={wide ? 'dialog wide' : 'dialog'}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        close.current();
      }}
      onPointerDown={(event) => {
        // The dialog itself is only its edge: what is inside has elements of its own.
        if (event.target === event.currentTarget) close.current();
      }}
    >
      {onSubmit ? (
        <form
          class="dialog-inside"
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {inside}
        </form>
      ) : (
        <div class="dialog-inside">{inside}</div>
      )}
    </dialog>
  );
}
