import { useEffect, useState } from 'preact/hooks';
import type { FiscalState, ReceiptView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { onEvent } from '../../store/sync.ts';
import { payment } from './words.ts';

/** The POK usually comes sooner: a line that came and went would only be noise. */
const USUAL_MS = 1_500;

export interface FiscalNews {
  /** Null when the receipt is not to be registered. */
  readonly fiscal: FiscalState | null;
  /** The usual time is over, and it is known how things stand after it. */
  readonly late: boolean;
}

/** How the receipt just made stands with the tax authority, from its payment on. */
export function useFiscal({ receipt, fiscal: first }: ReceiptView): FiscalNews {
  const [fiscal, know] = useState(first);
  const [late, setLate] = useState(false);
  const waits = fiscal !== null && fiscal.pok === null;
  useEffect(() => {
    if (!waits) return;
    const ask = async () => {
      const answer = await api.receipt(receipt.id);
      if (!answer.fault) know(answer.value.fiscal);
    };
    // Asked also without any news: they may have come before anybody here listened.
    const timer = setTimeout(() => void ask().then(() => setLate(true)), USUAL_MS);
    const stop = onEvent(({ kind }) => {
      if (kind === 'eet') void ask();
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [receipt.id, waits]);
  return { fiscal, late };
}

/** One quiet line when the authority has not confirmed in the usual time; nothing as a rule. */
export function FiscalLater({ news: { fiscal, late } }: { news: FiscalNews }) {
  // A refused one is not sent by itself: the status bar tells of it.
  const goes = fiscal?.state === 'waiting' || fiscal?.state === 'blocked';
  if (!late || !goes) return null;
  return <p class="quiet">{payment().registeredLater}</p>;
}
