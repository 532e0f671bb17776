import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { RunningBackoffice } from '../../backoffice/backoffice.ts';
import type { Opener } from '../../backoffice/database/both.fixture.ts';
import { makeStore, pairRegister, startTestBackoffice } from '../../backoffice/server.fixture.ts';
import { type Box, openPub, type Paired, type Pub } from './pub.ts';
import { type ServerProcess, startProcess } from './server-process.ts';

export interface Sums {
  readonly receipts: number;
  readonly total_haler: number;
}

/** Registers with real databases against the real server, over a line with faults; anew for each test. */
export interface Outage {
  readonly pub: Pub;
  readonly backoffice: RunningBackoffice;
  readonly store: string;
  pair(box: Box): Promise<Paired>;
  begin(...boxes: Box[]): Promise<void>;
  /** Three registers, and each hears the others. */
  three(): [Box, Box, Box];
  inStep(...boxes: readonly Box[]): Promise<void>;
  /** What the server holds: facts as they came, the history, and the cube of takings. */
  upstream(): Promise<{ facts: Sums; history: Sums; takings: number | undefined }>;
  /** In all three of them. */
  expectAllThere(all: Sums): Promise<void>;
  /** Meanwhile the server is a process of its own at the same address, to be killed and started at will. */
  asProcess(
    flags: readonly string[],
    run: (start: () => Promise<ServerProcess>) => Promise<void>,
  ): Promise<void>;
}

export function outage(open: Opener): Outage {
  let pub: Pub;
  let folder: string;
  let backoffice: RunningBackoffice;
  let store: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kasad-outage-'));
    pub = openPub();
    backoffice = await startTestBackoffice(await open.url(), { world: pub.world });
    store = await makeStore(backoffice, 'Hospoda U Lípy', 'jana@example.cz');
  });
  afterEach(async () => {
    await pub.end();
    await backoffice.stop();
    rmSync(folder, { recursive: true });
  });

  async function upstream() {
    return backoffice.database.read(async (sql) => {
      const one = async (text: string) => (await sql.get<Sums>(text, store)) as Sums;
      const facts = await sql.all<{ body: string }>(
        "SELECT body FROM fact WHERE store = ? AND kind = 'receipt'",
        store,
      );
      return {
        facts: {
          receipts: facts.length,
          total_haler: facts.reduce((sum, { body }) => sum + JSON.parse(body).total_haler, 0),
        },
        history: await one(
          'SELECT COUNT(*) AS receipts, SUM(total_haler) AS total_haler FROM receipt WHERE store = ?',
        ),
        takings: (
          await sql.get<{ total_haler: number }>(
            "SELECT SUM(amount_haler) AS total_haler FROM taking WHERE store = ? AND dimension = 'total' AND key = 'all'",
            store,
          )
        )?.total_haler,
      };
    });
  }

  const it: Outage = {
    get pub() {
      return pub;
    },
    get backoffice() {
      return backoffice;
    },
    get store() {
      return store;
    },
    pair: (box) => pairRegister(backoffice, store, box.id, { origin: box.replication.origin }),
    async begin(...boxes) {
      const paired = new Map<Box, Paired>();
      for (const box of boxes) paired.set(box, await it.pair(box));
      for (const [box, as] of paired) box.begin(as);
    },
    three() {
      const [a, b, c] = ['p1', 'p2', 'p3'].map((id) => pub.open(id)) as [Box, Box, Box];
      pub.link(a, b);
      pub.link(b, c);
      pub.link(a, c);
      return [a, b, c];
    },
    inStep: (...boxes) =>
      pub.until(() =>
        boxes.every(({ session }) => {
          const { waiting, coming, fault, attempting } = session.standing();
          return !attempting && waiting === 0 && coming === 0 && fault === null;
        }),
      ),
    upstream,
    async expectAllThere(all) {
      expect(await upstream()).toEqual({ facts: all, history: all, takings: all.total_haler });
    },
    async asProcess(flags, run) {
      const { url } = backoffice;
      const database = await open.url();
      let server: ServerProcess | undefined;
      await backoffice.stop();
      try {
        await run(async () => {
          server = await startProcess(url, { folder, database, flags });
          return server;
        });
      } finally {
        await server?.kill();
        backoffice = await startTestBackoffice(database, { world: pub.world });
      }
    },
  };
  return it;
}

/** All receipts that a register holds, whoever has sold them, read from its own rows. */
export function sumsOf({ store: { db } }: Box): Sums {
  return db
    .prepare<[], Sums>(
      `SELECT count(DISTINCT id) AS receipts, sum(json_extract(body, '$.total_haler')) AS total_haler
       FROM fact WHERE kind = 'receipt'`,
    )
    .get() as Sums;
}

export const sold = (...boxes: readonly Box[]): Sums => {
  const receipts = boxes.flatMap(({ till }) => till.receipts);
  return {
    receipts: receipts.length,
    total_haler: receipts.reduce((sum, { total_haler }) => sum + total_haler, 0),
  };
};

/** Of all that a register holds, in characters: what a backlog would fill if it were read at once. */
export const charsOf = ({ store: { db } }: Box): number =>
  db.prepare<[], number>('SELECT sum(length(body)) FROM fact').pluck().get() as number;
