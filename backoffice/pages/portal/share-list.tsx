import { useState } from 'preact/hooks';
import { change, count, roundMoney } from '../i18n/format.ts';
import { t } from './words.ts';

export interface Share {
  readonly key: string;
  readonly name: string;
  /** Beside the name: how many, how much of it. */
  readonly note: string;
  readonly now_haler: number;
  readonly before_haler: number;
}

/** Before more is asked for. */
const SHOWN = 6;

/** Parts of the takings, each as long a bar as its share of the largest; what has changed stands beside the amount. */
export function ShareList({
  title,
  shares,
  compared,
  note,
}: {
  title: string;
  shares: readonly Share[];
  /** Whether before and now are of the same length. */
  compared: boolean;
  note?: string | undefined;
}) {
  const [whole, setWhole] = useState(false);
  // What sold before and does not sell now is no part of this period.
  const taken = shares.filter(({ now_haler }) => now_haler !== 0);
  const most = Math.max(1, ...taken.map(({ now_haler }) => now_haler));
  const rest = taken.length - SHOWN;
  if (taken.length === 0) return null;
  return (
    <section class="panel shares">
      <h2 class="panel-head">{title}</h2>
      <ol>
        {(whole ? taken : taken.slice(0, SHOWN)).map((share) => (
          <li key={share.key}>
            <span class="share-name">{share.name}</span>
            <span class="share-amount">{roundMoney(share.now_haler)}</span>
            <span class="small quiet">{share.note}</span>
            <span class="small quiet share-amount">
              {compared ? change(share.now_haler, share.before_haler) : null}
            </span>
            <span class="share-bar" style={{ '--share': Math.max(0, share.now_haler) / most }} />
          </li>
        ))}
      </ol>
      {rest > 0 && (
        <button type="button" class="plain small" onClick={() => setWhole(!whole)}>
          {whole ? t().less : t().more(rest, count(rest))}
        </button>
      )}
      {note && (whole || rest <= 0) && <p class="panel-body small quiet">{note}</p>}
    </section>
  );
}
