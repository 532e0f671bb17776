import { useEffect, useState } from 'preact/hooks';
import type { ItemView } from '../../../daemon/http/contract.ts';
import {
  formatAmount,
  formatQuantity,
  lineAmount,
  parseAmount,
  parseQuantity,
} from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { settings } from '../../store/signals.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { NumberDialog } from '../../widgets/number-dialog.tsx';
import { addItem, chooseItem, question, sale } from './sale.ts';
import { sell } from './words.ts';

/** What has to be known before an item goes on the bill: its weight, or its price. */
export function ItemQuestion() {
  const asked = question.value;
  const t = sell();
  const close = () => {
    question.value = null;
  };
  if (!asked) return null;
  if (asked.kind === 'weight') return <Weigh key={asked.item.id} item={asked.item} onClose={close} />;
  const { item, quantity } = asked;
  if (asked.kind === 'not-shown') {
    return (
      <Dialog
        key={item.id}
        title={item.name}
        onClose={close}
        foot={
          <>
            <button type="button" class="button" onClick={close}>
              {frame().cancel}
            </button>
            <button
              type="button"
              class="button primary"
              disabled={item.soldOut}
              onClick={() => {
                close();
                chooseItem(item, quantity);
              }}
            >
              {t.addAnyway}
            </button>
          </>
        }
      >
        <p>{t.notShownHere(settings.value?.shownLabel ?? '')}</p>
        <p>{item.soldOut ? t.soldOut : `${formatAmount(item.price_haler)} ${frame().crowns}`}</p>
      </Dialog>
    );
  }
  return (
    <NumberDialog
      title={t.openPriceFor(item.name)}
      unit={frame().crowns}
      decimals={2}
      start={item.price_haler > 0 ? formatAmount(item.price_haler, 'short') : ''}
      read={parseAmount}
      action={t.add}
      busy={sale.busy.value}
      onClose={close}
      onNumber={(unitPrice_haler) => {
        close();
        void addItem(item, { unitPrice_haler, quantity: quantity ?? undefined });
      }}
    />
  );
}

/** Asks the scale at once; what is typed has the last word. */
function Weigh({ item, onClose }: { item: ItemView; onClose: () => void }) {
  const t = sell();
  const weighing = useDoing();
  const [weighed, setWeighed] = useState<number | null>(null);
  const [typed, setTyped] = useState('');
  const inGrams = item.unit === 'g';
  const weigh = () => void weighing.run(api.weigh, ({ grams }) => setWeighed(inGrams ? grams * 1000 : grams));
  useEffect(weigh, []);
  const quantity = typed === '' ? weighed : (parseQuantity(typed) ?? null);
  return (
    <NumberDialog
      title={t.weighFor(item.name)}
      unit={item.unit}
      decimals={3}
      start={weighed === null ? '' : formatQuantity(weighed)}
      read={parseQuantity}
      action={t.add}
      fault={weighing.fault.value}
      onText={setTyped}
      onClose={onClose}
      onNumber={(amount) => {
        onClose();
        void addItem(item, { quantity: amount, apart: true });
      }}
    >
      <div class="row spread">
        <button type="button" class="button" disabled={weighing.busy.value} onClick={weigh}>
          <Icon name="scale" />
          {weighing.slow.value ? frame().waiting : t.weigh}
        </button>
        <span>
          {formatAmount(item.price_haler, 'short')} {frame().crowns} {t.perUnit(item.unit)}
          {quantity !== null && (
            <>
              {' = '}
              <strong>
                {formatAmount(lineAmount(item.price_haler, quantity), 'short')} {frame().crowns}
              </strong>
            </>
          )}
        </span>
      </div>
    </NumberDialog>
  );
}
