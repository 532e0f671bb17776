import type { Till } from '../../backoffice/books/trade.fixture.ts';
import { seeded } from '../simulation/random.ts';

const DAY_MS = 86_400_000;
const LAST = Date.UTC(2026, 10, 24);

/** Local dates, the last of them 24 November; winter time holds on all of them. */
export const daysUpTo = (count: number): string[] =>
  Array.from({ length: count }, (_, back) =>
    new Date(LAST - (count - 1 - back) * DAY_MS).toISOString().slice(0, 10),
  );

/** One day of a till: its shift with that many receipts, a few of them reversals, and money put in and out. */
export function tradeDay(till: Till, day: string, receipts: number): void {
  const random = seeded(Number(day.replaceAll('-', '')) + till.id.charCodeAt(till.id.length - 1));
  const at = (minute: number) =>
    `${day}T${String(8 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00+01:00`;
  till.open(at(0));
  for (let sold = 0; sold < receipts; sold++) {
    const now = at(1 + Math.floor((sold * 800) / receipts));
    const last = till.receipts.at(-1);
    if (sold > 0 && last && last.reverses === null && random.chance(0.03)) {
      till.reverse(last, now);
      continue;
    }
    till.sell({
      at: now,
      lines: [
        ['pivo', 1000 * random.int(1, 4)],
        [random.pick(['kava', 'svickova', 'kotleta']), 1000],
        ['syr', random.int(50, 900)],
      ],
      by: random.pick(['cash', 'cash', 'card', 'mixed', 'eur']),
      tip_haler: random.chance(0.2) ? 2_000 : 0,
    });
  }
  till.cash(at(850), -random.int(10_000, 90_000));
  till.close(at(860));
}
