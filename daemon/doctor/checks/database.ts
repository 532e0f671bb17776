import { listSetAside } from '../../store/files.ts';
import { MIGRATIONS } from '../../store/migrations.ts';
import type { Check } from '../check.ts';
import type { DatabaseState } from '../eyes/data-facts.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const MB = 1024 * 1024;
/** Checkpoints keep it at 16 MB; a reader that never ends lets it grow. */
const WAL_BYTES = 64 * MB;

const none: Indicator = {
  id: 'database-none',
  area: 'database',
  state: 'unknown',
  what: {
    cs: 'Ve složce {dir} zatím žádná data nejsou.',
    en: 'There are no data in the folder {dir} yet.',
  },
  remedy: {
    cs: 'U nové pokladny je to v pořádku, data vzniknou prvním spuštěním. Má-li tu být prodej, zkontrolujte data_dir v nastavení.',
    en: 'That is well for a new register: data are made by the first start. If there were sales, check data_dir in the configuration.',
  },
};
const gone: Indicator = {
  id: 'database-gone',
  area: 'database',
  state: 'fault',
  what: {
    cs: 'Data pokladny nejsou na svém místě, ve složce {dir} jsou jen kopie a odložené soubory.',
    en: 'The data of the register are not where they belong; the folder {dir} holds copies and files set aside alone.',
  },
  remedy: {
    cs: 'Obnovte poslední kopii: „kasad restore“. Odložené soubory nemažte, jsou v nich účtenky vystavené po kopii.',
    en: 'Restore the last copy: “kasad restore”. Do not delete the files set aside: they hold the receipts issued since.',
  },
};
const damaged: Indicator = {
  id: 'database-damaged',
  area: 'database',
  state: 'fault',
  what: {
    cs: 'Soubor s daty pokladny je poškozený ({reason}).',
    en: 'The file with the data of the register is damaged ({reason}).',
  },
  remedy: {
    cs: 'Restartujte pokladnu, poškozený soubor odloží. Pak obnovte poslední kopii: „kasad restore“. Když se to opakuje, vyměňte disk.',
    en: 'Restart the register: it puts the damaged file away. Then restore the last copy: “kasad restore”. If it comes again, replace the disk.',
  },
};
const unreadable: Indicator = {
  id: 'database-unreadable',
  area: 'database',
  state: 'fault',
  what: {
    cs: 'Soubor s daty pokladny nejde otevřít ({reason}).',
    en: 'The file with the data of the register cannot be opened ({reason}).',
  },
  remedy: {
    cs: 'Zkontrolujte oprávnění a disk níže. Neukáže-li kontrola nic dalšího, restartujte počítač a zopakujte ji.',
    en: 'See permissions and disk below. If nothing else is found, restart the box and look again.',
  },
};
const newer: Indicator = {
  id: 'database-newer',
  area: 'database',
  state: 'fault',
  what: {
    cs: 'Data zapsala novější verze programu ({version}) než tato ({known}). S touto se pokladna nespustí.',
    en: 'The data were written by a newer version of the program ({version}) than this one ({known}), which does not start with them.',
  },
  remedy: {
    cs: 'Nainstalujte znovu novější balíček kasad.',
    en: 'Install the newer package of kasad again.',
  },
};
const largeLog: Indicator = {
  id: 'database-log-large',
  area: 'database',
  state: 'attention',
  what: {
    cs: 'Záznam změn vedle databáze narostl na {size}.',
    en: 'The log beside the database has grown to {size}.',
  },
  remedy: {
    cs: 'Někdo má databázi dlouho otevřenou (kopie, cizí program). Ukončete ho a pokladnu po zavření směny restartujte.',
    en: 'Somebody keeps the database open for long (a copy, another program). Stop it, and restart the register after the shift is closed.',
  },
};
const setAside: Indicator = {
  id: 'database-set-aside',
  area: 'database',
  state: 'attention',
  what: {
    cs: 'Ve složce leží odložený poškozený soubor s daty {name}: disk už jednou selhal.',
    en: 'A damaged file that was put away lies in the folder, {name}: the disk has failed once already.',
  },
  remedy: {
    cs: 'Jsou-li všechny účtenky z té doby jinde (u sousedů, v BackOffice), přesuňte soubor na USB. Disk zkontrolujte, nebo raději vyměňte.',
    en: 'If all receipts of that time are elsewhere (siblings, backoffice), move the file to a USB stick. Have the disk checked, or rather replaced.',
  },
};
const unclean: Indicator = {
  id: 'database-unclean',
  area: 'database',
  state: 'attention',
  what: {
    cs: 'Pokladna naposledy neskončila v pořádku: vypadl proud nebo program spadl.',
    en: 'The register did not end in good order last time: the power was cut, or the program crashed.',
  },
  remedy: {
    cs: 'Nic se neztratilo, při startu se data zkontrolují. Děje-li se to často, dejte pokladně záložní zdroj (UPS) a vypínejte ji tlačítkem.',
    en: 'Nothing is lost; the data are checked at the start. If it happens often, give the box a UPS and switch it off by its button.',
  },
};

