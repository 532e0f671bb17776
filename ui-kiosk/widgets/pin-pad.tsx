import { useEffect, useRef, useState } from 'preact/hooks';
import { frame } from '../i18n/frame.ts';
import { Keypad } from './keypad.tsx';

/** PINs have 4 to 8 digits; the fourth does not send it, because a longer one may be meant. */
export function PinPad({ onPin, busy }: { onPin: (pin: string) => void; busy: boolean }) {
  const [pin, setPin] = useState('');
  const place = useRef<HTMLDivElement>(null);
  // Away from the face that was tapped, where Enter would tap it again.
  useEffect(() => place.current?.focus(), []);
  const send = (whole: string) => {
    if (whole.length < 4 || busy) return;
    setPin('');
    onPin(whole);
  };
  return (
    <div class="pin-pad" ref={place} tabIndex={-1}>
      <output class="pin" aria-label="PIN">
        {Array.from({ length: Math.max(4, pin.length) }, (_, i) => (
          <span key={i} class={i < pin.length ? 'full' : ''} />
        ))}
      </output>
      <Keypad value={pin} onChange={setPin} maxLength={8} onEnter={send} bare />
      <button
        type="button"
        class="button primary tall"
        disabled={pin.length < 4 || busy}
        onClick={() => send(pin)}
      >
        {frame().ok}
      </button>
    </div>
  );
}
