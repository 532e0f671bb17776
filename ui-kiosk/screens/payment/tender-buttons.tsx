import { useEffect } from 'preact/hooks';
import type { PaymentTypeView } from '../../../daemon/http/contract.ts';
import { formatAmount, type PaymentKind } from '../../../domain/index.ts';
import { frame } from '../../i18n/frame.ts';
import { Icon, type IconName } from '../../widgets/icon.tsx';
import { type Account, outcomeOf } from './tenders.ts';
import { payment } from './words.ts';

const ICON: Readonly<Record<PaymentKind, IconName>> = {
  cash: 'cash',
  'foreign-cash': 'foreign',
  card: 'card',
  voucher: 'voucher',
  qr: 'qr',
  transfer: 'transfer',
};

/** What a tap would lead to, under each way to pay: nobody has to reckon. */
function foretell(account: Account, type: PaymentTypeView, typed: string): string {
  const t = payment();
  const short = (amount: number) => formatAmount(amount, 'short');
  const foreign = type.rate_haler !== null;
  if (typed === '' && !foreign && !account.share_haler) return '';
  if (foreign && typed === '') return t.rate(type.currency, short(type.rate_haler ?? 0));
  const outcome = outcomeOf(account, type, typed);
  switch (outcome.kind) {
    case 'settled':
      return outcome.settlement.change_haler > 0 ? t.giveBack(short(outcome.settlement.change_haler)) : '';
    case 'partly':
      return t.stillLeft(short(outcome.missing_haler));
    case 'too-much':
      return t.tooMuch(short(outcome.surplus_haler));
    case 'not-crowns':
      return t.wholeCrowns;
    case 'nothing':
      return '';
  }
}

/** Ways to pay as large buttons, F1 and on from the keyboard. */
export function TenderButtons({
  account,
  typed,
  busy,
  slow,
  onTake,
}: {
  account: Account;
  typed: string;
  busy: boolean;
  slow: boolean;
  onTake: (type: PaymentTypeView) => void;
}) {
  const types = account.types as readonly PaymentTypeView[];
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const number = /^F([1-8])$/.exec(event.key)?.[1];
      const type = number && types[Number(number) - 1];
      if (!type || document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      onTake(type);
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  });
  return (
    <div class="tenders">
      {types.map((type) => (
        <button
          key={type.id}
          type="button"
          class={type.kind === 'cash' ? 'button primary tender' : 'button tender'}
          disabled={busy}
          onClick={() => onTake(type)}
        >
          <Icon name={ICON[type.kind]} size={26} />
          <span class="tender-name">
            {slow && type.kind === 'cash' ? frame().waiting : type.name}
            <span class="small">{foretell(account, type, typed)}</span>
          </span>
        </button>
      ))}
    </div>
  );
}
