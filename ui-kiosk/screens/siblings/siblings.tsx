import { useEffect, useState } from 'preact/hooks';
import type { SiblingsView, SiblingView } from '../../../daemon/http/contract.ts';
import { language } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { momentWords } from '../../i18n/when.ts';
import { onEvent } from '../../store/sync.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { Note } from '../../widgets/note.tsx';
import { AddressDialog } from './address-dialog.tsx';
import { CodeDialog } from './code-dialog.tsx';
import { Guests } from './guests.tsx';
import { JoinDialog } from './join-dialog.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';
import './siblings.css';
import { siblingsWords } from './words.ts';

/** How far a sibling lags behind changes with every sale, and no event tells of that. */
const LOOK_MS = 3_000;

export type Told = Pick<SiblingView, 'cs' | 'en' | 'hintCs' | 'hintEn'>;
export const sentence = (told: Told): string => told[language.value];
export const remedy = (told: Told): string => (language.value === 'cs' ? told.hintCs : told.hintEn);

type Open = 'code' | 'join' | 'address' | SiblingView | null;

/** Every register of the shop, and how this one stands with it. */
export function Siblings() {
  const t = siblingsWords();
  const siblings = useLoad(api.siblings, []);
  const [open, setOpen] = useState<Open>(null);
  const { reload } = siblings;
  useEffect(() => {
    const timer = setInterval(() => void reload(), LOOK_MS);
    const stop = onEvent((event) => {
      if (event.kind === 'siblings') void reload();
    });
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [reload]);
  const close = () => {
    setOpen(null);
    void reload();
  };
  return (
    <>
      <div class="part-head">
        <h1>{t.title}</h1>
        <div class="row">
          {siblings.value.value?.paired && (
            <button type="button" class="button" onClick={() => setOpen('address')}>
              {t.addAddress}
            </button>
          )}
          <button type="button" class="button" onClick={() => setOpen('code')}>
            <Icon name="plus" />
            {t.showCode}
          </button>
        </div>
      </div>
      <Fetched of={siblings}>
        {(view) => (
          <>
            {view.self.drawing && <Drawing view={view} onChange={() => void reload()} />}
            {view.network.state !== 'ok' && (
              <Note kind="attention">
                <strong>{sentence(view.network)}</strong> {remedy(view.network)}
              </Note>
            )}
            <Self view={view} />
            {view.siblings.length > 0 ? (
              <ul class="list panel siblings">
                {view.siblings.map((one) => (
                  <SiblingRow key={one.registerId} sibling={one} onRevoke={() => setOpen(one)} />
                ))}
              </ul>
            ) : (
              <Alone onJoin={() => setOpen('join')} />
            )}
            {isLeftOut(view) && <LeftOut onJoin={() => setOpen('join')} />}
            {view.paired && <Guests guests={view.guests} onChange={() => void reload()} />}
            <Intruders view={view} />
          </>
        )}
      </Fetched>
      {open === 'code' && (
        <CodeDialog
          shown={siblings.value.value?.pairing ?? null}
          view={siblings.value.value}
          onClose={close}
        />
      )}
      {open === 'join' && <JoinDialog hosts={siblings.value.value?.hosts ?? []} onClose={close} />}
      {open === 'address' && <AddressDialog onClose={close} />}
      {open !== null && typeof open === 'object' && <RevokeDialog sibling={open} onClose={close} />}
    </>
  );
}

function Alone({ onJoin }: { onJoin: () => void }) {
  const t = siblingsWords();
  return (
    <section class="panel alone">
      <p>
        <strong>{t.alone}</strong> {t.aloneHint}
      </p>
      <button type="button" class="button" onClick={onJoin}>
        {t.join}
      </button>
    </section>
  );
}

/** Nobody is linked: they may all be off, or this register was put out of the shop. */
function isLeftOut({ siblings }: SiblingsView): boolean {
  return siblings.length > 0 && siblings.every(({ state }) => state === 'missing' || state === 'revoked');
}

/** The way back into the shop, for a register that was put out of it. */
function LeftOut({ onJoin }: { onJoin: () => void }) {
  const t = siblingsWords();
  return (
    <section class="panel alone">
      <p>
        <strong>{t.leftOut}</strong> {t.leftOutHint}
      </p>
      <button type="button" class="button" onClick={onJoin}>
        {t.join}
      </button>
    </section>
  );
}

/** Everything has to be drawn from a sibling first; when all of them are gone for good, nobody else can say so. */
function Drawing({ view, onChange }: { view: SiblingsView; onChange: () => void }) {
  const t = siblingsWords();
  const doing = useDoing();
  const [asking, ask] = useState(false);
  const somebody = view.siblings.some(({ state }) => state === 'linked');
  return (
    <>
      <Note kind="attention">{t.drawing}</Note>
      {!somebody && (
        <button type="button" class="button" onClick={() => ask(true)}>
          {t.goAlone}
        </button>
      )}
      {asking && (
        <Confirm
          title={t.goAlone}
          action={t.goAlone}
          danger
          doing={doing}
          onYes={() =>
            void doing.run(api.goAlone, () => {
              ask(false);
              onChange();
            })
          }
          onClose={() => ask(false)}
        >
          <p>{t.goAloneText}</p>
        </Confirm>
      )}
    </>
  );
}

function Self({ view: { self, paired } }: { view: SiblingsView }) {
  const t = siblingsWords();
  return (
    <section class="panel self">
      <div>
        <h2>{self.name}</h2>
        <p class="small quiet">
          {t.self} · {t.series} {self.series} · {t.version} {self.version}
        </p>
      </div>
      {/* Before that nobody is listened to there. */}
      {paired && (
        <p class="small">
          <span class="quiet">{t.address} </span>
          {self.addresses.join(', ') || t.noAddress}
        </p>
      )}
    </section>
  );
}

const DOT = { linked: 'ok', 'one-way': 'attention', missing: 'attention', revoked: 'off' } as const;

function SiblingRow({ sibling, onRevoke }: { sibling: SiblingView; onRevoke: () => void }) {
  const t = siblingsWords();
  const gone = sibling.state === 'revoked';
  const since = sibling.state === 'linked' ? t.linkedSince : t.missingSince;
  const facts = [
    sibling.series && `${t.series} ${sibling.series}`,
    sibling.version && `${t.version} ${sibling.version}`,
    sibling.address &&
      [sibling.address, ...sibling.seenBy.slice(0, 1).map((how) => t.seenBy(t.seen[how]))].join(', '),
  ];
  const tidings = gone ? [] : [since(momentWords(sibling.since)), ...lag(sibling), clock(sibling)];
  return (
    <li class="sibling">
      <span class={`dot ${DOT[sibling.state]}`} role="img" aria-label={t.states[sibling.state]} />
      <div class="grow">
        <h2>{sibling.name}</h2>
        <p class="small quiet">{facts.filter(Boolean).join(' · ')}</p>
        <p>{gone ? t.states.revoked : tidings.filter(Boolean).join(' · ')}</p>
        {sibling.cs !== '' && (
          <p class="why">
            <strong>{sentence(sibling)}</strong> {remedy(sibling)}
          </p>
        )}
      </div>
      {!gone && (
        <button type="button" class="button" onClick={onRevoke} aria-label={t.revokeTitle(sibling.name)}>
          {t.revoke}
        </button>
      )}
    </li>
  );
}

function lag({ behind, ahead }: SiblingView): string[] {
  const t = siblingsWords();
  if (behind === null || ahead === null) return [];
  if (behind === 0 && ahead === 0) return [t.inStep];
  return [...(behind > 0 ? [t.behind(behind)] : []), ...(ahead > 0 ? [t.ahead(ahead)] : [])];
}

function clock({ clockAhead_s, state }: SiblingView): string | false {
  const t = siblingsWords();
  if (clockAhead_s === null || state !== 'linked') return false;
  if (Math.abs(clockAhead_s) < 2) return t.clock(t.clockSame);
  return t.clock(clockAhead_s > 0 ? t.clockAhead(clockAhead_s) : t.clockBehind(-clockAhead_s));
}

function Intruders({ view: { intruders } }: { view: SiblingsView }) {
  const t = siblingsWords();
  if (intruders.length === 0) return null;
  return (
    <section>
      <h2>{t.intruders}</h2>
      <ul class="list panel intruders">
        {intruders.map((one) => (
          <li key={`${one.at} ${one.address} ${one.cs}`}>
            <span class="quiet">{momentWords(one.at)}</span> {one.address} · {one[language.value]} (
            {t.times(one.count)})
          </li>
        ))}
      </ul>
    </section>
  );
}
