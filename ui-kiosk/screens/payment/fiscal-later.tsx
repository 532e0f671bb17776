import { useEffect, useState } from 'preact/hooks';
import type { FiscalState, ReceiptView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { onEvent } from '../../store/sync.ts';
import { payment } from './words.ts';

/** The POK usually comes sooner: a line that came and went would only be noise. */
const USUAL_MS = 1_500;

/** How the receipt just made stands with the tax authority, from its payment on. */
export function useFiscal({ receipt, fiscal }: ReceiptView): FiscalState | null {
  const [known, know] = useState(fiscal);
  useEffect(
    () =>
      onEvent(({ kind }) => {
        if (kind !== 'eet' || known === null || known.pok !== null) return;
        void api.receipt(receipt.id).then((answer) => {
          if (!answer.fault) know(answer.value.fiscal);
        });
      }),
    [receipt.id, known],
  );
  return known;
}

/** One quiet line when the authority has not confirmed in the usual time; nothing as a rule. */
export function FiscalLater({ fiscal }: { fiscal: FiscalState | null }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), USUAL_MS);
    return () => clearTimeout(timer);
  }, []);
  // A refused one is not sent by itself: the status bar tells of it.
  const goes = fiscal?.state === 'waiting' || fiscal?.state === 'blocked';
  if (!late || !goes) return null;
  return <p class="quiet">{payment().registeredLater}</p>;
}
