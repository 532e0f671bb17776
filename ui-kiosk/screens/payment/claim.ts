import { useEffect } from 'preact/hooks';
import { api } from '../../client/api.ts';
import { problemCode } from '../../client/fault.ts';
import { bills, putBill } from '../../store/signals.ts';
import { type Doing, useDoing } from '../../widgets/doing.ts';

/** Shorter than a claim lasts at the others (two minutes). */
const RENEW_MS = 90_000;
/** A payment screen that was left open and forgotten gives the bill up in the end. */
const RENEWALS = 10;

/**
 * Says that the money for a bill is being taken here, for as long as the payment screen is open. Nothing waits for
 * the answer: the sale goes on unless somebody else has the bill.
 */
export function useClaim(billId: string | undefined): Doing {
  const doing = useDoing();
  useEffect(() => {
    if (billId === undefined) return;
    let left = RENEWALS;
    const claim = () =>
      void doing
        .run(() => api.claim(billId, false), putBill)
        .then((done) => {
          // Anything but another waiter is no reason to stop: payment says itself what is wrong.
          if (!done && problemCode(doing.fault.value) !== 'bill-claimed') doing.fault.value = null;
        });
    claim();
    const timer = setInterval(() => {
      if (left-- > 0 && !doing.fault.peek()) claim();
    }, RENEW_MS);
    return () => {
      clearInterval(timer);
      // Once paid it is nobody's any more.
      if (bills.peek()?.has(billId) && !doing.fault.peek()) void api.release(billId);
    };
  }, [billId, doing]);
  return doing;
}
