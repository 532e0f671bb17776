import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export interface KeyboardProps {
  readonly field: HTMLInputElement | HTMLTextAreaElement;
  readonly onHide: () => void;
}

const typable = (target: EventTarget | null): HTMLInputElement | HTMLTextAreaElement | null => {
  if (target instanceof HTMLTextAreaElement) return target;
  return target instanceof HTMLInputElement &&
    /^(text|search|password)$/.test(target.type) &&
    !target.readOnly
    ? target
    : null;
};

/** Brings the keyboard up when a text field is focused by a finger; its code comes with the first use. */
export function KeyboardDock() {
  const [field, setField] = useState<HTMLInputElement | HTMLTextAreaElement | null>(null);
  const [Keyboard, setKeyboard] = useState<{ part: ComponentType<KeyboardProps> } | null>(null);

  useEffect(() => {
    let touch = false;
    const onPointer = (event: PointerEvent) => {
      touch = event.pointerType === 'touch';
      // A tap on a field that has the focus already brings a hidden keyboard back.
      const target = typable(event.target);
      if (touch && target && target === document.activeElement) setField(target);
    };
    const onKey = (event: KeyboardEvent) => {
      // A real keyboard is in use: ours is in the way.
      if (event.isTrusted) touch = false;
    };
    const onFocus = (event: FocusEvent) => {
      const target = typable(event.target);
      setField(touch ? target : null);
    };
    addEventListener('pointerdown', onPointer, true);
    addEventListener('keydown', onKey, true);
    addEventListener('focusin', onFocus);
    return () => {
      removeEventListener('pointerdown', onPointer, true);
      removeEventListener('keydown', onKey, true);
      removeEventListener('focusin', onFocus);
    };
  }, []);

  const shown = field?.isConnected ?? false;
  useEffect(() => {
    if (shown) void import('./keyboard.tsx').then((module) => setKeyboard({ part: module.Keyboard }));
    document.documentElement.dataset.keyboard = shown ? 'on' : 'off';
  }, [shown]);

  if (!field || !shown || !Keyboard) return null;
  return <Keyboard.part field={field} onHide={() => setField(null)} />;
}
