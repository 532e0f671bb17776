import type { BaseLogger } from 'pino';
import type { HealthPart } from '../http/contract.ts';
import { isBackoffice } from './backoffice.ts';

/**
 * What may be wrong between registers. `differs`: checksums did, and a repair was asked for. `protocol`: the sibling
 * runs a program that speaks otherwise. `retired`: it runs a database that the shop has put out. `message`: it says
 * what cannot be read. `crowd`: it speaks of more databases than a shop ever has. `twin`: it runs a copy of this
 * database. `tail`: this register's disk has lost commits. `commit`: what comes cannot be written.
 */
export type Trouble = 'differs' | 'protocol' | 'retired' | 'message' | 'crowd' | 'twin' | 'tail' | 'commit';

/** Troubles that stand, each told to the log once, in the order in which they came. */
export interface Condition {
  /** `registerId`: over which sibling. */
  raise(trouble: Trouble, registerId: string, detail?: object): void;
  clear(trouble: Trouble, registerId: string): void;
  parts(drawing: 'no' | 'waiting' | 'under way', notShown: boolean): HealthPart[];
}

export function createCondition(log: Pick<BaseLogger, 'warn'>): Condition {
  const standing = new Map<string, { trouble: Trouble; registerId: string }>();

  return {
    raise(trouble, registerId, detail = {}) {
      const key = `${trouble} ${registerId}`;
      if (standing.has(key)) return;
      standing.set(key, { trouble, registerId });
      log.warn({ trouble, registerId, ...detail }, 'trouble between registers');
    },
    clear: (trouble, registerId) => void standing.delete(`${trouble} ${registerId}`),
    parts: (drawing, notShown) => [data(drawing), agreement([...standing.values()][0], notShown)],
  };
}

const well = { state: 'ok', hintCs: '', hintEn: '' } as const;

function data(drawing: 'no' | 'waiting' | 'under way'): HealthPart {
  const id = 'shop-data';
  if (drawing === 'no')
    return { id, ...well, cs: 'Data obchodu jsou úplná.', en: 'The data of the shop is complete.' };
  if (drawing === 'under way') {
    return {
      id,
      state: 'attention',
      cs: 'Stahují se data obchodu. Prodávat se dá, ceník a nastavení zatím měnit ne.',
      en: 'The data of the shop is coming. Sales go on; price list and settings cannot be changed yet.',
      hintCs: 'Nechte zapnutou tuto i ostatní pokladny. Za chvíli bude hotovo.',
      hintEn: 'Leave this and the other registers on. It will be done in a while.',
    };
  }
  return {
    id,
    state: 'attention',
    cs: 'Pokladna čeká na ostatní, aby od nich stáhla data obchodu. Prodávat se dá, ceník a nastavení měnit ne.',
    en: 'The register waits for the others to draw the data of the shop from them. Sales go on; price list and settings cannot be changed.',
    hintCs:
      'Zapněte některou z ostatních pokladen. Když už žádná není, zvolte v Sousedech „Pokračovat bez ostatních“.',
    hintEn:
      'Switch on one of the other registers. If there is none any more, choose "Go on alone" in Siblings.',
  };
}

interface Words {
  readonly cs: string;
  readonly en: string;
  readonly hintCs: string;
  readonly hintEn: string;
}