/** What lies in the data folder, and how. */
export interface Data {
  readonly dir: string;
  readonly database: DatabaseState | null;
  readonly copies: number;
  readonly wal_bytes: number;
  /** Damaged databases that were put away. */
  readonly aside: readonly string[];
  readonly clean: boolean;
  readonly running: boolean;
  /** SQLite wants to write beside what it reads; why it may not, other checks say. */
  readonly writable: boolean;
  /** Steps of the database's shape that this program knows. */
  readonly known: number;
}

export function judgeDatabase(data: Data): Finding[] {
  const { dir, database, copies, wal_bytes, aside, clean, running, writable, known } = data;
  const findings: Finding[] = [];
  if (database === null) {
    findings.push(found(copies > 0 || aside.length > 0 ? gone : none, { dir }));
  } else {
    const { sound, reason, version } = database;
    if (sound === false) findings.push(found(damaged, { reason }));
    else if (sound === null) {
      if (writable) findings.push(found(unreadable, { reason }));
    } else if (!running && !clean) findings.push(found(unclean));
    if ((version ?? 0) > known) findings.push(found(newer, { version, known }));
  }
  if (wal_bytes > WAL_BYTES) findings.push(found(largeLog, { size: `${Math.floor(wal_bytes / MB)} MB` }));
  return [...findings, ...aside.map((name) => found(setAside, { name }))];
}

export const database: Check = {
  id: 'database',
  area: 'database',
  indicators: [none, gone, damaged, unreadable, newer, largeLog, setAside, unclean],
  well: {
    cs: 'Data jsou v pořádku ({size}, podoba {version}).',
    en: 'The data are sound ({size}, shape {version}).',
  },
  limit_ms: 16_000,
  async look({ files, dir, dataFacts, register }) {
    if ((await files.stat(dir)) === undefined) return null;
    if ((await files.fault(dir, 'read')) !== null) return null;
    const [{ database: state, copies }, met] = await Promise.all([dataFacts(dir), register.meet()]);
    const aside = listSetAside(dir).filter((path) => path.includes('.damaged-') && !/-(wal|shm)$/.test(path));
    const findings = judgeDatabase({
      dir,
      database: state,
      copies: copies?.count ?? 0,
      wal_bytes: (await files.stat(`${dir}/kasad.db-wal`))?.size ?? 0,
      aside: aside.map((path) => path.slice(dir.length + 1)),
      clean: (await files.stat(`${dir}/kasad.clean`)) !== undefined,
      running: met.is !== 'stopped',
      writable: (await files.fault(dir, 'write')) === null,
      known: MIGRATIONS.length,
    });
    const size = `${Math.ceil((state?.bytes ?? 0) / MB)} MB`;
    return { findings, facts: { size, version: state?.version ?? null, steps: MIGRATIONS.length } };
  },
};
