import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, freemem, loadavg, release, totalmem, uptime } from 'node:os';
import Database from 'better-sqlite3';
import { strToU8, zipSync } from 'fflate';
import { censored } from '../../../wire/index.ts';
import { databaseFile } from '../../store/files.ts';
import { databaseFacts, folderFacts, queueFacts } from './database-facts.ts';
import { journalLines, shownLines } from './log-lines.ts';
import { createScrubber, type Scrub, scrubbed } from './scrubber.ts';
import { sensitiveOf } from './secrets-of.ts';

/** What is known of the register besides what lies on its disk; null or empty where it does not run. */
export interface BundleTask {
  readonly dir: string;
  readonly version: string;
  readonly wall_ms: number;
  readonly config: unknown;
  /** Answers of the running register by what they are about: health, siblings, backoffice, devices, doctor. */
  readonly views: Readonly<Record<string, unknown>>;
  /** The last lines of the log; the journal's are better where there is one. */
  readonly lines: readonly string[];
}

/**
 * One .zip for support: how the register is, and nothing of what it has sold, to whom and by whom. What is put in is
 * chosen, and what is chosen is then searched for secrets and people all the same.
 */
export function makeBundle(task: BundleTask): Uint8Array {
  const db = openReadOnly(task.dir);
  try {
    const { secrets, people } = sensitiveOf(db, task.dir);
    const strict = createScrubber(secrets, people);
    // Names of tables and columns are words as well, and nobody's.
    const plain = createScrubber(secrets, []);
    const files: Record<string, string> = {
      'prectete-si.txt': README,
      'verze.json': text(versions(task), plain),
      'nastaveni.json': text(censored(task.config), strict),
      'slozka.json': text(folderFacts(task.dir), plain),
      'zaznam.jsonl': shownLines(journalLines() ?? task.lines, strict),
    };
    for (const [name, view] of Object.entries(task.views))
      files[`${name}.json`] = text(censored(view), strict);
    if (db) Object.assign(files, ofDatabase(db, task, plain));
    return zipSync(
      Object.fromEntries(Object.entries(files).map(([name, content]) => [name, strToU8(content)])),
      { level: 9, mtime: new Date(Math.max(task.wall_ms, Date.UTC(1980, 0, 2))) },
    );
  } finally {
    db?.close();
  }
}

function ofDatabase(db: Database.Database, { wall_ms }: BundleTask, scrub: Scrub): Record<string, string> {
  try {
    const { schema, ...facts } = databaseFacts(db);
    return {
      'databaze.json': text(facts, scrub),
      'databaze.sql': schema.map((one) => `${one};\n`).join(''),
      'fronty.json': text(queueFacts(db, wall_ms), scrub),
    };
  } catch (error) {
    // A damaged database is a reason to make a bundle, not one to make none.
    return { 'databaze.json': text({ fault: (error as { code?: string }).code ?? 'unreadable' }, scrub) };
  }
}

function versions({ version, wall_ms }: BundleTask): object {
  return {
    kasad: version,
    node: process.version,
    system: existsSync('/etc/os-release')
      ? /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
      : null,
    kernel: release(),
    arch: arch(),
    processor: cpus()[0]?.model ?? null,
    processors: cpus().length,
    memory_MB: Math.round(totalmem() / 1024 / 1024),
    freeMemory_MB: Math.round(freemem() / 1024 / 1024),
    load: loadavg(),
    boxUptime_s: Math.round(uptime()),
    at: new Date(wall_ms).toISOString(),
  };
}

function openReadOnly(dir: string): Database.Database | null {
  try {
    return new Database(databaseFile(dir), { readonly: true, fileMustExist: true, timeout: 5_000 });
  } catch {
    return null;
  }
}

const text = (value: unknown, scrub: Scrub): string =>
  `${JSON.stringify(scrubbed(value ?? null, scrub), null, 1)}\n`;

const README = `Balík pro podporu pokladny kasad

Je v něm, jak na tom pokladna je: verze, nastavení, stav, fronty, podoba databáze a záznam o běhu.
Není v něm, co se prodalo: žádné účtenky, jména hostů ani obsluhy, poznámky, PINy, hesla, klíče ani certifikáty.
Kde by v záznamu stály, je napsáno [odstraněno].

verze.json      program, systém a přístroj
nastaveni.json  soubor s nastavením, bez hesel
health.json     co pokladna hlásí (je-li tu: sousedé siblings.json, BackOffice backoffice.json, kontrola doctor.json)
fronty.json     kolik čeká na tisk a na evidenci a jak dlouho
databaze.json   počty záznamů; databaze.sql tabulky bez obsahu
slozka.json     soubory ve složce s daty, jen jména a velikosti
zaznam.jsonl    záznam o běhu
`;
