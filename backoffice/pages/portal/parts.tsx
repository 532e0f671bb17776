import type { PortalView, Taking } from '../../http/contract/portal.ts';
import { count, money, percent, quantity } from '../i18n/format.ts';
import { type Share, ShareList } from './share-list.tsx';
import { t } from './words.ts';

type Part = { readonly key: string; readonly name: string; readonly now: Taking; readonly before: Taking };

/** What the takings are made of, from each side. */
export function Parts({ view, over }: { view: PortalView; over: boolean }) {
  const share = (part: Part, note: string): Share => ({
    key: part.key,
    name: part.name,
    note,
    now_haler: part.now.amount_haler,
    before_haler: part.before.amount_haler,
  });
  const receipts = (part: Part) => share(part, t().receiptCount(part.now.count, count(part.now.count)));
  const lists: readonly { title: string; shares: readonly Share[]; note?: string | undefined }[] = [
    {
      title: t().payments,
      shares: view.payments.map((part) =>
        share(part, t().paymentCount(part.now.count, count(part.now.count))),
      ),
      note: t().withTips,
    },
    {
      title: t().vat,
      shares: view.vat.map(({ rate_bp, now, before }) => ({
        key: String(rate_bp),
        name: percent(rate_bp),
        note: t().vatRow(money(now.base_haler), money(now.vat_haler)),
        now_haler: now.amount_haler,
        before_haler: before.amount_haler,
      })),
    },
    {
      title: t().categories,
      shares: view.categories.map((part) => ({
        ...share(part, t().lineCount(part.now.count, count(part.now.count))),
        name: part.name || t().noCategory,
      })),
    },
    {
      title: t().items,
      shares: view.items.map((item) =>
        share(item, t().pieces(quantity(item.now.quantity_thousandths), item.unit)),
      ),
      note:
        view.itemCount > view.items.length
          ? t().onlyTop(count(view.items.length), count(view.itemCount))
          : undefined,
    },
    { title: t().staff, shares: view.staff.map(receipts) },
    { title: t().registers, shares: view.registers.map(receipts) },
  ];
  return (
    <div class="parts">
      {lists.map((list) => (
        <ShareList key={list.title} {...list} compared={over} />
      ))}
    </div>
  );
}
