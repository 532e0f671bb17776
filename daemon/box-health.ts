import { statfsSync } from 'node:fs';
import type { World } from '../world/index.ts';
import type { HealthPart } from './http/contract.ts';
import type { HealthSource } from './http/health.ts';

const look_ms = 60_000;
const MB = 1024 * 1024;
/** Weeks of selling, and daily copies. */
const little_bytes = 500 * MB;
/** A copy no longer fits and the database is about to stop growing. */
const none_bytes = 30 * MB;

/** The box itself: room on the disk, the clock, the daily copy. */
export interface BoxHealth extends HealthSource {
  start(): void;
  stop(): void;
  /** Told how the last daily copy went. */
  copied(ok: boolean): void;
}

export interface BoxHealthOptions {
  readonly world: World;
  readonly dir: string;
  /** The clock contradicts what is already in the books. */
  readonly clockSuspect: () => boolean;
  /** Free bytes where `dir` lies; by default asked of the file system. */
  readonly free_bytes?: (dir: string) => number;
}

export function createBoxHealth(options: BoxHealthOptions): BoxHealth {
  const { world, dir, clockSuspect, free_bytes = freeBytes } = options;
  let free = Number.POSITIVE_INFINITY;
  let copyFailed = false;
  let cancel = () => {};

  function look(): void {
    free = free_bytes(dir);
    cancel = world.after(look_ms, look);
  }

  return {
    start: look,
    stop: () => cancel(),
    copied: (ok) => {
      copyFailed = !ok;
    },
    health: () => [disk(free), clock(clockSuspect()), copy(copyFailed)],
  };
}

function disk(free: number): HealthPart {
  const left = `${Math.floor(free / MB)} MB`;
  if (free < none_bytes) {
    return {
      id: 'disk',
      state: 'fault',
      cs: `Disk je plný (zbývá ${left}).`,
      en: `The disk is full (${left} left).`,
      hintCs: 'Zavolejte technika: na disku pokladny je potřeba uvolnit místo.',
      hintEn: 'Call the technician: room has to be made on the disk.',
    };
  }
  if (free < little_bytes) {
    return {
      id: 'disk',
      state: 'attention',
      cs: `Na disku dochází místo (zbývá ${left}).`,
      en: `The disk is filling up (${left} left).`,
      hintCs: 'Zavolejte technika, než se disk zaplní.',
      hintEn: 'Call the technician before it is full.',
    };
  }
  return well('disk', 'Na disku je dost místa.', 'There is room on the disk.');
}

function clock(suspect: boolean): HealthPart {
  if (!suspect) return well('clock', 'Hodiny jdou.', 'The clock is right.');
  return {
    id: 'clock',
    state: 'attention',
    cs: 'Hodiny pokladny ukazují dřívější čas než poslední účtenka.',
    en: 'The clock shows an earlier time than the last receipt.',
    hintCs: 'Nastavte datum a čas. Čísla účtenek na sebe navazují dál.',
    hintEn: 'Set date and time. Receipt numbers go on without a gap.',
  };
}

function copy(failed: boolean): HealthPart {
  if (!failed) return well('copy', 'Denní kopie dat se daří.', 'Daily copies are made.');
  return {
    id: 'copy',
    state: 'attention',
    cs: 'Denní kopie dat se nepodařila.',
    en: 'The daily copy of the data failed.',
    hintCs: 'Zavolejte technika: důvod je v záznamu pokladny.',
    hintEn: 'Call the technician: the reason is in the log.',
  };
}

function well(id: string, cs: string, en: string): HealthPart {
  return { id, state: 'ok', cs, en, hintCs: '', hintEn: '' };
}

/** Unknown counts as enough: a file system that does not tell must not stop a sale. */
function freeBytes(dir: string): number {
  try {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
