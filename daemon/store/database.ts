import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { BaseLogger } from 'pino';
import { createJournal } from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Words } from '../http/contract.ts';
import { runBeside } from './beside.ts';
import { BUILT_MS } from './built-ms.ts';
import { createCensusTaker } from './census.ts';
import { createCopier } from './copies.ts';
import { diskRefusal, isDamage } from './disk-fault.ts';
import { cleanMark, databaseFile, keepPrivate, listCopies, listSetAside, setAside } from './files.ts';
import { lockFolder } from './folder-lock.ts';
import { writeRefusal } from './may-write.ts';
import { MIGRATIONS, type Migration, migrate } from './migrations.ts';
import type { Store } from './store.ts';
import { createTransactions } from './transaction.ts';

export { BUILT_MS };

/**
 * Versions 3.7.0–3.51.2 can corrupt a database in WAL mode when two connections meet a checkpoint
 * (https://www.sqlite.org/wal.html, "the WAL-reset bug").
 */
const MIN_SQLITE = [3, 51, 3] as const;

export interface StoreOptions {
  /** Made when it is not there. */
  readonly dir: string;
  readonly world: World;
  /** The wall clock as stamps know it, when that is not the box's. */
  readonly stamp_ms?: () => number;
  readonly log: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
  readonly migrations?: readonly Migration[];
  /** A larger database that was closed in good order is checked beside the running register, not before it. */
  readonly checkBeside_bytes?: number;
}

/**
 * Opens the register's database. Throws a Refusal `already-running`, `database-damaged` (the damaged file is
 * kept), `database-newer`, `sqlite-too-old` or `disk-full`.
 */
export function openStore(options: StoreOptions): Store {
  const { dir, world, log, migrations = MIGRATIONS, checkBeside_bytes = 16_000_000 } = options;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(dir);
  let db: Database.Database | undefined;
  let sound = true;
  try {
    const wasClean = existsSync(cleanMark(dir));
    rmSync(cleanMark(dir), { force: true });
    const beside = wasClean && sizeOf(databaseFile(dir)) > checkBeside_bytes;
    db = openSound(dir, world, !beside);
    let stopCheck = () => {};
    if (beside) {
      stopCheck = checkBeside(databaseFile(dir), () => {
        sound = false;
        log.error('the database is damaged: it will be put away at the next start');
      });
    }
    migrate(db, migrations);
    const open = db;
    const { noteNews, ...transactions } = createTransactions(db, (error) =>
      log.error({ err: error }, 'a follower of a commit failed'),
    );
    const journal = createJournal(db, {
      wall_ms: options.stamp_ms ?? (() => world.wall_ms()),
      built_ms: BUILT_MS,
      mintOrigin: () => mintOrigin(world),
      refusal: writeRefusal,
      onAdded: noteNews,
    });
    return {
      db,
      journal,
      ...transactions,
      census: createCensusTaker(databaseFile(dir)),
      copy: createCopier(dir, world, log),
      sound: () => sound,
      close() {
        stopCheck();
        open.close();
        if (sound) writeFileSync(cleanMark(dir), '');
        unlock();
      },
    };
  } catch (error) {
    db?.close();
    unlock();
    throw diskRefusal(error);
  }
}

export function mintOrigin(world: World): string {
  return Buffer.from(world.bytes(8)).toString('hex');
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** quick_check reads the whole file: seconds that a start does not have, once there are years of receipts. */
function checkBeside(file: string, onDamage: () => void): () => void {
  const { answer, stop } = runBeside<boolean>(new URL('./check-process.ts', import.meta.url), [file]);
  answer.then(
    (isSound) => {
      if (!isSound) onDamage();
    },
    // A check that could not be made says nothing of the database.
    () => {},
  );
  return stop;
}

/** An open database; with `check`, one of which quick_check says nothing bad. */
function openSound(dir: string, world: World, check: boolean): Database.Database {
  const file = databaseFile(dir);
  // After damage the file is gone from its place, or a failing disk has left nothing of it. A new, empty one must not take it by itself: it would give
  // out the same receipt numbers again.
  if (sizeOf(file) === 0 && (listCopies(dir).length > 0 || listSetAside(dir).length > 0)) {
    throw damaged(
      dir,
      {
        cs: 'Data pokladny nejsou na svém místě.',
        en: 'The data of the register are not where they belong.',
      },
      listSetAside(dir)[0],
    );
  }
  keepPrivate(file);
  const db = new Database(file, { timeout: 5000 });
  try {
    requireSqlite(db);
    applyPragmas(db);
    if (!check) return db;
    const verdict = db.pragma('quick_check(1)', { simple: true });
    if (verdict === 'ok') return db;
  } catch (error) {
    if (!isDamage(error)) {
      db.close();
      throw error;
    }
  }
  const kept = setAside(dir, 'damaged', world.wall_ms());
  db.close();
  throw damaged(
    dir,
    { cs: 'Soubor s daty pokladny je poškozený.', en: 'The file with the data of the register is damaged.' },
    kept,
  );
}

function applyPragmas(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('wal_autocheckpoint = 1000');
  db.pragma('journal_size_limit = 16777216');
  db.pragma('temp_store = MEMORY');
  db.pragma('mmap_size = 0');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
}

export function requireSqlite(db: Database.Database): void {
  const version = db.prepare<[], string>('SELECT sqlite_version()').pluck().get() as string;
  if (isOldSqlite(version)) {
    throw new Refusal(
      500,
      'sqlite-too-old',
      {
        cs: `Knihovna SQLite ${version} může poškodit data. Pokladna se proto nespustila.`,
        en: `The SQLite library ${version} may damage the data. Therefore the register did not start.`,
      },
      {
        cs: `Nainstalujte program znovu (npm ci); potřebuje SQLite ${MIN_SQLITE.join('.')} nebo novější.`,
        en: `Install the program anew (npm ci); it needs SQLite ${MIN_SQLITE.join('.')} or newer.`,
      },
      { version },
    );
  }
}

export function isOldSqlite(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [i, least] of MIN_SQLITE.entries()) {
    const part = parts[i] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}

function damaged(dir: string, what: Words, kept: string | undefined): Refusal {
  const copy = listCopies(dir)[0];
  return new Refusal(
    500,
    'database-damaged',
    {
      cs: `${what.cs} Pokladna se nespustila a prodávat se na ní nedá.${kept ? ` Poškozený soubor zůstal v ${kept}, nemažte ho.` : ''}`,
      en: `${what.en} The register did not start and cannot sell.${kept ? ` The damaged file is kept as ${kept}; do not delete it.` : ''}`,
    },
    copy
      ? {
          cs: `Obnovte poslední denní kopii (${path.basename(copy)}): kasad restore ${copy}. Účtenky vystavené po ní jsou jen v odloženém souboru a na papíře.`,
          en: `Restore the last daily copy (${path.basename(copy)}): kasad restore ${copy}. Receipts issued after it are only in the file set aside and on paper.`,
        }
      : {
          cs: 'Denní kopie tu žádná není. Nic nemažte a zavolejte technika.',
          en: 'There is no daily copy here. Delete nothing and call the technician.',
        },
    { kept: kept ?? null, copy: copy ?? null, command: copy ? `kasad restore ${copy}` : null },
  );
}
