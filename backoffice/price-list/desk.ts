import type { Entry } from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { Database, Sql } from '../database/database.ts';
import type { Replicas } from '../replica/replica.ts';
import { type KnownRegister, type Places, readPlaces } from './places.ts';
import { type Clock, createShops, type Shop } from './shop.ts';
import { createViews, type Views } from './views.ts';

/** What is seen of a shop at one moment. */
export interface Sight {
  readonly sql: Sql;
  readonly shop: Shop;
  readonly places: Places;
  readonly views: Views;
}

/** The one way in which the records of a shop are read and written here. */
export interface Desk {
  readonly clock: Clock;
  look<T>(store: string, run: (sight: Sight) => T | Promise<T>): Promise<T>;
  /**
   * Inside the transaction that writes what `plan` wants, or nothing of it when that throws. Answers what `plan` says.
   * Throws a Refusal 409 `record-gone` or 503 `backoffice-behind`.
   */
  write<T>(store: string, plan: (shop: Shop, sql: Sql) => Plan<T> | Promise<Plan<T>>): Promise<T>;
}

export interface Plan<T> {
  readonly entries: readonly Entry[];
  readonly answer: T;
}

export interface DeskOptions {
  readonly database: Database;
  readonly replicas: Pick<Replicas, 'of'>;
  /** The registers of a store, as far as they were paired with it. */
  readonly registers: { list(store: string): Promise<readonly KnownRegister[]> };
  readonly clock: Clock;
}

export function createDesk({ database, replicas, registers, clock }: DeskOptions): Desk {
  const shops = createShops(clock);
  return {
    clock,
    async look(store, run) {
      // Opening it makes documents anew when this program has learnt to read more.
      const { origin: own } = await replicas.of(store);
      const known = await registers.list(store);
      return database.read(async (sql) => {
        const shop = await shops.read(sql, store);
        const places = await readPlaces(sql, store, shop, { own, registers: known, zone: clock.zone });
        return run({ sql, shop, places, views: createViews(shop, places, clock) });
      });
    },
    async write<T>(store: string, plan: (shop: Shop, sql: Sql) => Plan<T> | Promise<Plan<T>>) {
      const replica = await replicas.of(store);
      let planned: Plan<T> | undefined;
      const written = await replica.write(async (sql) => {
        planned = await plan(await shops.read(sql, store), sql);
        return planned.entries;
      });
      if (!written.ok) throw written.fault === 'deleted' ? recordGone() : behind();
      return (planned as Plan<T>).answer;
    },
  };
}

const recordGone = () =>
  new Refusal(
    409,
    'record-gone',
    {
      cs: 'To, co se mělo změnit, mezitím někdo nadobro smazal. Nic se nezměnilo.',
      en: 'What was to be changed has been deleted for good meanwhile. Nothing was changed.',
    },
    { cs: 'Načtěte stránku znovu.', en: 'Reload the page.' },
  );

const behind = () =>
  new Refusal(
    503,
    'backoffice-behind',
    {
      cs: 'BackOffice se obnovuje ze zálohy a teprve si od pokladen bere, co mezitím přibylo. Nic se nezměnilo.',
      en: 'The backoffice was restored from a copy and is still drawing from the registers what has come since. Nothing was changed.',
    },
    {
      cs: 'Počkejte, až se ozve některá pokladna, a zkuste to znovu.',
      en: 'Wait until a register is heard, then try again.',
    },
  );
