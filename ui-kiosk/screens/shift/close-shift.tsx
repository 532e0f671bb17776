import { useState } from 'preact/hooks';
import type { ReportView, ShiftView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { go } from '../../router.ts';
import { catalogue } from '../../store/signals.ts';
import { refreshShift } from '../../store/sync.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Empty } from '../../widgets/load.tsx';
import { Note } from '../../widgets/note.tsx';
import { CountCash, cashOf, foreignOf, NOTHING_COUNTED } from './count-cash.tsx';
import { inCurrency } from './difference-words.ts';
import { ShiftClosed } from './shift-closed.tsx';
import { shiftWords } from './words.ts';

/** Blind: what should be in the drawer is told only after the count is final. */
export function CloseShift({ view }: { view: ShiftView }) {
  const t = shiftWords();
  const [count, setCount] = useState(NOTHING_COUNTED);
  const [asking, ask] = useState(false);
  const [closed, setClosed] = useState<ReportView | null>(null);
  const doing = useDoing();
  if (closed) return <ShiftClosed view={closed} />;
  if (!view.shift) {
    return (
      <Empty>
        <p>{t.closedTitle}</p>
        <button type="button" class="button" onClick={() => go('shift')}>
          {frame().back}
        </button>
      </Empty>
    );
  }
  const currencies = [
    ...new Set(
      catalogue.value?.paymentTypes
        .filter((type) => type.kind === 'foreign-cash' && type.active)
        .map((type) => type.currency),
    ),
  ];
  const counted_haler = cashOf(count);
  return (
    <section class="counting page">
      <header class="with-back">
        <button type="button" class="button" onClick={() => go('shift')}>
          <Icon name="back" />
          {frame().back}
        </button>
        <div>
          <h1 class="large">{t.closeTitle}</h1>
          <p class="quiet">{t.closeText}</p>
        </div>
      </header>
      {view.openBills > 0 && <Note kind="attention">{t.carriedOver(view.openBills)}</Note>}
      <CountCash count={count} currencies={currencies} onChange={setCount} onDone={() => ask(true)} />
      <footer>
        <p>
          <span class="quiet block">{t.counted}</span>
          <strong class="large">{inCurrency(counted_haler, 'CZK')}</strong>
        </p>
        <button type="button" class="button primary tall" onClick={() => ask(true)}>
          {t.close}
        </button>
      </footer>
      {asking && (
        <Confirm
          title={t.closeSure}
          action={t.close}
          doing={doing}
          onClose={() => ask(false)}
          onYes={() =>
            void doing.run(
              () => api.closeShift({ counted_haler, countedForeign: foreignOf(count) }),
              (report) => {
                setClosed(report);
                void refreshShift();
              },
            )
          }
        >
          {counted_haler === 0 && <Note kind="attention">{t.closeZero}</Note>}
          <p>
            {t.closeSureText(
              [
                inCurrency(counted_haler, 'CZK'),
                ...Object.entries(foreignOf(count)).map(([currency, cents]) => inCurrency(cents, currency)),
              ].join(' + '),
            )}
          </p>
        </Confirm>
      )}
    </section>
  );
}
