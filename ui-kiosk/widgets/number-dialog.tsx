import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Fault } from '../client/fault.ts';
import { frame } from '../i18n/frame.ts';
import { Dialog } from './dialog.tsx';
import { Keypad } from './keypad.tsx';
import { FaultNote } from './note.tsx';

/** Asks for one number by a keypad. `read` says what the text means; undefined keeps the button off. */
export function NumberDialog({
  title,
  unit,
  decimals,
  start = '',
  read,
  action,
  busy = false,
  fault = null,
  onNumber,
  onClose,
  children,
  onText,
}: {
  title: string;
  unit: string;
  decimals: number;
  start?: string;
  read: (text: string) => number | undefined;
  action?: string;
  busy?: boolean;
  fault?: Fault | null;
  onNumber: (value: number) => void;
  onClose: () => void;
  /** Above the keypad: what else can be chosen. */
  children?: ComponentChildren;
  onText?: (text: string) => void;
}) {
  // What was there stays in sight until the first digit, which starts anew.
  const [text, setText] = useState('');
  const shown = text === '' ? start : text;
  const value = read(shown);
  const send = (whole: string) => {
    const number = read(whole === '' ? start : whole);
    if (number !== undefined && !busy) onNumber(number);
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button
            type="button"
            class="button primary"
            disabled={value === undefined || busy}
            onClick={() => send(text)}
          >
            {action ?? frame().ok}
          </button>
        </>
      }
    >
      {children}
      <output class={text === '' ? 'number large quiet' : 'number large'}>
        {shown === '' ? '0' : shown} <span class="quiet">{unit}</span>
      </output>
      <FaultNote fault={fault} />
      <Keypad
        value={text}
        decimals={decimals}
        onChange={(next) => {
          setText(next);
          onText?.(next);
        }}
        onEnter={send}
      />
    </Dialog>
  );
}
