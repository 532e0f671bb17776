import { createReplica, type Entry, memoryStorage, parseMessage, type Vector } from '../../sync/index.ts';
import { createPins } from '../../wire/index.ts';
import { type ManualWorld, manualWorld } from '../../world/manual.fixture.ts';
import type { Opener } from '../database/both.fixture.ts';
import type { Database } from '../database/database.ts';
import type { Replicas } from '../replica/replica.ts';
import { createReplicas } from '../replica/replicas.ts';
import { replicaSteps } from '../replica/schema.ts';
import { createStaff, type Staff } from '../staff/staff.ts';
import { createStockProjection } from '../stock/projection.ts';
import { stockSteps } from '../stock/schema.ts';
import { createStock, type Stock } from '../stock/stock.ts';
import { createPriceList, type PriceList } from './price-list.ts';
import { createPriceListProjection } from './projection.ts';
import { priceListSteps } from './schema.ts';
import type { SpeakingRegister } from './spread.ts';

export const ZONE = 'Europe/Prague';
export const jana = { name: 'Jana Nováková' };
export const petr = { name: 'Petr Malý' };

/** A backoffice as far as price list, staff and stock go, and registers that are replicas and no more. */
export interface TestStore {
  readonly database: Database;
  readonly world: ManualWorld;
  readonly replicas: Replicas;
  readonly list: PriceList;
  readonly staff: Staff;
  readonly stock: Stock;
  /** What the registers are known as. */
  readonly registers: SpeakingRegister[];
  register(id: string): TestRegister;
}

export interface TestRegister {
  readonly origin: string;
  vector(): Vector;
  /** Sets cells as a register does: those given, and who set them. */
  set(tbl: string, id: string, fields: Readonly<Record<string, unknown>>, by?: string): void;
  write(entries: readonly Entry[]): void;
  value(tbl: string, id: string, col: string): unknown;
  /** Until neither has anything to say. */
  exchange(store?: string): Promise<void>;
}

export async function openStore(open: Opener): Promise<TestStore> {
  const database = await open();
  await database.migrate([...replicaSteps, ...priceListSteps, ...stockSteps]);
  return startStore(database);
}

/** On a database that has its tables. */
export function startStore(database: Database, world = manualWorld()): TestStore {
  const registers: SpeakingRegister[] = [];
  const projections = [createPriceListProjection(), createStockProjection()];
  const replicas = createReplicas({ database, world, projections });
  const list = createPriceList({
    database,
    replicas,
    registers: { list: async () => registers },
    world,
    zone: ZONE,
  });
  const pins = createPins({ bytes: world.bytes, cost: 1 });
  return {
    database,
    world,
    replicas,
    list,
    staff: createStaff(list.desk, pins, world),
    stock: createStock(list.desk),
    registers,
    register(id) {
      const origin = `origin-${id}`;
      const storage = memoryStorage(origin);
      const replica = createReplica({ storage, wall_ms: () => world.wall_ms(), built_ms: 0 });
      const register: SpeakingRegister = {
        ...{ id, name: `Pokladna ${id}`, origin, revoked_ms: null },
        ...{ vv: null, vv_ms: null, report: null, report_ms: null },
      };
      registers.push(register);
      const write = (entries: readonly Entry[]) => {
        const written = replica.write(entries);
        if (!written.ok) throw new Error(written.fault);
      };
      return {
        origin,
        vector: () => storage.vector(),
        write,
        set: (tbl, record, fields, by = 'petr') =>
          write(
            Object.entries({ ...fields, changedBy: by }).map(
              ([col, value]): Entry => ({ is: 'cell', tbl, id: record, col, value }),
            ),
          ),
        value(tbl, record, col) {
          const cell = storage.cell(tbl, record, col);
          return cell && JSON.parse(cell.val);
        },
        async exchange(store = 'shop') {
          const there = await replicas.of(store);
          replica.unlink(there.origin);
          let said = replica.link(there.origin);
          for (let turn = 0; turn < 20; turn++) {
            const messages = said.flatMap((output) => (output.is === 'send' ? [output.message] : []));
            if (messages.length === 0) return;
            const answer = await there.exchange(id, origin, JSON.parse(JSON.stringify(messages)));
            said = answer.messages.flatMap((message) => {
              const parsed = parseMessage(JSON.stringify(message));
              if (!parsed.ok) throw new Error(parsed.fault);
              return replica.receive(parsed.message);
            });
          }
          throw new Error('the two never come to an end');
        },
      };
    },
  };
}

export const coffee = {
  name: 'Černá káva',
  shortName: 'Káva',
  price_haler: 5_500,
  vatClass: 'standard',
  categoryId: 'napoje',
  unit: 'ks' as const,
  plu: '12',
  eans: [] as string[],
  weighedEanPrefix: null,
  labels: [] as string[],
  allergens: [] as number[],
  hue: null,
  route: null,
  soldOut: false,
  openPrice: false,
  stocked: false,
  prepaid: false,
};
export const drinks = { name: 'Nápoje', hue: 40, position: 1, route: 'bar' };

let made = 0;
export const newId = () => `10000000-0000-4000-8000-${(++made).toString(16).padStart(12, '0')}`;