const WORDS: Readonly<Record<Trouble, (registerId: string) => Words>> = {
  differs: (who) => ({
    cs: `Data této pokladny a pokladny ${who} se lišila. Opravují se sama.`,
    en: `The data of this register and of register ${who} differed. They are being repaired by themselves.`,
    hintCs: 'Když hlášení do dvou hodin nezmizí, zavolejte technika: disk jedné z pokladen může být vadný.',
    hintEn:
      'If this does not go away within two hours, call the technician: one of the disks may be failing.',
  }),
  protocol: (who) => ({
    cs: `Pokladna ${who} má jinou verzi programu a změny si s ní nevyměníme.`,
    en: `Register ${who} runs another version of the program; no changes are exchanged with it.`,
    hintCs: 'Nainstalujte na obě pokladny stejnou verzi programu.',
    hintEn: 'Install the same version on both registers.',
  }),
  retired: (who) => ({
    cs: `Pokladna ${who} běží se starými daty, která byla nahrazena. Její prodeje se k ostatním nedostanou.`,
    en: `Register ${who} runs on old data that was replaced. Its sales do not reach the others.`,
    hintCs: 'Zavolejte technika: na té pokladně je potřeba obnovit data z kopie (kasad restore).',
    hintEn: 'Call the technician: that register has to be restored from a copy (kasad restore).',
  }),
  message: (who) => ({
    cs: `Pokladna ${who} posílá zprávy, kterým tato nerozumí. Její změny sem nepřicházejí.`,
    en: `Register ${who} sends messages that this one does not understand. Its changes do not come here.`,
    hintCs: 'Nainstalujte na obě pokladny stejnou verzi programu. Když to nepomůže, zavolejte technika.',
    hintEn: 'Install the same version on both registers. If that does not help, call the technician.',
  }),
  crowd: (who) => ({
    cs: `Pokladna ${who} posílá data stovek neznámých pokladen. Tato je nepřijala.`,
    en: `Register ${who} sends the data of hundreds of unknown registers. This one has not taken it in.`,
    hintCs: 'Odpojte ji v Sousedech a zavolejte technika: je porouchaná, nebo ji má v rukou někdo cizí.',
    hintEn: 'Cut it off in Siblings and call the technician: it is broken, or in foreign hands.',
  }),
  twin: (who) => ({
    cs: `Pokladna ${who} běží s kopií dat této pokladny. Změny si nevymění.`,
    en: `Register ${who} runs on a copy of the data of this register. They exchange no changes.`,
    hintCs:
      'Zavolejte technika: na pokladně, na kterou se data zkopírovala, spusťte kasad restore s denní kopií.',
    hintEn:
      'Call the technician: run kasad restore with a daily copy on the register that the data was copied to.',
  }),
  tail: () => ({
    cs: 'Disk této pokladny ztratil poslední zápisy, nebo na něj někdo vrátil starší data. Pokladna si je stahuje od ostatních.',
    en: 'The disk of this register has lost the last commits, or somebody has put older data on it. They are being drawn from the others.',
    hintCs:
      'Zavolejte technika: ať vymění disk a zkontroluje poslední účtenky této pokladny. Data se obnovují příkazem kasad restore.',
    hintEn:
      'Call the technician to replace the disk and to check the last receipts of this register. Data is restored by kasad restore.',
  }),
  commit: () => ({
    cs: 'Změny z ostatních pokladen se nedaří zapsat.',
    en: 'Changes from the other registers cannot be written.',
    hintCs: 'Zkontrolujte místo na disku. Když hlášení nezmizí, zavolejte technika.',
    hintEn: 'Look whether there is room on the disk. If this does not go away, call the technician.',
  }),
};

const foreignBackoffice: Words = {
  cs: 'BackOffice posílá zprávy, kterým tato pokladna nerozumí. Prodává se dál, změny z něj nepřicházejí.',
  en: 'The backoffice sends messages that this register does not understand. Sales go on; its changes do not come.',
  hintCs: 'Nainstalujte na pokladnu i do BackOffice současnou verzi programu.',
  hintEn: 'Install the current version on the register and in the backoffice.',
};

/** Over a backoffice the rest cannot happen, or is said of this register. */
const OF_BACKOFFICE: Partial<Record<Trouble, Words>> = {
  differs: {
    cs: 'Data této pokladny a BackOffice se lišila. Opravují se sama.',
    en: 'The data of this register and of the backoffice differed. They are being repaired by themselves.',
    hintCs: 'Když hlášení do dvou hodin nezmizí, zavolejte technika: disk pokladny může být vadný.',
    hintEn: 'If this does not go away within two hours, call the technician: the disk may be failing.',
  },
  protocol: foreignBackoffice,
  message: foreignBackoffice,
  crowd: foreignBackoffice,
  retired: {
    cs: 'Obchod byl od tohoto BackOffice odpojen. Prodává se dál, do BackOffice se nic neposílá.',
    en: 'The shop was disconnected from this backoffice. Sales go on; nothing is sent to it.',
    hintCs: 'Má-li se vrátit, připojte pokladnu novým kódem: Nastavení → Backoffice.',
    hintEn: 'If it shall return, join the register by a new code: Settings → Backoffice.',
  },
};

function agreement(
  first: { trouble: Trouble; registerId: string } | undefined,
  notShown: boolean,
): HealthPart {
  const id = 'registers-agree';
  if (first) {
    const { trouble, registerId } = first;
    const words = (isBackoffice(registerId) && OF_BACKOFFICE[trouble]) || WORDS[trouble](registerId);
    return { id, state: 'attention', ...words };
  }
  if (notShown) {
    return {
      id,
      state: 'attention',
      cs: 'Některé změny z ostatních pokladen jsou uložené, ale ještě nejsou vidět.',
      en: 'Some changes from the other registers are kept but not shown yet.',
      hintCs: 'Mimo provoz restartujte pokladnu. Když hlášení nezmizí, zavolejte technika.',
      hintEn: 'Restart the register out of hours. If this does not go away, call the technician.',
    };
  }
  return { id, ...well, cs: 'Pokladny mají stejná data.', en: 'The registers hold the same data.' };
}
