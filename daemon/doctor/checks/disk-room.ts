import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const MB = 1024 * 1024;
/** The limits of the status bar, daemon/box-health.ts. */
const LITTLE_BYTES = 500 * MB;
const NONE_BYTES = 30 * MB;
/** Each receipt needs none, but journals, copies and the system's own files do. */
const LITTLE_INODES = 2_000;

const full: Indicator = {
  id: 'disk-full',
  area: 'disk',
  state: 'fault',
  what: {
    cs: 'Disk s daty je plný, zbývá {left}. Další účtenka se nemusí uložit.',
    en: 'The disk with the data is full: {left} left. The next receipt may not be saved.',
  },
  remedy: {
    cs: 'Uvolněte místo: smažte staré soubory, které k pokladně nepatří, a spusťte „sudo apt clean“ a „sudo journalctl --vacuum-size=100M“. Ve složce s daty nic nemažte. Nestačí-li to, vyměňte disk za větší.',
    en: 'Make room: delete old files that do not belong to the register, and run “sudo apt clean” and “sudo journalctl --vacuum-size=100M”. Delete nothing in the data folder. If that is not enough, put in a larger disk.',
  },
};
const low: Indicator = {
  id: 'disk-low',
  area: 'disk',
  state: 'attention',
  what: {
    cs: 'Na disku s daty dochází místo, zbývá {left}.',
    en: 'The disk with the data is filling up: {left} left.',
  },
  remedy: {
    cs: 'Uvolněte místo dřív, než se disk zaplní: smažte, co k pokladně nepatří, spusťte „sudo apt clean“. Ve složce s daty nic nemažte.',
    en: 'Make room before the disk is full: delete what does not belong to the register, run “sudo apt clean”. Delete nothing in the data folder.',
  },
};
const noInodes: Indicator = {
  id: 'disk-no-inodes',
  area: 'disk',
  state: 'fault',
  what: {
    cs: 'Na disku s daty už nejde založit soubor (zbývá {inodes} z {of}), i když místo ještě je.',
    en: 'No more files can be made on the disk with the data ({inodes} of {of} left), although there is room.',
  },
  remedy: {
    cs: 'Někde leží obrovské množství malých souborů. Najdete je příkazem „sudo du --inodes -x / | sort -n | tail“ a smažete; do složky s daty nesahejte.',
    en: 'A huge number of small files lies somewhere. Find them by “sudo du --inodes -x / | sort -n | tail” and delete them; leave the data folder alone.',
  },
};

export interface Room {
  readonly left_bytes: number;
  /** Zero where the file system does not count them. */
  readonly inodes: number;
  readonly inodesLeft: number;
}

export function judgeRoom({ left_bytes, inodes, inodesLeft }: Room): Finding[] {
  const left = `${Math.floor(left_bytes / MB)} MB`;
  const findings: Finding[] = [];
  if (left_bytes < NONE_BYTES) findings.push(found(full, { left }));
  else if (left_bytes < LITTLE_BYTES) findings.push(found(low, { left }));
  if (inodes > 0 && inodesLeft < Math.min(LITTLE_INODES, inodes / 100)) {
    findings.push(found(noInodes, { inodes: inodesLeft, of: inodes }));
  }
  return findings;
}

export const diskRoom: Check = {
  id: 'disk-room',
  area: 'disk',
  indicators: [full, low, noInodes],
  well: { cs: 'Na disku je dost místa: {left}.', en: 'There is room on the disk: {left}.' },
  async look({ files, dir }) {
    const of = await files.statfs(dir);
    if (!of) return null;
    const room = { left_bytes: of.bavail * of.bsize, inodes: of.files, inodesLeft: of.ffree };
    const left = `${Math.floor(room.left_bytes / 1024 / MB)} GB`;
    return { findings: judgeRoom(room), facts: { left, left_bytes: room.left_bytes } };
  },
};
