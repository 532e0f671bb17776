import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { type Cluster, startCluster } from './cluster.fixture.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open.ts';

export interface Opener {
  /**
   * An open database, empty at first. In one test the same name is the same database, to be closed and opened again;
   * after it everything is closed and gone.
   */
  (name?: string): Promise<Database>;
  url(name?: string): Promise<string>;
  readonly kind: Database['kind'];
}

let cluster: Promise<Cluster> | undefined;
let made = 0;

/** PostgreSQL of this file of tests, started by the first test that needs it. */
export function theCluster(): Promise<Cluster> {
  cluster ??= startCluster();
  return cluster;
}

afterAll(async () => (await cluster)?.remove(), 60_000);

/** Runs the suite twice: over SQLite in a file and over PostgreSQL. */
export function describeBoth(name: string, suite: (open: Opener) => void): void {
  describe(`${name} (SQLite)`, () => suite(sqliteOpener()));
  describe(`${name} (PostgreSQL)`, () => suite(postgresOpener()));
}

export function sqliteOpener(): Opener {
  const dir = mkdtempSync(path.join(tmpdir(), 'kasad-sqlite-'));
  let nth = 0;
  afterEach(() => void nth++);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return opener('sqlite', async (name) => `sqlite:${path.join(dir, `${nth}-${name}.db`)}`);
}

export function postgresOpener(): Opener {
  const names = new Map<string, string>();
  // A busy machine takes its time to make a server.
  beforeAll(async () => void (await theCluster()), 120_000);
  afterEach(async () => {
    const server = await theCluster();
    for (const database of names.values()) await server.drop(database);
    names.clear();
  });
  return opener('postgres', async (name) => {
    const database = names.get(name) ?? `t${++made}`;
    names.set(name, database);
    return (await theCluster()).url(database);
  });
}

function opener(kind: Database['kind'], urlOf: (name: string) => Promise<string>): Opener {
  const opened: Database[] = [];
  // Before the databases are thrown away: hooks run in the reverse order of their making.
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });
  const open = async (name = 'one') => {
    const database = await openDatabase({ url: await urlOf(name) });
    opened.push(database);
    return database;
  };
  return Object.assign(open, { url: (name = 'one') => urlOf(name), kind });
}
