import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

/** A guest notices a payment that takes so long; a good eMMC needs 1 to 10 ms, a poor card 30 to 60. */
const SLOW_MS = 120;

const slow: Indicator = {
  id: 'disk-slow',
  area: 'disk',
  state: 'attention',
  what: {
    cs: 'Disk ukládá pomalu: {usual_ms} ms na jeden zápis, nejdéle {worst_ms} ms. O tolik déle trvá každé zaplacení.',
    en: 'The disk saves slowly: {usual_ms} ms a write, {worst_ms} ms at worst. Every payment takes so much longer.',
  },
  remedy: {
    cs: 'Zkontrolujte, jestli zrovna neběží kopie nebo aktualizace, a kontrolu zopakujte. Je-li pomalý pořád, vyměňte kartu nebo disk za SSD; zpomalení bývá první známka konce.',
    en: 'See whether a copy or an update is running, and look again. If it stays slow, replace the card or disk by an SSD; slowness is often the first sign of its end.',
  },
};
const failing: Indicator = {
  id: 'disk-write-failed',
  area: 'disk',
  state: 'fault',
  what: {
    cs: 'Do složky s daty {dir} nejde zapsat ({code}). Prodávat se nedá.',
    en: 'The data folder {dir} cannot be written ({code}). Sales are stopped.',
  },
  remedy: {
    cs: 'Vyměňte disk nebo kartu a data obnovte z kopie (kasad restore). Dokud je pokladna zapnutá, nevypínejte ji a nejdřív zkuste kopii na USB: kasad backup --to SOUBOR.',
    en: 'Replace the disk or card and restore the data from a copy (kasad restore). Try a copy on a USB stick first, before you switch off: kasad backup --to FILE.',
  },
};

export function judgeSpeed(times_ms: readonly number[]): Finding[] {
  const { usual_ms, worst_ms } = figures(times_ms);
  return usual_ms > SLOW_MS ? [found(slow, { usual_ms, worst_ms })] : [];
}

/** Three of four took at least the first: a busy moment slows some writes down, a slow disk all of them. */
function figures(times_ms: readonly number[]): { usual_ms: number; worst_ms: number } {
  const sorted = [...times_ms].sort((a, b) => a - b);
  const whole = (ms = 0) => Math.max(1, Math.round(ms));
  return { usual_ms: whole(sorted[Math.floor(sorted.length / 4)]), worst_ms: whole(sorted.at(-1)) };
}

/** Causes that another check names better, so that one fault is told once. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set([
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EACCES',
  'EPERM',
  'ENOENT',
]);

export const diskSpeed: Check = {
  id: 'disk-speed',
  area: 'disk',
  indicators: [slow, failing],
  well: {
    cs: 'Disk ukládá rychle: {usual_ms} ms na zápis.',
    en: 'The disk saves quickly: {usual_ms} ms a write.',
  },
  async look({ syncTimes, dir }) {
    const seen = await syncTimes(dir);
    if ('times_ms' in seen) return { findings: judgeSpeed(seen.times_ms), facts: figures(seen.times_ms) };
    return TOLD_ELSEWHERE.has(seen.fault)
      ? null
      : { findings: [found(failing, { dir, code: seen.fault })], facts: { usual_ms: null } };
  },
};
