import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import { isSoundCopy } from './copy-file.ts';
import { diskRefusal } from './disk-fault.ts';
import { asidePath, cleanMark, databaseFile, keepPrivate, listSetAside, syncPath } from './files.ts';
import { lockFolder } from './folder-lock.ts';
import { MIGRATIONS, versionOf } from './migrations.ts';
import { restoreCopy } from './restore.ts';
import { type Difference, differenceOf, interruptJobs } from './since-copy.ts';
import { leaveOneFile, listUpgradeCopies } from './upgrade-copy.ts';

export interface PutBack {
  readonly copy: string;
  /** The newer database, which is kept. */
  readonly setAside: string | null;
}

/**
 * Brings the database of a newer program back to what this one can read, from the copy taken before the upgrade; the
 * register not running. Null when this program reads the database as it is. Throws a Refusal `no-copy`, `would-lose`
 * when anything was sold, sent to the tax authority or otherwise done for good since the copy, or `already-running`;
 * then nothing has changed. Killed in the middle, it is done again.
 */
export function putBack(options: {
  readonly dir: string;
  readonly world: World;
  /** Up to which step of the database's shape this program reads. */
  readonly reads?: number;
}): PutBack | null {
  const { dir, world, reads = MIGRATIONS.length } = options;
  const file = databaseFile(dir);
  const unlock = lockFolder(dir);
  let difference: Difference;
  let copy: string;
  const back = `${file}.back`;
  try {
    // Gone only in the midst of a restore: then the newer one lies aside already, and nothing of it was lost.
    const present = existsSync(file) ? file : listSetAside(dir)[0];
    if (present === undefined || stepOf(present) <= reads) return null;
    copy = newestReadable(dir, reads);
    difference = differenceOf(present, copy);
    if (difference.lost.length > 0) throw wouldLose(difference.lost);
    rmSync(back, { force: true });
    copyFileSync(copy, back);
    keepPrivate(back);
    interruptJobs(back, difference.jobs);
    syncPath(back);
    rmSync(cleanMark(dir), { force: true });
    if (!difference.named && present === file) return replace(dir, back, copy, world);
  } catch (error) {
    throw diskRefusal(error);
  } finally {
    unlock();
  }
  // It has used numbers that siblings may have seen: the copy must not give them to something else.
  const { setAside } = restoreCopy({ dir, world, from: back });
  rmSync(back, { force: true });
  return { copy, setAside };
}

/** At every moment one of the two has the database's name. */
function replace(dir: string, back: string, copy: string, world: World): PutBack {
  const file = databaseFile(dir);
  leaveOneFile(file);
  const setAside = asidePath(dir, 'replaced', world.wall_ms());
  rmSync(setAside, { force: true });
  linkSync(file, setAside);
  renameSync(back, file);
  syncPath(dir);
  return { copy, setAside };
}

function newestReadable(dir: string, reads: number): string {
  const copy = listUpgradeCopies(dir).find((one) => isSoundCopy(one) && stepOf(one) <= reads);
  if (copy !== undefined) return copy;
  throw new Refusal(
    404,
    'no-copy',
    {
      cs: 'Data zapsala novější verze programu a kopie z doby před ní tu není. Nic se nezměnilo.',
      en: 'The data were written by a newer version of the program, and there is no copy from before it. Nothing was changed.',
    },
    {
      cs: 'Nainstalujte zpět novější verzi.',
      en: 'Install the newer version again.',
    },
  );
}

function stepOf(file: string): number {
  const db = new Database(file);
  try {
    return versionOf(db);
  } finally {
    db.close();
  }
}

function wouldLose(lost: Difference['lost']): Refusal {
  return new Refusal(
    409,
    'would-lose',
    {
      cs: `Novější verze programu už zapsala, co kopie z doby před ní nemá: ${lost.map(({ cs }) => cs).join(', ')}. Data se proto nevrátila, nic se nezměnilo.`,
      en: `The newer version of the program has already written what the copy from before it does not have: ${lost.map(({ en }) => en).join(', ')}. Therefore the data were not put back; nothing was changed.`,
    },
    {
      cs: 'Nechte běžet novější verzi, nebo nainstalujte ještě novější.',
      en: 'Let the newer version run, or install a still newer one.',
    },
  );
}
