import type { EetView, FiscalState } from '../../../daemon/http/contract.ts';
import { said } from '../../../ui/language.ts';
import { dayOf, dayWords, timeOf } from '../../i18n/when.ts';
import { go } from '../../router.ts';
import { catalogue, health } from '../../store/signals.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Note } from '../../widgets/note.tsx';
import { FiscalMark } from './fiscal-mark.tsx';
import { isUneasy, spanWords, useLeft } from './time-left.ts';
import { eetWords } from './words.ts';

type State = FiscalState['state'];

/** How many wait, how long they may, what stands in the way. */
export function Standing({
  view,
  chosen,
  onState,
}: {
  view: EetView;
  /** The state whose sales are listed; empty for all. */
  chosen: State | '';
  onState: (state: State) => void;
}) {
  const t = eetWords();
  const left_s = useLeft(view.oldest);
  const unsent = view.waiting + view.blocked;
  const uneasy = left_s !== null && isUneasy(left_s);
  const inTheWay = view.blockedBy;
  const told = health.value?.parts.find(({ id, state }) => id === 'eet' && state !== 'ok');
  return (
    <>
      {inTheWay && (
        <Note kind="attention">
          <strong>{said(inTheWay.reason)}</strong> {said(inTheWay.hint)}
        </Note>
      )}
      <section class={uneasy ? 'panel eet-unsent uneasy' : 'panel eet-unsent'}>
        <p class="eet-count">
          <span class={`dot ${uneasy || inTheWay ? 'attention' : 'ok'}`} aria-hidden="true" />
          <strong>{unsent === 0 ? t.allSent : t.toSend(unsent)}</strong>
        </p>
        {view.oldest && left_s !== null && (
          <button type="button" class="list-row" onClick={() => go('eet', view.oldest?.receiptId ?? '')}>
            <span class="grow">
              <strong class="eet-left">{spanWords(left_s)}</strong> {left_s < 0 ? t.late : t.left}
              <span class="small quiet block">{t.oldest(view.oldest.number, near(view.oldest.soldAt))}</span>
            </span>
            <Icon name="next" />
          </button>
        )}
        {told && unsent > 0 && !inTheWay && (
          <p class="eet-remedy">{said({ cs: told.hintCs, en: told.hintEn })}</p>
        )}
        <p class="eet-last small">
          <span class="quiet">{t.last}: </span>
          {view.last ? `${near(view.last.at)} · ${said(view.last.what)}` : t.noLast}
        </p>
      </section>
      <section>
        <h2 class="small quiet">{t.thisRegister}</h2>
        <ul class="list panel">
          {countsOf(view).map(({ state, count }) => (
            <li key={state}>
              <button
                type="button"
                class="list-row eet-counted"
                aria-current={state === chosen ? 'true' : undefined}
                onClick={() => onState(state)}
              >
                <FiscalMark state={state} />
                <span class="grow">
                  {state === 'confirmed' ? t.confirmedToday : t.listed[state]}
                  {state === 'rejected' && <span class="small quiet block">{t.rejectedText}</span>}
                  {state === 'confirmed-unverified' && (
                    <span class="small quiet block">{t.unverifiedText}</span>
                  )}
                </span>
                <strong class="amount">{count}</strong>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** What there is; and how many were confirmed today, also when none was. */
function countsOf(view: EetView): readonly { readonly state: State; readonly count: number }[] {
  const all = [
    { state: 'waiting', count: view.waiting },
    { state: 'blocked', count: view.blocked },
    { state: 'rejected', count: view.rejected },
    { state: 'confirmed-unverified', count: view.unverified },
    { state: 'confirmed', count: view.confirmedToday },
  ] as const;
  return all.filter(({ state, count }) => count > 0 || state === 'confirmed');
}

const near = (at: string): string =>
  `${dayWords(dayOf(at), catalogue.value?.register.day ?? '')} ${timeOf(at)}`;
