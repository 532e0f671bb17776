import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ANY_SPONSOR, membersOf, sqliteStorage } from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import { restoredSales } from '../eet/schema.ts';
import { raiseNumbers } from '../ledger/numbers.ts';
import { isSoundCopy, registerOf } from './copy-file.ts';
import { mintOrigin } from './database.ts';
import { diskRefusal } from './disk-fault.ts';
import { databaseFile, keepPrivate, listCopies, listSetAside, setAside, syncPath } from './files.ts';
import { lockFolder } from './folder-lock.ts';
import { MIGRATIONS, migrate } from './migrations.ts';

export interface Restored {
  /** The copy it was restored from. */
  readonly copy: string;
  /** The database that it takes the place of; null when there was none. */
  readonly setAside: string | null;
  /** The last receipt number of each series that counts as used. */
  readonly lastNumbers: readonly string[];
}

/**
 * Puts a copy in the place of the database, the daemon not running. Without `from` it is the newest sound daily
 * copy. The restored database gets a new origin, because its siblings may already hold what it has forgotten,
 * and leaves out the receipt numbers given out since. Throws a Refusal `no-copy`, `copy-damaged`, `other-register`,
 * `database-newer` or `already-running`; then the database is where it was. Killed in the middle, it is done again.
 */
export function restoreCopy(options: {
  readonly dir: string;
  readonly world: World;
  readonly from?: string;
  /** Of the box; a copy of another register is refused. */
  readonly registerId?: string;
}): Restored {
  const { dir, world, from, registerId } = options;
  const unlock = lockFolder(dir);
  const file = databaseFile(dir);
  const part = `${file}.part`;
  try {
    const copy = from ?? listCopies(dir).find(isSoundCopy);
    if (copy === undefined || !existsSync(copy)) {
      throw new Refusal(
        404,
        'no-copy',
        {
          cs: 'Kopie, ze které by se dala data obnovit, tu není.',
          en: 'There is no copy here from which the data could be restored.',
        },
        {
          cs: 'Zadejte cestu ke kopii: kasad restore SOUBOR.',
          en: 'Give the path of a copy: kasad restore FILE.',
        },
      );
    }
    if (!isSoundCopy(copy)) {
      throw new Refusal(
        409,
        'copy-damaged',
        {
          cs: `Kopie ${copy} je poškozená, nic se nezměnilo.`,
          en: `The copy ${copy} is damaged; nothing was changed.`,
        },
        { cs: 'Vyberte jinou, starší kopii.', en: 'Choose another, older copy.' },
      );
    }
    for (const suffix of ['', '-wal', '-shm']) rmSync(part + suffix, { force: true });
    copyFileSync(copy, part);
    keepPrivate(part);
    requireFitting(part, registerId);
    const aside = existsSync(file) ? setAside(dir, 'replaced', world.wall_ms()) : listSetAside(dir)[0];
    const others = listSetAside(dir).filter((other) => other !== aside);
    const lastNumbers = prepare(part, aside, others, world);
    syncPath(part);
    renameSync(part, file);
    syncPath(dir);
    return { copy, setAside: aside ?? null, lastNumbers };
  } catch (error) {
    throw diskRefusal(error);
  } finally {
    unlock();
  }
}

/**
 * Before anything is put away: this program can read the copy, and it is of this register. Throws a Refusal
 * `database-newer` or `other-register`.
 */
function requireFitting(part: string, registerId: string | undefined): void {
  const db = new Database(part);
  try {
    db.pragma('journal_mode = DELETE');
    migrate(db, MIGRATIONS);
    const of = registerOf(db);
    if (registerId === undefined || of === undefined || of === registerId) return;
    throw new Refusal(
      409,
      'other-register',
      {
        cs: `Kopie je z pokladny ${of}, tato je ${registerId}. Vydávala by dál účtenky v její řadě. Nic se nezměnilo.`,
        en: `The copy is of the register ${of}, this one is ${registerId}. It would go on issuing receipts in its series. Nothing was changed.`,
      },
      {
        cs: `Vyberte kopii této pokladny. Má-li tato nahradit pokladnu ${of}, dejte jí v souboru s nastavením stejné id a řadu; tu starou už nezapínejte.`,
        en: `Choose a copy of this register. If it is to replace ${of}, give it the same id and series in the configuration; do not switch the old one on again.`,
      },
      { of, registerId },
    );
  } finally {
    db.close();
  }
}

/** Gives the copy its new identity and numbers; leaves one file without a log beside it. */
function prepare(part: string, aside: string | undefined, others: readonly string[], world: World): string[] {
  const db = new Database(part);
  const lost = aside === undefined ? null : openLost(aside);
  const earlier = others.map(openLost);
  try {
    const lastNumbers = raiseNumbers(
      db,
      lost,
      earlier.filter((one) => one !== null),
    );
    renameOrigin(db, mintOrigin(world));
    db.exec(restoredSales);
    return lastNumbers;
  } finally {
    lost?.close();
    for (const one of earlier) one?.close();
    db.close();
  }
}

/**
 * Where the copy knows of other registers, everything has to be drawn from one of them before cells may be changed
 * here: it may still hold what the shop has deleted since. A register that was alone has nobody to wait for.
 */
function renameOrigin(db: Database.Database, origin: string): void {
  if (db.prepare('SELECT 1 FROM replica').get() === undefined) return;
  const storage = sqliteStorage(db);
  const others = membersOf(storage).filter((member) => member !== storage.origin());
  storage.commit({ origin, sponsor: others.length > 0 ? ANY_SPONSOR : null });
}

function openLost(file: string): Database.Database | null {
  try {
    return new Database(file, { readonly: true });
  } catch {
    return null;
  }
}
