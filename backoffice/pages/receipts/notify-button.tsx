import { useState } from 'preact/hooks';
import { notifying, permission, switchNotifying } from '../store/notify.ts';
import { Icon } from '../widgets/icon.tsx';
import { Note } from '../widgets/note.tsx';
import { t } from './words.ts';

/** Asks for notifications, and says why there are none. */
export function NotifyButton() {
  const [asked, setAsked] = useState(false);
  const on = notifying.value && permission.value === 'granted';
  const refused = asked && permission.value === 'denied';
  const impossible = asked && permission.value === 'none';
  return (
    <div class="notify">
      <button
        type="button"
        class="button"
        aria-pressed={on}
        onClick={() => {
          setAsked(true);
          void switchNotifying(!on);
        }}
      >
        <Icon name={on ? 'bell' : 'bell-off'} />
        {on ? t().notifyOff : t().notifyOn}
      </button>
      {(refused || impossible) && <Note kind="attention">{refused ? t().notifyDenied : t().notifyNone}</Note>}
    </div>
  );
}
