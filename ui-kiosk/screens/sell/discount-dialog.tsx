import { useState } from 'preact/hooks';
import { type Discount, formatAmount, parseAmount } from '../../../domain/index.ts';
import type { Doing } from '../../widgets/doing.ts';
import { NumberDialog } from '../../widgets/number-dialog.tsx';
import { sell } from './words.ts';

const USUAL_PERCENT = [5, 10, 15, 20, 50, 100];

/** `12,5` to hundredths of a percent; at most a hundred percent. */
function readPercent(text: string): number | undefined {
  const value = parseAmount(text);
  return value !== undefined && value >= 1 && value <= 10_000 ? value : undefined;
}

function readCrowns(text: string): number | undefined {
  const value = parseAmount(text);
  return value !== undefined && value >= 1 ? value : undefined;
}

/** In percent or in crowns, off a line or off the bill. */
export function DiscountDialog({
  title,
  now,
  doing,
  onDiscount,
  onClose,
}: {
  title: string;
  now: Discount | null;
  doing: Doing;
  onDiscount: (discount: Discount | null) => void;
  onClose: () => void;
}) {
  const t = sell();
  const [kind, setKind] = useState<Discount['kind']>(now?.kind ?? 'percent');
  const percent = kind === 'percent';
  const start =
    now?.kind === kind
      ? formatAmount(now.kind === 'percent' ? now.percent_bp : now.amount_haler, 'short')
      : '';
  return (
    <NumberDialog
      key={kind}
      title={title}
      unit={percent ? t.percent : t.inCrowns}
      decimals={2}
      start={start}
      read={percent ? readPercent : readCrowns}
      busy={doing.busy.value}
      fault={doing.fault.value}
      onClose={onClose}
      onNumber={(value) =>
        onDiscount(percent ? { kind: 'percent', percent_bp: value } : { kind: 'amount', amount_haler: value })
      }
    >
      <div class="row">
        {(['percent', 'amount'] as const).map((one) => (
          <button
            key={one}
            type="button"
            class="button"
            aria-pressed={one === kind}
            onClick={() => setKind(one)}
          >
            {one === 'percent' ? t.percent : t.inCrowns}
          </button>
        ))}
        {now && (
          <button type="button" class="button" disabled={doing.busy.value} onClick={() => onDiscount(null)}>
            {t.noDiscount}
          </button>
        )}
      </div>
      {percent && (
        <div class="row">
          {USUAL_PERCENT.map((value) => (
            <button
              key={value}
              type="button"
              class="button"
              disabled={doing.busy.value}
              onClick={() => onDiscount({ kind: 'percent', percent_bp: value * 100 })}
            >
              {value} %
            </button>
          ))}
        </div>
      )}
    </NumberDialog>
  );
}
