import { useState } from 'preact/hooks';
import { said } from '../../../ui/language.ts';
import type { ParkedRow, RegisterView } from '../../http/contract/registers.ts';
import { inStore } from '../client/api.ts';
import { shopMoment } from '../i18n/day.ts';
import { frame } from '../i18n/frame.ts';
import { place } from '../router.ts';
import { useLive } from '../store/live.ts';
import { may } from '../store/session.ts';
import { Icon } from '../widgets/icon.tsx';
import { Empty, Fetched, useLoad } from '../widgets/load.tsx';
import { PairingDialog } from './pairing-dialog.tsx';
import { RegisterCard } from './register-card.tsx';
import './registers.css';
import { t } from './words.ts';

/** Each register's health and what it has not sent; pairing and cutting off. */
export default function RegistersPage() {
  const [pairing, setPairing] = useState(false);
  const store = place.value.store;
  const registers = useLoad(() => inStore.get<RegisterView[]>('/registers'), [store]);
  const parked = useLoad(() => inStore.get<ParkedRow[]>('/parked'), [store]);
  useLive(['register', 'receipt'], () => Promise.all([registers.reload(), parked.reload()]));
  const mayPair = may('manage-registers');
  return (
    <div class="page">
      <div class="page-head">
        <h1>{frame().pages.registers}</h1>
        {mayPair && (
          <button type="button" class="button primary" onClick={() => setPairing(true)}>
            <Icon name="plus" /> {t().pair}
          </button>
        )}
      </div>
      <Fetched of={registers}>
        {(all) =>
          all.length === 0 ? (
            <Empty title={t().none}>
              {t().noneHint} {!mayPair && t().noneAsk}
            </Empty>
          ) : (
            <ul class="registers">
              {all.map((register) => (
                <RegisterCard key={register.id} register={register} onChanged={registers.reload} />
              ))}
            </ul>
          )
        }
      </Fetched>
      <Fetched of={parked}>
        {(rows) => rows.length > 0 && <Parked rows={rows} registers={registers.value.value ?? []} />}
      </Fetched>
      {pairing && (
        <PairingDialog
          onClose={() => {
            setPairing(false);
            void registers.reload();
          }}
        />
      )}
    </div>
  );
}

function Parked({ rows, registers }: { rows: readonly ParkedRow[]; registers: readonly RegisterView[] }) {
  const nameOf = (registerId: string | null) =>
    registers.find(({ id }) => id === registerId)?.name ?? registerId;
  return (
    <section class="panel" aria-label={t().parked}>
      <h2 class="panel-head">{t().parked}</h2>
      <p class="panel-body quiet">{t().parkedText}</p>
      <ul class="parked">
        {rows.map((row) => (
          <ParkedItem
            key={`${row.what} ${row.origin} ${row.seq} ${row.kind} ${row.id} ${row.at}`}
            row={row}
            from={nameOf(row.registerId)}
          />
        ))}
      </ul>
    </section>
  );
}

/** What happened, what it means, what to do; last and small, what a technician will ask for. */
function ParkedItem({ row, from }: { row: ParkedRow; from: string | null }) {
  const { what, kind, id, why } = row;
  return (
    <li>
      <p class="small quiet wrap">
        {[shopMoment(row.at), said(row.about), from].filter(Boolean).join(' · ')}
      </p>
      <p class="strong">{said(row.text)}</p>
      <p>{said(row.meaning)}</p>
      <p>{said(row.hint)}</p>
      <p class="small quiet wrap">
        {t().parkedDetail} <code lang="en">{[what, kind, id, why].filter(Boolean).join(' · ')}</code>
      </p>
    </li>
  );
}
