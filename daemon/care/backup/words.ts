import type { Words } from '../../../wire/index.ts';
import type { Target } from './targets.ts';

/** How it stands with one place for copies. */
export interface TargetWords {
  readonly state: 'ok' | 'attention';
  readonly cs: string;
  readonly en: string;
  readonly hintCs: string;
  readonly hintEn: string;
}

const DAY_MS = 86_400_000;
/** A stick that lies in a drawer over the weekend is no trouble. */
const STALE_DAYS = 3;
const MB = 1024 * 1024;

/** The place as people call it. */
export function placeWords({ kind, name }: Pick<Target, 'kind' | 'name'>): Words {
  return kind === 'stick'
    ? { cs: `flashka ${name}`, en: `the stick ${name}` }
    : { cs: `složka ${name}`, en: `the folder ${name}` };
}

/** Pure: from the row and the clock to a sentence. */
export function targetWords(target: Target, wall_ms: number): TargetWords {
  const { cs, en } = placeWords(target);
  const { fault } = target;
  if (fault !== null && fault.why !== 'absent') return failed(target, cs, en);
  const since = target.ok_ms ?? target.added_ms;
  const days = Math.floor(Math.max(0, wall_ms - since) / DAY_MS);
  if (days >= STALE_DAYS) {
    return {
      state: 'attention',
      cs: `Záloha mimo pokladnu (${cs}) je stará ${days} dní.`,
      en: `The backup outside the register (${en}) is ${days} days old.`,
      ...(target.kind === 'stick'
        ? {
            hintCs:
              'Zasuňte flashku do pokladny, záloha se udělá sama. Nebo v Nastavení → Data zvolte jinou.',
            hintEn:
              'Plug the stick into the register; the backup makes itself. Or choose another one in Settings → Data.',
          }
        : {
            hintCs: 'Zkontrolujte, že je disk připojený, nebo v Nastavení → Data zvolte jiné místo.',
            hintEn: 'Look whether the disk is connected, or choose another place in Settings → Data.',
          }),
    };
  }
  if (target.ok_ms === null) {
    return well('Záloha sem se ještě neudělala.', 'No backup has been put here yet.');
  }
  return well('Zálohy sem se daří.', 'Backups are put here.');
}

const well = (cs: string, en: string): TargetWords => ({ state: 'ok', cs, en, hintCs: '', hintEn: '' });

function failed({ fault, kind }: Target, cs: string, en: string): TargetWords {
  const what: TargetWords = {
    state: 'attention',
    cs: `Záloha mimo pokladnu se nepovedla (${cs}). Prodává se dál, zkusí se to znovu.`,
    en: `The backup outside the register failed (${en}). Sales go on; it will be tried again.`,
    hintCs: 'Vyměňte flashku nebo disk za jiný a v Nastavení → Data ho zvolte.',
    hintEn: 'Take another stick or disk and choose it in Settings → Data.',
  };
  switch (fault?.why) {
    case 'no-room': {
      const missing = fault.missing_bytes === null ? '' : `${Math.ceil(fault.missing_bytes / MB)} MB`;
      return {
        ...what,
        cs: `Na zálohu není místo (${cs}${missing && `, chybí ${missing}`}). Prodává se dál.`,
        en: `There is no room for the backup (${en}${missing && `, ${missing} missing`}). Sales go on.`,
        hintCs: 'Smažte z něj, co tam není potřeba, nebo zvolte větší.',
        hintEn: 'Delete from it what is not needed there, or choose a larger one.',
      };
    }
    case 'read-only':
      return {
        ...what,
        cs: `Zálohu nejde uložit, místo je jen pro čtení (${cs}). Prodává se dál.`,
        en: `The backup cannot be saved, the place is read-only (${en}). Sales go on.`,
        hintCs:
          kind === 'stick'
            ? 'Posuňte pojistku na flashce, nebo vezměte jinou.'
            : 'Dejte uživateli kasad právo do složky zapisovat.',
        hintEn:
          kind === 'stick'
            ? 'Move the lock of the stick, or take another one.'
            : 'Let the user kasad write into the folder.',
      };
    case 'gone':
      return {
        ...what,
        cs: `Záloha se nedokončila, zmizelo místo, kam se ukládala (${cs}). Starší zálohy na něm zůstaly.`,
        en: `The backup was not finished, its place went away (${en}). Older ones are still there.`,
        hintCs: 'Zasuňte flashku znovu a nechte ji v pokladně, dokud záloha neskončí.',
        hintEn: 'Plug the stick in again and leave it until the backup is over.',
      };
    case 'differs':
      return {
        ...what,
        cs: `Záloha se přečetla jinak, než se zapsala (${cs}). Nepočítá se.`,
        en: `The backup was read back otherwise than it was written (${en}). It does not count.`,
      };
    default:
      return what;
  }
}
