import { useEffect, useRef } from 'preact/hooks';
import { SimpleKeyboard } from 'simple-keyboard';
import 'simple-keyboard/build/css/index.css';
import './keyboard.css';
import { frame } from '../i18n/frame.ts';
import type { KeyboardProps } from './keyboard-dock.tsx';

/** Czech QWERTZ with the letters of the language in their own row, so that nothing needs two taps. */
const LAYOUT = {
  default: [
    '1 2 3 4 5 6 7 8 9 0 {bksp}',
    'ě š č ř ž ý á í é ú ů',
    'q w e r t z u i o p ó',
    'a s d f g h j k l ť {enter}',
    '{shift} y x c v b n m ď ň ,',
    '@ / - : {space} . {hide}',
  ],
  shift: [
    '! ? % & ( ) + = : ; {bksp}',
    'Ě Š Č Ř Ž Ý Á Í É Ú Ů',
    'Q W E R T Z U I O P Ó',
    'A S D F G H J K L Ť {enter}',
    '{shift} Y X C V B N M Ď Ň "',
    "@ / _ {space} ' {hide}",
  ],
};

/** Puts text where the caret is and tells the field's owner as if it had been typed. */
function type(field: KeyboardProps['field'], text: string): void {
  const start = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? start;
  field.setRangeText(text, start, end, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text }));
}

function erase(field: KeyboardProps['field']): void {
  const start = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? start;
  field.setRangeText('', start === end ? Math.max(0, start - 1) : start, end, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

export function Keyboard({ field, onHide }: KeyboardProps) {
  const holder = useRef<HTMLDivElement>(null);
  const latest = useRef({ field, onHide });
  latest.current = { field, onHide };

  // What is written must be seen over the keyboard.
  useEffect(() => field.scrollIntoView({ block: 'center' }), [field]);

  useEffect(() => {
    if (!holder.current) return;
    const keyboard = new SimpleKeyboard(holder.current, {
      layout: LAYOUT,
      layoutName: 'default',
      display: {
        '{bksp}': '⌫',
        '{enter}': '⏎',
        '{shift}': '⇧',
        '{space}': ' ',
        '{hide}': frame().keyboardHide,
      },
      mergeDisplay: true,
      // The field must keep its focus and its caret.
      preventMouseDownDefault: true,
      disableCaretPositioning: true,
      onKeyPress(key: string) {
        const { field: target } = latest.current;
        if (key === '{shift}') {
          keyboard.setOptions({ layoutName: keyboard.options.layoutName === 'shift' ? 'default' : 'shift' });
          return;
        }
        if (key === '{hide}') latest.current.onHide();
        else if (key === '{bksp}') erase(target);
        else if (key === '{enter}') {
          if (target instanceof HTMLTextAreaElement) type(target, '\n');
          else {
            target.dispatchEvent(
              new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
            );
            target.form?.requestSubmit();
          }
        } else type(target, key === '{space}' ? ' ' : key);
        if (keyboard.options.layoutName === 'shift') keyboard.setOptions({ layoutName: 'default' });
      },
    });
    return () => keyboard.destroy();
  }, []);

  return (
    <div class="keyboard">
      <div ref={holder} class="simple-keyboard" />
    </div>
  );
}
