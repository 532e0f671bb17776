import { type ExchangeState, held, MEMBER, type Stamp } from '../../sync/index.ts';
import type { World } from '../../world/index.ts';
import type { Sql } from '../database/database.ts';
import { countParked } from './parking.ts';
import { readVector } from './reading.ts';
import { unstage } from './taking.ts';

/** What a store's replica keeps in memory; thrown away whenever it might differ from the database. */
export interface Memory {
  readonly exchange: ExchangeState;
  /** The last reading of the own hybrid clock. */
  readonly clock: Stamp | undefined;
  /** Whether anything may lie in the stage. */
  readonly staged: boolean;
  /** No register has been heard since the process began: own numbers above may have been given out before. */
  readonly unheard: boolean;
  readonly parked: number;
  /** Databases that were put out of the shop. */
  readonly retired: ReadonlySet<string>;
}

/** Inside a transaction. A store that is asked for the first time gets a replica of its own. */
export async function remember(sql: Sql, store: string, world: Pick<World, 'bytes'>): Promise<Memory> {
  await unstage(sql, store);
  const { origin, clock, unheard } = await found(sql, store, world);
  const vv = { ...(await readVector(sql, store, 'vv')) };
  vv[origin] = held(vv, origin);
  const letOut = unheard ?? held(vv, origin);
  if (unheard === null) await sql.run('UPDATE replica SET unheard = ? WHERE store = ?', letOut, store);
  return {
    exchange: {
      origin,
      vv,
      floor: await readVector(sql, store, 'floor'),
      sponsor: undefined,
      links: [],
      heard: [],
      letOut,
      reports: {},
      agreed: {},
      pull: undefined,
    },
    clock: clock ?? undefined,
    staged: false,
    unheard: true,
    parked: await countParked(sql, store),
    retired: await readRetired(sql, store),
  };
}

interface Found {
  readonly origin: string;
  readonly clock: Stamp | null;
  readonly unheard: number | null;
}

async function found(sql: Sql, store: string, world: Pick<World, 'bytes'>): Promise<Found> {
  const there = await sql.get<Found>('SELECT origin, clock, unheard FROM replica WHERE store = ?', store);
  if (there) return there;
  const origin = mintOrigin(world);
  await sql.run(
    'INSERT INTO replica (store, origin, clock, unheard) VALUES (?, ?, NULL, NULL)',
    store,
    origin,
  );
  return { origin, clock: null, unheard: null };
}

export const mintOrigin = (world: Pick<World, 'bytes'>): string =>
  Buffer.from(world.bytes(8)).toString('hex');

export async function readRetired(sql: Sql, store: string): Promise<ReadonlySet<string>> {
  const rows = await sql.all<{ id: string }>(
    'SELECT id FROM cell WHERE store = ? AND tbl = ? AND col = ?',
    store,
    MEMBER.tbl,
    MEMBER.out,
  );
  return new Set(rows.map(({ id }) => id));
}
