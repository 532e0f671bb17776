import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { frame } from '../i18n/frame.ts';
import { Icon } from './icon.tsx';

const FOCUSABLE = 'button:not(:disabled), input:not(:disabled), textarea, select, [tabindex="0"]';

/** Dialogs on the screen, the topmost last: keys are the topmost one's. */
const open: object[] = [];

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
  const body = useRef<HTMLDivElement>(null);
  const [onlyRead, setOnlyRead] = useState(false);
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

  // With nothing inside to be focused the body itself is what the arrows scroll.
  useEffect(() => {
    const inside = body.current;
    if (!inside) return;
    const look = () => setOnlyRead(inside.querySelector(FOCUSABLE) === null);
    look();
    const observer = new MutationObserver(look);
    observer.observe(inside, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);

  // On the window, not on the panel: a drawing can take the focused button away and the focus with it.
  useEffect(() => {
    const mine = {};
    open.push(mine);
    document.documentElement.dataset.dialog = 'on';
    function onKeyDown(event: KeyboardEvent): void {
      if (open.at(-1) !== mine) return;
      if (event.key === 'Escape') {
        event.stopImmediatePropagation();
        event.preventDefault();
        close.current();
        return;
      }
      if (event.key !== 'Tab' || !panel.current) return;
      const inside = [...panel.current.querySelectorAll<HTMLElement>(FOCUSABLE)];
      const edge = event.shiftKey ? inside[0] : inside.at(-1);
      const other = event.shiftKey ? inside.at(-1) : inside[0];
      const at = document.activeElement;
      if (at === edge || at === panel.current || !panel.current.contains(at)) {
        event.preventDefault();
        other?.focus();
      }
    }
    addEventListener('keydown', onKeyDown, true);
    return () => {
      removeEventListener('keydown', onKeyDown, true);
      open.splice(open.indexOf(mine), 1);
      if (open.length === 0) document.documentElement.dataset.dialog = 'off';
    };
  }, []);

  return (
    <div
      class="veil"
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) close.current();
      }}
    >
      <div
        ref={panel}
        class={wide ? 'dialog wide' : 'dialog'}
        role="dialog"
        aria-modal="true"
        aria-label={title}
        tabIndex={-1}
      >
        <div class="dialog-head">
          <h2>{title}</h2>
          <button type="button" class="plain" aria-label={frame().close} onClick={() => close.current()}>
            <Icon name="close" />
          </button>
        </div>
        <div
          ref={body}
          class="dialog-body scroll"
          {...(onlyRead ? { tabIndex: 0, role: 'region', 'aria-label': title } : {})}
        >
          {children}
        </div>
        {foot && <div class="dialog-foot">{foot}</div>}
      </div>
    </div>
  );
}
