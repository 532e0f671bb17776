import { useEffect, useRef, useState } from 'preact/hooks';
import type { PaymentTypeView, ReceiptView } from '../../../daemon/http/contract.ts';
import {
  type Buyer,
  formatAmount,
  type Haler,
  type PaymentType,
  roundCash,
  SIMPLIFIED_LIMIT_HALER,
  type Tender,
} from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { problemCode } from '../../client/fault.ts';
import { frame } from '../../i18n/frame.ts';
import { go } from '../../router.ts';
import { catalogue, currentBill, currentBillId, dropBill, settings } from '../../store/signals.ts';
import { refreshBills } from '../../store/sync.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Switch } from '../../widgets/field.tsx';
import { Icon } from '../../widgets/icon.tsx';
import { Keypad } from '../../widgets/keypad.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { BillPanel } from '../sell/bill-panel.tsx';
import { BuyerDialog } from './buyer-dialog.tsx';
import { useClaim } from './claim.ts';
import { Claimed } from './claimed.tsx';
import { Huge } from './huge.tsx';
import { keepPaid } from './last-paid.ts';
import { Paid } from './paid.tsx';
import './payment.css';
import { SharingButtons } from './sharing-buttons.tsx';
import { TenderButtons } from './tender-buttons.tsx';
import { type Account, leftToPay, nextShare, outcomeOf, quickAmounts, type Sharing } from './tenders.ts';
import { TipDialog } from './tip-dialog.tsx';
import { payment } from './words.ts';

export function Payment({ receiptId }: { receiptId?: string }) {
  return receiptId === undefined ? <Paying /> : <Paid key={receiptId} receiptId={receiptId} />;
}

/**
 * Amount due at the left, the guest's money at the right. A tender that covers the rest finishes the sale: an
 * ordinary one is two taps from the bill.
 */
