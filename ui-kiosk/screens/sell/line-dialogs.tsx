import { useState } from 'preact/hooks';
import type { LinePatch } from '../../../daemon/http/contract.ts';
import {
  type Bill,
  type BillLine,
  type Discount,
  formatAmount,
  formatQuantity,
  ONE,
  parseAmount,
  parseQuantity,
  remaining,
} from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { putBill } from '../../store/signals.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { type Doing, useDoing } from '../../widgets/doing.ts';
import { TextField } from '../../widgets/field.tsx';
import { Icon } from '../../widgets/icon.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { NumberDialog } from '../../widgets/number-dialog.tsx';
import { isReason } from '../../widgets/reason.tsx';
import { SaveFoot } from '../../widgets/save-foot.tsx';
import { DiscountDialog } from './discount-dialog.tsx';
import { sell } from './words.ts';

export type LineDeed = 'quantity' | 'note' | 'discount' | 'price' | 'void';

interface Props {
  readonly bill: Bill;
  readonly line: BillLine;
  readonly onClose: () => void;
}

export function LineDialog({ deed, ...props }: Props & { deed: LineDeed }) {
  const t = sell();
  const doing = useDoing();
  const { bill, line, onClose } = props;
  const change = (patch: LinePatch) =>
    void doing.run(
      () => api.changeLine(bill.id, line.id, patch),
      (view) => {
        putBill(view);
        onClose();
      },
    );
  const common = { onClose, busy: doing.busy.value, fault: doing.fault.value };
  switch (deed) {
    case 'quantity':
      return (
        <NumberDialog
          {...common}
          title={`${t.quantity}: ${line.item.name}`}
          unit={line.item.unit}
          decimals={3}
          start={formatQuantity(line.added)}
          read={parseQuantity}
          onNumber={(quantity) => change({ quantity })}
        />
      );
    case 'price':
      return (
        <NumberDialog
          {...common}
          title={t.priceFor(line.item.name)}
          unit={frame().crowns}
          decimals={2}
          start={formatAmount(line.item.unitPrice_haler, 'short')}
          read={parseAmount}
          onNumber={(unitPrice_haler) => change({ unitPrice_haler })}
        />
      );
    case 'discount':
      return (
        <DiscountDialog
          title={t.discountFor(line.item.name)}
          now={line.discount}
          doing={doing}
          onDiscount={(discount: Discount | null) => change({ discount })}
          onClose={onClose}
        />
      );
    case 'note':
      return <NoteDialog {...props} doing={doing} onNote={(note) => change({ note })} />;
    case 'void':
      return <VoidDialog {...props} doing={doing} />;
  }
}

function NoteDialog({
  line,
  onClose,
  doing,
  onNote,
}: Props & { doing: Doing; onNote: (note: string) => void }) {
  const t = sell();
  const [note, setNote] = useState(line.note);
  const add = (more: string) => setNote(note === '' ? more : `${note}, ${more}`);
  return (
    <Dialog
      title={t.noteFor(line.item.name)}
      onClose={onClose}
      foot={<SaveFoot busy={doing.busy.value} onClose={onClose} onSave={() => onNote(note.trim())} />}
    >
      <TextField
        label={t.note}
        hint={t.noteHint}
        value={note}
        maxLength={200}
        focus
        onInput={setNote}
        onEnter={() => onNote(note.trim())}
      />
      <div class="row">
        {t.usualNotes.map((usual) => (
          <button key={usual} type="button" class="button" onClick={() => add(usual)}>
            {usual}
          </button>
        ))}
      </div>
      <FaultNote fault={doing.fault.value} />
    </Dialog>
  );
}

/** How much and why. A reason is one tap and that tap does it; another reason is typed. */
function VoidDialog({ bill, line, onClose, doing }: Props & { doing: Doing }) {
  const t = sell();
  const most = remaining(line);
  const [quantity, setQuantity] = useState(most > ONE && most % ONE === 0 ? ONE : most);
  const [other, setOther] = useState('');
  const run = (reason: string) =>
    void doing.run(
      () => api.voidLine(bill.id, line.id, { quantity, reason }),
      (view) => {
        putBill(view);
        onClose();
      },
    );
  const busy = doing.busy.value;
  return (
    <Dialog title={t.voidFor(line.item.name)} onClose={onClose}>
      {line.ordered > 0 && <Note kind="info">{t.voidOrderedHint}</Note>}
      {most > ONE && most % ONE === 0 && (
        <div class="stepper wide">
          <button
            type="button"
            class="button"
            aria-label={t.minusOne}
            disabled={quantity <= ONE}
            onClick={() => setQuantity(quantity - ONE)}
          >
            <Icon name="minus" />
          </button>
          <output class="large">
            {formatQuantity(quantity)} / {formatQuantity(most)}
          </output>
          <button
            type="button"
            class="button"
            aria-label={t.plusOne}
            disabled={quantity >= most}
            onClick={() => setQuantity(quantity + ONE)}
          >
            <Icon name="plus" />
          </button>
        </div>
      )}
      <p class="quiet small">{t.voidReason}</p>
      <div class="row">
        {t.voidReasons.map((reason) => (
          <button key={reason} type="button" class="button tall" disabled={busy} onClick={() => run(reason)}>
            {reason}
          </button>
        ))}
      </div>
      <div class="row bottom">
        <TextField label={t.voidOther} value={other} maxLength={200} onInput={setOther} />
        <button
          type="button"
          class="button danger"
          disabled={busy || !isReason(other)}
          onClick={() => run(other.trim())}
        >
          {t.voidNow}
        </button>
      </div>
      <FaultNote fault={doing.fault.value} />
    </Dialog>
  );
}
