import { useEffect, useState } from 'preact/hooks';
import type { SettleRequest, TroubleView } from '../../../daemon/http/contract.ts';
import { formatAmount, formatQuantity } from '../../../domain/index.ts';
import { language } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { momentWords } from '../../i18n/when.ts';
import { go } from '../../router.ts';
import { currentBillId, putBill } from '../../store/signals.ts';
import { onEvent } from '../../store/sync.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { type Doing, useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Empty, type Loaded, useLoad } from '../../widgets/load.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import './troubles.css';
import { troubleWords } from './words.ts';

/** What waits to be settled, kept fresh: the daemon tells of it with its health. */
export function useTroubles(): Loaded<TroubleView[]> {
  const troubles = useLoad(api.troubles, []);
  useEffect(
    () =>
      onEvent(({ kind }) => {
        if (kind === 'health' || kind === 'receipt') void troubles.reload();
      }),
    [troubles.reload],
  );
  return troubles;
}

/** One line above a screen while something waits; a tap lists it. Nothing at all as a rule. */
export function TroubleBand({ troubles }: { troubles: Loaded<TroubleView[]> }) {
  const [open, setOpen] = useState(false);
  const waiting = troubles.value.value ?? [];
  const t = troubleWords();
  return (
    <>
      {waiting.length > 0 && (
        <button type="button" class="trouble-band" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <Icon name="warning" />
          <span class="grow">{t.band(waiting.length)}</span>
          <Icon name="next" />
        </button>
      )}
      {open && <TroubleDialog troubles={troubles} onClose={() => setOpen(false)} />}
    </>
  );
}

function TroubleDialog({ troubles, onClose }: { troubles: Loaded<TroubleView[]>; onClose: () => void }) {
  const t = troubleWords();
  const doing = useDoing();
  const waiting = troubles.value.value ?? [];
  return (
    <Dialog
      title={t.title}
      onClose={onClose}
      wide
      foot={
        <button type="button" class="button" onClick={onClose}>
          {frame().close}
        </button>
      }
    >
      <FaultNote fault={doing.fault.value} />
      {waiting.length === 0 && <Empty>{t.none}</Empty>}
      {waiting.map((trouble) => (
        <Trouble
          key={`${trouble.kind} ${trouble.id}`}
          trouble={trouble}
          doing={doing}
          onSettled={(left) => {
            troubles.value.value = left;
          }}
          onClose={onClose}
        />
      ))}
    </Dialog>
  );
}

function Trouble({
  trouble,
  doing,
  onSettled,
  onClose,
}: {
  trouble: TroubleView;
  doing: Doing;
  onSettled: (left: TroubleView[]) => void;
  onClose: () => void;
}) {
  const t = troubleWords();
  const { kind, id, receipts, lines, total_haler } = trouble;
  const czech = language.value === 'cs';
  const byHand = kind === 'excess' || kind === 'same-number' || kind === 'same-z';

  function takeUp(): void {
    void doing.run(
      () => api.takeUpLate(id),
      (view) => {
        putBill(view);
        currentBillId.value = view.bill.id;
        onClose();
        go('sell');
      },
    );
  }

  return (
    <article class="panel trouble">
      <p>
        <strong>{czech ? trouble.cs : trouble.en}</strong>
      </p>
      <p class="quiet small">{czech ? trouble.hintCs : trouble.hintEn}</p>
      {lines.length > 0 && (
        <ul class="list">
          {lines.map((line, i) => (
            <li key={i} class="trouble-line">
              <span class="grow">
                {formatQuantity(line.quantity)}
                {line.unit === 'ks' || line.unit === 'porce' ? '×' : ` ${line.unit}`} {line.name}
              </span>
              <span class="amount">{formatAmount(line.amount_haler, 'short')}</span>
            </li>
          ))}
        </ul>
      )}
      {kind !== 'late-lines' && kind !== 'excess' && (
        <ul class="list">
          {receipts.map((receipt) => (
            <li key={receipt.id}>
              <button
                type="button"
                class="list-row"
                onClick={() => {
                  onClose();
                  go('history', receipt.id);
                }}
              >
                <span class="grow">
                  {t.receipt(receipt.number, receipt.registerName, receipt.staff)}
                  <span class="small quiet block">{momentWords(receipt.issuedAt)}</span>
                </span>
                <span class="amount">{formatAmount(receipt.total_haler)}</span>
                <Icon name="next" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {kind === 'late-lines' && (
        <button type="button" class="button primary tall" disabled={doing.busy.value} onClick={takeUp}>
          {t.takeUp(formatAmount(total_haler, 'short'))}
        </button>
      )}
      {byHand && (
        <button
          type="button"
          class="button"
          disabled={doing.busy.value}
          onClick={() =>
            void doing.run(() => api.settleTrouble({ kind: kind as SettleRequest['kind'], id }), onSettled)
          }
        >
          {t.settled}
        </button>
      )}
    </article>
  );
}
