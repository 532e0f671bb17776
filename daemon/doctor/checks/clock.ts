import { BUILT_MS } from '../../store/database.ts';
import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

/** Nobody who reads this file still runs this program. */
const FAR_MS = Date.UTC(2060, 0, 1);
/** Files and receipts may be younger than the clock by what it was corrected by since. */
const AHEAD_MS = 10 * 60_000;

const wrong: Indicator = {
  id: 'clock-wrong',
  area: 'clock',
  state: 'fault',
  what: {
    cs: 'Hodiny pokladny ukazují {now}, a to být nemůže. Účtenky nesou špatné datum a odesílání do EET selže.',
    en: 'The clock of the register shows {now}, which cannot be. Receipts bear a wrong date, and EET refuses them.',
  },
  remedy: {
    cs: 'Připojte internet a zapněte čas ze sítě („sudo timedatectl set-ntp true“), nebo čas nastavte ručně („sudo timedatectl set-time "2026-11-24 12:00:00"“). Vrací-li se to po vypnutí, vyměňte baterii na základní desce.',
    en: 'Connect the internet and switch on time from the network (“sudo timedatectl set-ntp true”), or set it by hand (“sudo timedatectl set-time "2026-11-24 12:00:00"”). If it comes back after switching off, replace the battery on the board.',
  },
};
const behind: Indicator = {
  id: 'clock-behind',
  area: 'clock',
  state: 'attention',
  what: {
    cs: 'Hodiny ukazují {now}, ale {what} je z {latest}: čas se vrátil.',
    en: 'The clock shows {now}, but {whatEn} is of {latest}: time has gone back.',
  },
  remedy: {
    cs: 'Zkontrolujte datum a čas. Jsou-li teď správně, šly hodiny dřív napřed a samo se to srovná. Jsou-li špatně, nastavte je a vyměňte baterii na základní desce.',
    en: 'Check date and time. If they are right now, the clock was fast before and all evens out by itself. If they are wrong, set them, and replace the battery on the board.',
  },
};

export interface Moments {
  readonly now_ms: number;
  /** Of the newest receipt and of the youngest file, null where there is none. */
  readonly receipt_ms: number | null;
  readonly file_ms: number | null;
}

export function judgeClock({ now_ms, receipt_ms, file_ms }: Moments): Finding[] {
  const now = told(now_ms);
  if (now_ms < BUILT_MS || now_ms > FAR_MS) return [found(wrong, { now })];
  const [latest, what, whatEn] =
    (receipt_ms ?? 0) >= (file_ms ?? 0)
      ? [receipt_ms, 'poslední účtenka', 'the last receipt']
      : [file_ms, 'nejnovější soubor s daty', 'the newest data file'];
  if (latest === null || latest <= now_ms + AHEAD_MS) return [];
  return [found(behind, { now, latest: told(latest), what, whatEn })];
}

const told = (at_ms: number): string =>
  Math.abs(at_ms) > 8.64e15 ? '?' : `${new Date(at_ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

export const clock: Check = {
  id: 'clock',
  area: 'clock',
  indicators: [wrong, behind],
  well: { cs: 'Hodiny ukazují možný čas ({now}).', en: 'The clock shows a time that can be ({now}).' },
  limit_ms: 16_000,
  async look({ world, files, dir, dataFacts }) {
    const names = ['kasad.db', 'kasad.db-wal', 'kasad.clean', 'console.json'];
    const times = await Promise.all(names.map((name) => files.stat(`${dir}/${name}`)));
    const known = times.flatMap((one) => (one ? [one.mtimeMs] : []));
    const data = await dataFacts(dir).catch(() => undefined);
    const now_ms = world.wall_ms();
    const findings = judgeClock({
      now_ms,
      receipt_ms: data?.database?.lastReceipt_ms ?? null,
      file_ms: known.length === 0 ? null : Math.max(...known),
    });
    return { findings, facts: { now: told(now_ms) } };
  },
};
