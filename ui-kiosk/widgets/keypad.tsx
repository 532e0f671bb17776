import { useEffect, useRef } from 'preact/hooks';
import { frame } from '../i18n/frame.ts';
import { SCANNED } from '../scan/scanned.ts';
import { Icon } from './icon.tsx';
import { press, pressPin } from './press.ts';

const RUN_MS = 60;

export interface KeypadProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly decimals?: number;
  readonly maxLength?: number;
  /** Takes digits from the keyboard too, wherever the focus is (but not out of a text field). */
  readonly keyboard?: boolean;
  /** Told what stands there, which may be newer than the last drawing. */
  readonly onEnter?: (value: string) => void;
  /** Digits only, for PINs. */
  readonly bare?: boolean;
}

const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** Twelve keys of at least 56 px. The text it edits is shown by whoever uses it. */
export function Keypad({
  value,
  onChange,
  decimals = 0,
  maxLength,
  keyboard = true,
  onEnter,
  bare = false,
}: KeypadProps) {
  // Two keys can come before the next drawing: the second one builds on the first.
  const text = useRef(value);
  text.current = value;
  const put = (key: string) => {
    text.current = bare
      ? pressPin(text.current, key, maxLength ?? Number.POSITIVE_INFINITY)
      : press(text.current, key, decimals, maxLength);
    onChange(text.current);
  };
  // What stood here before the last quick run of keys: a scanner's digits are no amount.
  const before = useRef({ value: '', at_ms: 0 });
  useEffect(() => {
    if (!keyboard) return;
    function onScanned(): void {
      text.current = before.current.value;
      onChange(text.current);
    }
    function onKeyDown(event: KeyboardEvent): void {
      if (isTextField(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
      if (/^[\d,.]$/.test(event.key) || event.key === 'Backspace' || event.key === 'Delete') {
        event.preventDefault();
        if (event.timeStamp - before.current.at_ms > RUN_MS) before.current.value = text.current;
        before.current.at_ms = event.timeStamp;
        put(event.key);
      } else if (event.key === 'Enter' && onEnter && !(event.target instanceof HTMLButtonElement)) {
        event.preventDefault();
        onEnter(text.current);
      }
    }
    addEventListener('keydown', onKeyDown);
    addEventListener(SCANNED, onScanned);
    return () => {
      removeEventListener('keydown', onKeyDown);
      removeEventListener(SCANNED, onScanned);
    };
  });
  const last = decimals > 0 ? ',' : bare ? 'Delete' : '00';
  return (
    <div class="keypad">
      {['7', '8', '9', '4', '5', '6', '1', '2', '3', last, '0'].map((key) => (
        <button
          key={key}
          type="button"
          class="key"
          aria-label={key === ',' ? frame().decimal : key === 'Delete' ? frame().clear : frame().digit(key)}
          onClick={() => put(key)}
        >
          {key === 'Delete' ? <Icon name="close" size={26} /> : key}
        </button>
      ))}
      <button type="button" class="key" aria-label={frame().erase} onClick={() => put('Backspace')}>
        <Icon name="erase" size={26} />
      </button>
    </div>
  );
}