function Paying() {
  const t = payment();
  const doing = useDoing();
  const [tenders, setTenders] = useState<readonly Tender[]>([]);
  const [typed, showTyped] = useState('');
  // A key that takes the money can come before the last digit is drawn: what was typed counts, not what is seen.
  const typedNow = useRef('');
  const setTyped = (text: string) => {
    typedNow.current = text;
    showTyped(text);
  };
  const [tip_haler, setTip] = useState<Haler>(0);
  const [sharing, setSharing] = useState<Sharing | null>(null);
  const [buyer, setBuyer] = useState<Buyer | null>(null);
  const [print, setPrint] = useState(settings.value?.printReceipt !== 'never');
  const [asking, ask] = useState<'tip' | 'buyer' | null>(null);
  const [surplus, setSurplus] = useState<{ amount: Haler; type: PaymentType } | null>(null);

  const view = currentBill.value;
  const claiming = useClaim(view?.bill.id);
  const types = (catalogue.value?.paymentTypes ?? []).filter((type) => type.active);
  const total_haler = view?.sum.total_haler ?? 0;
  const left = leftToPay({ total_haler, tip_haler, tenders, types });
  const share_haler = sharing && nextShare(sharing, tenders.length, left);
  const account: Account = { total_haler, tip_haler, tenders, types, share_haler };
  /** What this guest pays: the share, or everything. */
  const mine = share_haler ?? left;

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key === 'Escape' && !document.querySelector('[role="dialog"]')) go('sell');
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);

  if (!view) {
    return (
      <>
        <section class="state">
          <Note kind="attention">{t.gone}</Note>
          <button type="button" class="button" onClick={() => go('sell')}>
            {frame().back}
          </button>
        </section>
        <BillPanel frozen />
      </>
    );
  }
  if (view.claim !== null || problemCode(claiming.fault.value) === 'bill-claimed') {
    return (
      <>
        <Claimed view={view} doing={claiming} />
        <BillPanel frozen />
      </>
    );
  }
  const bill = view.bill;

  function finish(paid: ReceiptView): void {
    keepPaid(paid);
    dropBill(bill.id);
    currentBillId.value = null;
    go('sell', 'paid', paid.receipt.id);
  }

  function submit(all: readonly Tender[], tip: Haler): void {
    if (doing.busy.value) return;
    setSurplus(null);
    void doing
      .run(
        () =>
          api.pay(bill.id, {
            tenders: [...all],
            tip_haler: tip,
            expectedTotal_haler: total_haler,
            buyer,
            print,
          }),
        finish,
      )
      .then((done) => {
        const code = done ? null : problemCode(doing.fault.value);
        if (code === 'bill-changed' || code === 'bill-claimed') void refreshBills();
      });
  }

  function take(type: PaymentType, text: string, tip = tip_haler): void {
    if (doing.busy.value) return;
    doing.fault.value = null;
    setSurplus(null);
    if (type.kind === 'transfer' && buyer === null) {
      ask('buyer');
      return;
    }
    const outcome = outcomeOf({ ...account, tip_haler: tip }, type, text);
    if (outcome.kind === 'settled') submit(outcome.tenders, tip);
    else if (outcome.kind === 'partly') {
      setTenders(outcome.tenders);
      setTyped('');
    } else if (outcome.kind === 'too-much') setSurplus({ amount: outcome.surplus_haler, type });
  }

  const cash = types.find((type) => type.kind === 'cash');
  const busy = doing.busy.value;
  const short = (amount: Haler) => formatAmount(amount, 'short');
  return (
    <>
      <section class="payment" aria-label={t.title}>
        <div class="pay-left">
          <h1 class="visually-hidden">{t.title}</h1>
          <button type="button" class="button pay-back" disabled={busy} onClick={() => go('sell')}>
            <Icon name="back" /> {frame().back}
          </button>
          <div>
            <p class="quiet">{tenders.length === 0 ? t.due : t.left}</p>
            <Huge text={short(left)} />
            {cash && roundCash(left) !== left && <p class="quiet">{t.cashDue(short(roundCash(left)))}</p>}
          </div>
          {tenders.length > 0 && (
            <ul class="list panel">
              {tenders.map((tender, i) => (
                <li key={`${tender.typeId}-${i}`} class="list-row">
                  <TenderWords tender={tender} types={types} />
                  <button
                    type="button"
                    class="plain"
                    aria-label={t.remove(types.find((type) => type.id === tender.typeId)?.name ?? '')}
                    disabled={busy}
                    onClick={() => {
                      setTenders(tenders.filter((other) => other !== tender));
                      setSharing(null);
                    }}
                  >
                    <Icon name="close" />
                  </button>
                </li>
              ))}
            </ul>
          )}
          {cash && left > 0 && (
            <section class="quick">
              <h2>{t.cashFromGuest}</h2>
              <button type="button" class="button exact" disabled={busy} onClick={() => take(cash, '')}>
                {t.exact} {short(roundCash(mine))}
              </button>
              {(share_haler === null ? quickAmounts(left) : []).map((amount) => (
                <button
                  key={amount}
                  type="button"
                  class="button"
                  disabled={busy}
                  onClick={() => take(cash, String(amount / 100))}
                >
                  {short(amount)}
                </button>
              ))}
            </section>
          )}
          {left > 0 && (
            <SharingButtons
              sharing={sharing}
              taken={tenders.length}
              busy={busy}
              onGuests={(guests) => {
                setSharing(guests === null ? null : { guests, whole_haler: left, before: tenders.length });
                setTyped('');
              }}
            />
          )}
          <FaultNote fault={doing.fault.value} />
          {surplus && (
            <Note kind="attention">
              {t.overpaid(short(surplus.amount))}{' '}
              <button
                type="button"
                class="button"
                onClick={() => {
                  const tip = tip_haler + surplus.amount;
                  setTip(tip);
                  take(surplus.type, typed, tip);
                }}
              >
                {t.asTip(short(surplus.amount))}
              </button>
            </Note>
          )}
          {total_haler > SIMPLIFIED_LIMIT_HALER && buyer === null && <Note kind="info">{t.overLimit}</Note>}
          <div class="pay-extras">
            <button type="button" class="button" disabled={busy} onClick={() => ask('tip')}>
              {t.tip}
              {tip_haler > 0 && <strong>{short(tip_haler)} Kč</strong>}
            </button>
            <button type="button" class="button" disabled={busy} onClick={() => ask('buyer')}>
              {buyer ? <span class="clip">{buyer.name}</span> : t.addBuyer}
            </button>
            <Switch label={t.print} on={print} onChange={setPrint} />
          </div>
        </div>
        <div class="pay-right">
          <output class={typed === '' ? 'number large quiet' : 'number large'} aria-label={t.typed}>
            {typed === '' ? short(cash ? roundCash(mine) : mine) : typed}
          </output>
          <Keypad
            value={typed}
            decimals={2}
            onChange={setTyped}
            onEnter={(text) => cash && take(cash, text)}
          />
          {total_haler + tip_haler === 0 ? (
            <button type="button" class="button primary tall" disabled={busy} onClick={() => submit([], 0)}>
              {t.free}
            </button>
          ) : (
            <TenderButtons
              account={account}
              typed={typed}
              busy={busy}
              slow={doing.slow.value}
              onTake={(type: PaymentTypeView) => take(type, typedNow.current)}
            />
          )}
        </div>
        {asking === 'tip' && (
          <TipDialog
            total_haler={total_haler}
            tip_haler={tip_haler}
            onTip={(tip) => {
              setTip(tip);
              ask(null);
            }}
            onClose={() => ask(null)}
          />
        )}
        {asking === 'buyer' && (
          <BuyerDialog
            buyer={buyer}
            onBuyer={(chosen) => {
              setBuyer(chosen);
              ask(null);
            }}
            onClose={() => ask(null)}
          />
        )}
      </section>
      <BillPanel frozen />
    </>
  );
}

function TenderWords({ tender, types }: { tender: Tender; types: readonly PaymentType[] }) {
  const type = types.find((one) => one.id === tender.typeId);
  return (
    <>
      <span class="grow">{type?.name}</span>
      <strong class="amount">
        {formatAmount(tender.amount, 'short')} {type?.rate_haler ? type.currency : frame().crowns}
      </strong>
    </>
  );
}
