import { useState } from 'preact/hooks';
import type { StockItem, StockMove } from '../../http/contract/stock.ts';
import { momentWords } from '../i18n/day.ts';
import { addressOf, go, place, refine } from '../router.ts';
import { may } from '../store/session.ts';
import { Choice } from '../widgets/field.tsx';
import { Icon } from '../widgets/icon.tsx';
import { Empty } from '../widgets/load.tsx';
import { Note } from '../widgets/note.tsx';
import { Table } from '../widgets/table.tsx';
import { amountOf, changeOf, kindName } from './amount.ts';
import { ItemDialog } from './item-dialog.tsx';
import { matching } from './matching.ts';
import { MoveDialog } from './move-dialog.tsx';
import { t } from './words.ts';

const MOVES: readonly StockMove['kind'][] = ['delivery', 'write-off', 'take'];
const ROWS = 150;
const BADGE = {
  negative: 'badge fault',
  empty: 'badge attention',
  low: 'badge attention',
  enough: '',
} as const;

/** How much of what there is. */
export function Levels({ items, onChanged }: { items: readonly StockItem[]; onChanged: () => void }) {
  const { q = '', state: asked = '' } = place.value.query;
  const state = asked === 'scarce' ? 'scarce' : '';
  const [moving, move] = useState<StockMove['kind'] | null>(null);
  const [moved, setMoved] = useState(0);
  const [rows, setRows] = useState(ROWS);
  const scarce = items.filter((item) => item.state !== 'enough');
  const found = matching(state === 'scarce' ? scarce : items, q);
  const openId = place.value.rest[0] === 'levels' ? place.value.rest[1] : undefined;
  return (
    <>
      <div class="row">
        <div class="searching">
          <Icon name="search" />
          <input
            class="input"
            type="search"
            aria-label={t().search}
            placeholder={t().search}
            value={q}
            onInput={(event) => refine({ q: event.currentTarget.value })}
          />
        </div>
        <Choice
          label={t().state}
          quiet
          value={state}
          options={(['', 'scarce'] as const).map((value) => ({ value, text: t().states[value] }))}
          onChoose={(value) => refine({ state: value })}
        />
        {may('write-stock') && items.length > 0 && (
          <div class="row moves">
            {MOVES.map((kind) => (
              <button key={kind} type="button" class="button" onClick={() => move(kind)}>
                {t()[kind]}
              </button>
            ))}
          </div>
        )}
      </div>
      {moved > 0 && <Note kind="ok">{t().moved(moved)}</Note>}
      {items.some((item) => item.state === 'negative') && <Note kind="attention">{t().negativeHint}</Note>}
      <section class="panel">
        {items.length === 0 ? (
          <Empty title={t().none}>{t().noneHint}</Empty>
        ) : found.length === 0 ? (
          <Empty title={state === 'scarce' && q === '' ? t().nothingScarce : t().nothing} />
        ) : (
          <Table
            label={t().list}
            rows={found.slice(0, rows)}
            rowKey={({ itemId }) => itemId}
            columns={[
              {
                key: 'item',
                title: t().columns.item,
                grow: true,
                cell: (item) => (
                  <>
                    <a
                      class="row-link"
                      href={addressOf({ rest: ['levels', item.itemId], query: place.value.query })}
                    >
                      {item.name}
                    </a>{' '}
                    {item.state !== 'enough' && (
                      <span class={BADGE[item.state]}>{t().itemStates[item.state]}</span>
                    )}
                  </>
                ),
              },
              {
                key: 'level',
                title: t().columns.level,
                end: true,
                cell: ({ level_thousandths, unit }) => <strong>{amountOf(level_thousandths, unit)}</strong>,
              },
              {
                key: 'counted',
                title: t().columns.counted,
                desk: true,
                cell: ({ countedAt }) => (
                  <span class="quiet nowrap">
                    {countedAt === null ? t().neverCounted : momentWords(countedAt)}
                  </span>
                ),
              },
              {
                key: 'last',
                title: t().columns.last,
                desk: true,
                cell: ({ last }) => (
                  <span class="quiet nowrap">
                    {last === null
                      ? t().neverMoved
                      : `${kindName(last)} ${changeOf(last)}, ${momentWords(last.at)}`}
                  </span>
                ),
              },
            ]}
          />
        )}
      </section>
      {found.length > 0 && (
        <p class="small quiet" role="status">
          {t().found(items.length, scarce.length)}
        </p>
      )}
      {rows < found.length && (
        <div class="pages-end">
          <button type="button" class="button" onClick={() => setRows(rows + ROWS)}>
            {t().more}
          </button>
        </div>
      )}
      {openId !== undefined && (
        <ItemDialog key={openId} itemId={openId} onClose={() => go({ rest: [], query: place.value.query })} />
      )}
      {moving !== null && (
        <MoveDialog
          kind={moving}
          items={items}
          onClose={() => move(null)}
          onDone={(count) => {
            move(null);
            setMoved(count);
            onChanged();
          }}
        />
      )}
    </>
  );
}
