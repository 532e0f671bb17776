import { type Check, LIMIT_MS, type Seen } from './check.ts';
import type { Eyes } from './eyes/eyes.ts';
import { type Finding, filled, found, type Indicator } from './finding.ts';

/** Said of a look that failed or took too long; the others go on beside it. */
const unseen: Omit<Indicator, 'id' | 'area'> = {
  state: 'unknown',
  what: {
    cs: 'Kontrola „{check}“ se nepovedla: {why}.',
    en: 'The look at “{check}” failed: {whyEn}.',
  },
  remedy: {
    cs: 'Zopakujte ji. Nepovede-li se znovu, něco v počítači nejspíš visí (disk, zařízení): restartujte ho po zavření směny.',
    en: 'Look again. If it fails again something in the box probably hangs (a disk, a device): restart it after the shift is closed.',
  },
};

export const unseenIndicator = (check: Pick<Check, 'id' | 'area'>): Indicator => ({
  ...unseen,
  id: `${check.id}-unseen`,
  area: check.area,
});

/** One check to its end, whichever way: never rejects, and no longer than its limit. Answers what is to be told of it. */
export async function examine(check: Check, eyes: Eyes): Promise<Finding[]> {
  const { limit_ms = LIMIT_MS } = check;
  let cancel = () => {};
  const late = new Promise<'late'>((resolve) => {
    cancel = eyes.world.after(limit_ms, () => resolve('late'));
  });
  try {
    const seen = await Promise.race([check.look(eyes), late]);
    return seen === 'late' ? [tooLate(check)] : told(check, seen);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [found(unseenIndicator(check), { check: check.id, why, whyEn: why })];
  } finally {
    cancel();
  }
}

export function tooLate(check: Pick<Check, 'id' | 'area'>): Finding {
  return found(unseenIndicator(check), {
    check: check.id,
    why: 'nestihla se včas',
    whyEn: 'it took too long',
  });
}

function told({ id, area, well }: Check, seen: Seen | null): Finding[] {
  if (seen === null) return [];
  const { findings, facts = {} } = seen;
  if (findings.length > 0) return [...findings];
  return [
    {
      id,
      area,
      state: 'ok',
      cs: filled(well.cs, facts),
      en: filled(well.en, facts),
      remedyCs: '',
      remedyEn: '',
      facts,
    },
  ];
}
