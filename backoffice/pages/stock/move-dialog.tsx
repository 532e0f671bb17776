import { useState } from 'preact/hooks';
import { parseStock } from '../../../domain/index.ts';
import type { StockItem, StockMove } from '../../http/contract/stock.ts';
import { frame } from '../i18n/frame.ts';
import { Dialog } from '../widgets/dialog.tsx';
import { useDoing } from '../widgets/doing.ts';
import { TextField } from '../widgets/field.tsx';
import { Icon } from '../widgets/icon.tsx';
import { FaultNote } from '../widgets/note.tsx';
import { amountOf } from './amount.ts';
import { stock } from './asking.ts';
import { matching } from './matching.ts';
import { t } from './words.ts';

const ROWS = 60;

/** A delivery, a write-off or a stock-take of as many items as are filled in: all of them or none. */
export function MoveDialog({
  kind,
  items,
  onClose,
  onDone,
}: {
  kind: StockMove['kind'];
  items: readonly StockItem[];
  onClose: () => void;
  onDone: (count: number) => void;
}) {
  const doing = useDoing();
  const [key] = useState(() => crypto.randomUUID());
  const [reason, setReason] = useState('');
  const [q, setQ] = useState('');
  const [rows, setRows] = useState(ROWS);
  const [typed, type] = useState<ReadonlyMap<string, string>>(new Map());
  const [tried, setTried] = useState(false);
  const filled = items.flatMap((item) => {
    const text = typed.get(item.itemId)?.trim() ?? '';
    return text === '' ? [] : [{ item, read: readAmount(kind, text) }];
  });
  const reasonMissing = kind === 'write-off' && reason.trim().length < 2;
  const save = () => {
    setTried(true);
    const moves = filled.flatMap(({ item, read }) =>
      typeof read === 'number' ? [{ itemId: item.itemId, quantity_thousandths: read }] : [],
    );
    if (moves.length === 0 || moves.length < filled.length || reasonMissing) return;
    void doing.run(
      () => stock.move({ key, kind, reason: reason.trim(), items: moves }),
      () => onDone(moves.length),
    );
  };
  const found = matching(items, q);
  return (
    <Dialog
      title={t().titles[kind]}
      wide
      onClose={onClose}
      onSubmit={save}
      foot={
        <>
          {tried && filled.length === 0 && <p class="error push">{t().empty}</p>}
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button type="submit" class="button primary" disabled={doing.busy.value}>
            {t().saveMove(filled.length)}
          </button>
        </>
      }
    >
      <p class="quiet">{t().moveHints[kind]}</p>
      <TextField
        label={t().why[kind]}
        value={reason}
        onInput={setReason}
        maxLength={200}
        error={tried && reasonMissing ? t().whyMissing : undefined}
      />
      <div class="searching">
        <Icon name="search" />
        <input
          class="input"
          type="search"
          aria-label={t().search}
          placeholder={t().search}
          value={q}
          data-focus
          onInput={(event) => setQ(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Enter here means "found it", not "save".
            if (event.key === 'Enter') event.preventDefault();
          }}
        />
      </div>
      <ul class="move-rows">
        {found.slice(0, rows).map((item) => (
          <MoveRow
            key={item.itemId}
            kind={kind}
            item={item}
            text={typed.get(item.itemId) ?? ''}
            tried={tried}
            onText={(text) => type(new Map([...typed, [item.itemId, text]]))}
          />
        ))}
      </ul>
      {found.length === 0 && <p class="quiet">{t().nothing}</p>}
      {rows < found.length && (
        <button type="button" class="button" onClick={() => setRows(rows + ROWS)}>
          {t().more}
        </button>
      )}
      <FaultNote fault={doing.fault.value} />
    </Dialog>
  );
}

/** Only what was counted may be nothing. */
function readAmount(kind: StockMove['kind'], text: string): number | 'wrong' | 'zero' {
  const read = parseStock(text);
  if (read === undefined) return 'wrong';
  return read === 0 && kind !== 'take' ? 'zero' : read;
}

function MoveRow({
  kind,
  item,
  text,
  tried,
  onText,
}: {
  kind: StockMove['kind'];
  item: StockItem;
  text: string;
  tried: boolean;
  onText: (text: string) => void;
}) {
  const read = text.trim() === '' ? null : readAmount(kind, text);
  const then =
    typeof read !== 'number'
      ? null
      : kind === 'take'
        ? read - item.level_thousandths
        : item.level_thousandths + (kind === 'delivery' ? read : -read);
  const wrong = tried && (read === 'wrong' || read === 'zero');
  return (
    <li>
      <span class="grow wrap">
        {item.name}
        <span class="small quiet block">{t().left(amountOf(item.level_thousandths, item.unit))}</span>
        {wrong && <span class="small error block">{read === 'zero' ? t().wrongZero : t().wrong}</span>}
      </span>
      {then !== null && (
        <span class="small quiet nowrap">
          {kind !== 'take'
            ? t().willBe(amountOf(then, item.unit))
            : then === 0
              ? t().asExpected
              : t().difference(`${then > 0 ? '+' : ''}${amountOf(then, item.unit)}`)}
        </span>
      )}
      <input
        class="input"
        inputMode="decimal"
        autocomplete="off"
        aria-label={t().quantityOf(item.name, item.unit)}
        aria-invalid={wrong}
        value={text}
        onInput={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // The next one, as on a sheet of paper; what is saved is saved by its button.
          event.preventDefault();
          event.currentTarget.closest('li')?.nextElementSibling?.querySelector('input')?.focus();
        }}
      />
      <span class="unit quiet">{item.unit}</span>
    </li>
  );
}
