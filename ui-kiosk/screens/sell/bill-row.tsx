import { useState } from 'preact/hooks';
import type { BillView } from '../../../daemon/http/contract.ts';
import {
  type BillLine,
  formatAmount,
  formatQuantity,
  formatRate,
  remaining,
  unordered,
} from '../../../domain/index.ts';
import { Icon } from '../../widgets/icon.tsx';
import { type LineDeed, LineDialog } from './line-dialogs.tsx';
import { canLower, lowerLine, raiseLine } from './sale.ts';
import { sell } from './words.ts';

const isCounted = (unit: string): boolean => unit === 'ks' || unit === 'porce';

/** One line; a tap opens what can be done with it, right under the finger. */
export function BillRow({
  view,
  line,
  frozen,
  fresh,
  open,
  onToggle,
}: {
  view: BillView;
  line: BillLine;
  frozen: boolean;
  fresh: boolean;
  open: boolean;
  onToggle: () => void;
}) {
  const t = sell();
  const [deed, setDeed] = useState<LineDeed | null>(null);
  const part = view.sum.lines.find((sum) => sum.lineId === line.id);
  const untold = unordered(line);
  const waits = line.item.route !== null && untold > 0;
  const gone = remaining(line) === 0;
  const quantity = gone ? line.voided : remaining(line);
  const kind = ['bill-row', waits && 'waits', gone && 'gone', fresh && 'fresh', open && 'open'];
  return (
    <li class={kind.filter(Boolean).join(' ')} data-line={line.id}>
      <button
        type="button"
        class="bill-line"
        aria-expanded={open}
        disabled={frozen || gone}
        onClick={onToggle}
      >
        <span class="bill-quantity">
          {formatQuantity(quantity)}
          {isCounted(line.item.unit) ? '×' : ` ${line.item.unit}`}
        </span>
        <span class="bill-name">
          {line.item.name}
          {waits && <span class="visually-hidden">, {t.notOrdered}</span>}
          {line.note !== '' && <span class="bill-extra">+ {line.note}</span>}
          {line.discount && part && (
            <span class="bill-extra">
              {line.discount.kind === 'percent'
                ? t.discountPercent(formatRate(line.discount.percent_bp).replace(' %', ''))
                : t.discountAmount}{' '}
              {formatAmount(-part.lineDiscount_haler, 'short')}
            </span>
          )}
          {untold < 0 && <span class="bill-extra">{t.voided(formatQuantity(untold).replace('−', ''))}</span>}
        </span>
        <span class="amount">
          {part ? formatAmount(part.gross_haler - part.lineDiscount_haler, 'short') : '0'}
        </span>
      </button>
      {open && !frozen && (
        <div class="line-deeds">
          <div class="stepper">
            <button
              type="button"
              class="button"
              aria-label={t.minusOne}
              onClick={() => (canLower(line) ? lowerLine(view.bill, line) : setDeed('void'))}
            >
              <Icon name="minus" />
            </button>
            <button
              type="button"
              class="button stepper-value"
              aria-label={`${t.quantity}: ${formatQuantity(quantity)}`}
              disabled={line.ordered !== 0 || line.voided !== 0 || line.moved !== 0}
              onClick={() => setDeed('quantity')}
            >
              {formatQuantity(quantity)}
            </button>
            <button
              type="button"
              class="button"
              aria-label={t.plusOne}
              onClick={() => raiseLine(view.bill, line)}
            >
              <Icon name="plus" />
            </button>
          </div>
          {(['note', 'discount', 'price', 'void'] as const).map((name) => (
            <button
              key={name}
              type="button"
              class="button small"
              // What the kitchen has read cannot be rewritten.
              disabled={name === 'note' && line.ordered !== 0}
              onClick={() => setDeed(name)}
            >
              {t[name]}
            </button>
          ))}
        </div>
      )}
      {deed && <LineDialog deed={deed} bill={view.bill} line={line} onClose={() => setDeed(null)} />}
    </li>
  );
}
