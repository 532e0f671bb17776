import type { StockItemDetail } from '../../http/contract/stock.ts';
import { momentWords } from '../i18n/day.ts';
import { useLive } from '../store/live.ts';
import { Dialog } from '../widgets/dialog.tsx';
import { Empty, Fetched, useLoad } from '../widgets/load.tsx';
import { amountOf, changeOf, kindName, whyWords } from './amount.ts';
import { stock } from './asking.ts';
import { t } from './words.ts';

/** One item of the stock: how much there is, and how it came to that. */
export function ItemDialog({ itemId, onClose }: { itemId: string; onClose: () => void }) {
  const item = useLoad(() => stock.item(itemId), [itemId]);
  useLive(['stock'], item.reload);
  return (
    <Dialog title={item.value.value?.name ?? t().list} wide onClose={onClose}>
      <Fetched of={item}>{(detail) => <Detail detail={detail} />}</Fetched>
    </Dialog>
  );
}

function Detail({ detail }: { detail: StockItemDetail }) {
  return (
    <>
      <p>
        <span class="quiet">{t().inStock} </span>
        <strong class="large">{amountOf(detail.level_thousandths, detail.unit)}</strong>
      </p>
      {detail.state === 'negative' && <p>{t().negativeHint}</p>}
      <h3>{t().movementsOf}</h3>
      {detail.movements.length === 0 ? (
        <Empty title={t().movementsNone}>{t().movementsNoneHint}</Empty>
      ) : (
        <ul class="move-rows">
          {detail.movements.map((one) => (
            <li key={`${one.at} ${one.kind} ${one.quantity_thousandths} ${one.after_thousandths}`}>
              <span class="grow wrap">
                {kindName(one)} <span class="quiet">{momentWords(one.at)}</span>
                <span class="small quiet block">{whyWords(one)}</span>
              </span>
              <span class="amount">
                {changeOf(one)}
                <span class="small quiet block">
                  {one.difference_thousandths !== null && one.difference_thousandths !== 0
                    ? t().difference(amountOf(one.difference_thousandths, detail.unit))
                    : t().left(amountOf(one.after_thousandths, detail.unit))}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
