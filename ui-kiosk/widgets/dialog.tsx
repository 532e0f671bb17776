import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { frame } from '../i18n/frame.ts';
import { Icon } from './icon.tsx';

const FOCUSABLE = 'button:not(:disabled), input:not(:disabled), textarea, select, [tabindex="0"]';

/**
 * A panel over the working area that leaves the bill at the right in sight. Escape and a tap beside it close
 * it, Tab stays inside, the focus returns to where it was.
 */
export function Dialog({
  title,
  onClose,
  children,
  wide = false,
  foot,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  wide?: boolean;
  /** Buttons at the bottom; they stay in sight when the rest scrolls. */
  foot?: ComponentChildren;
}) {
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const before = document.activeElement;
    const first = panel.current?.querySelector<HTMLElement>('[data-focus]');
    (first ?? panel.current)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      close.current();
      return;
    }
    if (event.key !== 'Tab' || !panel.current) return;
    const inside = [...panel.current.querySelectorAll<HTMLElement>(FOCUSABLE)];
    const edge = event.shiftKey ? inside[0] : inside.at(-1);
    const other = event.shiftKey ? inside.at(-1) : inside[0];
    if (document.activeElement === edge || document.activeElement === panel.current) {
      event.preventDefault();
      other?.focus();
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the veil is only a larger close button for the finger
    <div
      class="veil"
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) close.current();
      }}
      onKeyDown={onKeyDown}
    >
      <div
        ref={panel}
        class={wide ? 'dialog wide' : 'dialog'}
        role="dialog"
        aria-modal="true"
        aria-label={title}
        tabIndex={-1}
      >
        <header>
          <h2>{title}</h2>
          <button type="button" class="plain" aria-label={frame().close} onClick={() => close.current()}>
            <Icon name="close" />
          </button>
        </header>
        <div class="dialog-body scroll">{children}</div>
        {foot && <footer>{foot}</footer>}
      </div>
    </div>
  );
}
