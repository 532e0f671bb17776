import { useState } from 'preact/hooks';
import { parseAmount } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { shift } from '../../store/signals.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Keypad } from '../../widgets/keypad.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { sell } from './words.ts';

/** In place of the tiles while nothing can be sold: the way to sell again. */
export function OpenShift() {
  const t = sell();
  const doing = useDoing();
  const [text, setText] = useState('');
  const float_haler = parseAmount(text === '' ? '0' : text);
  const open = (typed: string) => {
    const amount = parseAmount(typed === '' ? '0' : typed);
    if (amount === undefined || doing.busy.value) return;
    void doing.run(
      () => api.openShift({ float_haler: amount }),
      (view) => {
        shift.value = view;
      },
    );
  };
  return (
    <div class="state open-shift">
      <div class="stack">
        <h1 class="large">{t.shiftClosed}</h1>
        <p class="quiet">{t.shiftClosedHint}</p>
        <p class="small quiet">{t.float}</p>
        <output class="number large">
          {text === '' ? '0' : text} <span class="quiet">{frame().crowns}</span>
        </output>
        <Keypad value={text} decimals={2} onChange={setText} onEnter={open} />
        <FaultNote fault={doing.fault.value} />
        <button
          type="button"
          class="button primary tall"
          disabled={float_haler === undefined || doing.busy.value}
          onClick={() => open(text)}
        >
          {doing.slow.value ? frame().waiting : t.openShift}
        </button>
      </div>
    </div>
  );
}
