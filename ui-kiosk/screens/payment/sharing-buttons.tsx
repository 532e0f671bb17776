import { formatAmount } from '../../../domain/index.ts';
import { type Sharing, shareOf } from './tenders.ts';
import { payment } from './words.ts';

const TABLES = [2, 3, 4, 5, 6] as const;

/** Guests who each pay the same: how many, and whose turn it is. A second tap takes it back. */
export function SharingButtons({
  sharing,
  taken,
  busy,
  onGuests,
}: {
  sharing: Sharing | null;
  taken: number;
  busy: boolean;
  onGuests: (guests: number | null) => void;
}) {
  const t = payment();
  const turn = sharing ? taken - sharing.before + 1 : 0;
  return (
    <section class="sharing">
      <h2 aria-live="polite">
        {sharing
          ? t.share(turn, sharing.guests, formatAmount(shareOf(sharing.whole_haler, sharing.guests), 'short'))
          : t.sharing}
      </h2>
      {TABLES.map((guests) => (
        <button
          key={guests}
          type="button"
          class="button"
          aria-label={t.shareAmong(guests)}
          aria-pressed={sharing?.guests === guests}
          disabled={busy}
          onClick={() => onGuests(sharing?.guests === guests ? null : guests)}
        >
          {guests}
        </button>
      ))}
    </section>
  );
}
