import { agoWords } from '../i18n/day.ts';
import { addressOf } from '../router.ts';
import { Busy, Empty } from '../widgets/load.tsx';
import type { PartProps } from './price-list-page.tsx';
import { t } from './words.ts';

/** Which registers have the price list as it is now, and when they begin to sell by it. */
export function Registers({ view, spread }: PartProps) {
  if (spread === null) return <Busy />;
  if (spread.registers.length === 0) {
    return (
      <section class="panel">
        <Empty title={t().spreadNone}>{t().spreadNoneHint}</Empty>
      </section>
    );
  }
  return (
    <ul class="panel spread">
      {spread.registers.map((register) => (
        <li key={register.registerId}>
          <span class={register.lackingCount === 0 ? 'dot' : 'dot attention'} />
          <div class="grow">
            <p class="wrap">
              <strong>{register.name}</strong>{' '}
              {register.lackingCount === 0 ? t().has : t().hasNot(register.lackingCount)}
            </p>
            <p class="small quiet">
              {[
                register.heardAt ? t().heard(agoWords(Date.parse(register.heardAt))) : t().neverHeard,
                t().takesIn[register.takesIn],
                ...(register.shownLabel === null ? [] : [t().shows(register.shownLabel)]),
              ].join(' · ')}
            </p>
            {register.lackingCount > 0 && (
              <p class="small">
                {register.lacking
                  .slice(0, NAMED)
                  .map((id) => view.items.find((item) => item.id === id)?.name ?? id)
                  .join(', ')}
                {register.lackingCount > NAMED && '…'}{' '}
                <a href={addressOf({ rest: [], query: { state: 'waiting' } })}>{t().showThem}</a>
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
const NAMED = 5;
