import { useState } from 'preact/hooks';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { go } from '../../router.ts';
import { shift } from '../../store/signals.ts';
import { useDoing } from '../../widgets/doing.ts';
import { FaultNote } from '../../widgets/note.tsx';
import { CountCash, cashOf, NOTHING_COUNTED } from './count-cash.tsx';
import { inCurrency } from './difference-words.ts';
import { shiftWords } from './words.ts';

export function OpenShift() {
  const t = shiftWords();
  const [count, setCount] = useState(NOTHING_COUNTED);
  const doing = useDoing();
  const float_haler = cashOf(count);
  const open = () =>
    void doing.run(
      () => api.openShift({ float_haler }),
      (view) => {
        shift.value = view;
        go('sell');
      },
    );
  return (
    <section class="counting">
      <header>
        <h1 class="large">{t.closedTitle}</h1>
        <p class="quiet">{t.closedText}</p>
      </header>
      <CountCash count={count} currencies={[]} onChange={setCount} onDone={open} />
      <FaultNote fault={doing.fault.value} />
      <footer>
        <p>
          <span class="quiet block">{t.float}</span>
          <strong class="large">{inCurrency(float_haler, 'CZK')}</strong>
        </p>
        <button type="button" class="button primary tall" disabled={doing.busy.value} onClick={open}>
          {doing.slow.value ? frame().waiting : t.open}
        </button>
      </footer>
    </section>
  );
}
