import { useEffect } from 'preact/hooks';
import { frame } from '../../i18n/frame.ts';
import { route } from '../../router.ts';
import { shift } from '../../store/signals.ts';
import { Busy } from '../../widgets/load.tsx';
import { Payment } from '../payment/payment.tsx';
import { BillPanel } from './bill-panel.tsx';
import { FunctionKeys } from './function-keys.tsx';
import { ItemQuestion } from './item-question.tsx';
import { OpenShift } from './open-shift.tsx';
import { SearchBar, searchText } from './search-bar.tsx';
import { CategoryList, TileGrid } from './tiles.tsx';
import './sell.css';

/** Categories, tiles, the bill at the right; paying takes the place of the tiles and leaves the bill in sight. */
export default function SellScreen() {
  const [, place, id] = route.value;
  // Dialogs leave the bill in sight. An attribute, because `:has()` would be weighed anew with every tap.
  useEffect(() => {
    document.documentElement.dataset.bill = 'on';
    return () => {
      document.documentElement.dataset.bill = 'off';
    };
  }, []);
  const closed = shift.value !== null && shift.value.shift === null;
  if (place === 'pay' || place === 'paid') {
    return (
      <div class="sell">
        <Payment {...(place === 'paid' && id ? { receiptId: id } : {})} />
      </div>
    );
  }
  return (
    <div class="sell">
      <section class="sell-work">
        {!closed && <h1 class="visually-hidden">{frame().sell}</h1>}
        {shift.value === null ? (
          <Busy />
        ) : closed ? (
          <OpenShift />
        ) : (
          <>
            <SearchBar />
            <div class="sell-choice">
              <CategoryList />
              <TileGrid />
            </div>
          </>
        )}
      </section>
      <BillPanel />
      <FunctionKeys />
      <ItemQuestion />
      <TypeAhead />
    </div>
  );
}

/** Typing without a field in focus searches. */
function TypeAhead() {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (
        field ||
        event.ctrlKey ||
        event.altKey ||
        event.metaKey ||
        document.querySelector('[role="dialog"]')
      )
        return;
      if (event.key === 'Escape') searchText.value = '';
      if (event.key.length === 1 && event.key !== ' ') document.getElementById('search')?.focus();
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  return null;
}
