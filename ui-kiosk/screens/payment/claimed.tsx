import type { BillView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { go } from '../../router.ts';
import { putBill } from '../../store/signals.ts';
import type { Doing } from '../../widgets/doing.ts';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { payment } from './words.ts';

/** Another register takes the money for this bill: who, where, and what can be done. */
export function Claimed({ view, doing }: { view: BillView; doing: Doing }) {
  const t = payment();
  const { claim } = view;
  return (
    <section class="state" aria-label={t.title}>
      {claim ? (
        <Note kind="attention">
          {t.claimed(claim.staffName, claim.registerName)} {t.claimedHint}
        </Note>
      ) : (
        <FaultNote fault={doing.fault.value} />
      )}
      <div class="row">
        <button type="button" class="button tall" onClick={() => go('sell')}>
          {frame().back}
        </button>
        <button
          type="button"
          class="button tall"
          disabled={doing.busy.value}
          onClick={() => void doing.run(() => api.claim(view.bill.id, true), putBill)}
        >
          {t.takeOver}
        </button>
      </div>
    </section>
  );
}
