import type { ComponentChildren } from 'preact';
import type { PortalView } from '../../http/contract/portal.ts';
import { spanWords } from '../i18n/day.ts';
import { change, count, money } from '../i18n/format.ts';
import { compare } from './comparison.ts';
import { t } from './words.ts';

/** The few figures that an owner looks for first. */
export function Figures({ view, now }: { view: PortalView; now: string }) {
  const { total, tips, reversed, discounts } = view;
  const receipts = total.now.count;
  return (
    <dl class="figures panel">
      <Figure name={t().takings} large value={money(total.now.amount_haler)}>
        <Changed view={view} now={now} />
      </Figure>
      <Figure name={t().receipts} value={count(receipts)} />
      <Figure
        name={t().average}
        value={receipts > 0 ? money(Math.round(total.now.amount_haler / receipts)) : '–'}
      />
      <Figure name={t().tips} value={money(tips.now.amount_haler)} />
      <Figure name={t().reversed} value={money(reversed.now.amount_haler)} />
      <Figure name={t().discounts} value={money(discounts.now.amount_haler)} />
    </dl>
  );
}

function Figure({
  name,
  value,
  large = false,
  children,
}: {
  name: string;
  value: string;
  large?: boolean;
  children?: ComponentChildren;
}) {
  return (
    <div class={large ? 'figure first' : 'figure'}>
      <dt class="small quiet">{name}</dt>
      <dd>{value}</dd>
      {children}
    </div>
  );
}

/** `+12 % proti 17. 11. 2026 do 14:00`: only what is over on both sides is compared. */
function Changed({ view, now }: { view: PortalView; now: string }) {
  const comparison = compare(view, now);
  if (!comparison) return null;
  const span = spanWords(view.before.from, view.before.to);
  const { extent } = comparison;
  const share = change(comparison.now_haler, comparison.before_haler);
  if (share === null) return <dd class="small quiet">{t().nothingBefore(span)}</dd>;
  return (
    <dd class="small quiet">
      <strong>{share}</strong> {t().against(span)}
      {extent.kind === 'to-hour' && ` ${t().untilHour(extent.hour)}`}
      {extent.kind === 'to-day' && `, ${t().untilDay}`}
    </dd>
  );
}
