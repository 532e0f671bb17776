import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { AccountRole } from '../accounts/roles.ts';
import type { Database, Sql } from '../database/database.ts';

export interface Store {
  readonly id: string;
  readonly name: string;
}
export type Membership = Store & { readonly role: AccountRole };

/** Stores, each apart from the others, and which are whose. */
export interface Stores {
  /** In the order of names. */
  ofAccount(accountId: string): Promise<Membership[]>;
  /** Undefined when there is no such store or the account does not belong to it, which look alike. */
  membership(accountId: string, storeId: string): Promise<Membership | undefined>;
  all(): Promise<Store[]>;
  get(storeId: string): Promise<Store | undefined>;
  /** For one who owns a store already. Throws 403 `not-allowed`, 409 `too-many-stores`. */
  createFor(account: { readonly id: string; readonly name: string }, name: string): Promise<Membership>;
  /** Within a transaction: a new store and its owner. */
  create(sql: Sql, name: string, owner: { readonly id: string; readonly name: string }): Promise<Membership>;
  rename(storeId: string, name: string): Promise<void>;
  /**
   * Within a transaction about the store, for a register that pairs. The first one's shop becomes the store's; one of
   * another shop is refused (409 `other-shop`), and so is one that belongs to no shop while the store has `others`
   * (409 `alone`): each would draw the other's price list over its own.
   */
  admit(sql: Sql, storeId: string, shop: string | null, others: boolean): Promise<void>;
}

/** Enough for a chain; whoever has more runs a server of their own. */
const stores_max = 200;

export function createStores({ database, world }: { database: Database; world: World }): Stores {
  const stores: Stores = {
    ofAccount: (accountId) =>
      database.read((sql) =>
        sql.all<Membership>(
          `SELECT store.store AS id, store.name AS name, member.role AS role
           FROM member JOIN store ON store.store = member.store WHERE member.account = ?
           ORDER BY store.name, store.store`,
          accountId,
        ),
      ),
    membership: (accountId, storeId) =>
      database.read((sql) =>
        sql.get<Membership>(
          `SELECT store.store AS id, store.name AS name, member.role AS role
           FROM member JOIN store ON store.store = member.store WHERE member.store = ? AND member.account = ?`,
          storeId,
          accountId,
        ),
      ),
    all: () =>
      database.read((sql) =>
        sql.all<Store>('SELECT store AS id, name FROM store ORDER BY created_ms, store'),
      ),
    get: (storeId) =>
      database.read((sql) => sql.get<Store>('SELECT store AS id, name FROM store WHERE store = ?', storeId)),
    createFor: (account, name) =>
      database.write(async (sql) => {
        const owned = await sql.all<{ role: AccountRole }>(
          "SELECT role FROM member WHERE account = ? AND role = 'owner'",
          account.id,
        );
        if (owned.length === 0) throw notForMembers();
        if (owned.length >= stores_max) throw tooMany();
        return stores.create(sql, name, account);
      }, 'stores'),
    async create(sql, name, owner) {
      const id = world.uuid();
      const now_ms = world.wall_ms();
      await sql.run('INSERT INTO store (store, name, created_ms) VALUES (?, ?, ?)', id, name, now_ms);
      await sql.run(
        "INSERT INTO member (store, id, account, name, role, added_ms) VALUES (?, ?, ?, ?, 'owner', ?)",
        id,
        world.uuid(),
        owner.id,
        owner.name,
        now_ms,
      );
      return { id, name, role: 'owner' };
    },
    async rename(storeId, name) {
      await database.write(
        (sql) => sql.run('UPDATE store SET name = ? WHERE store = ?', name, storeId),
        'stores',
      );
    },
    async admit(sql, storeId, shop, others) {
      const store = await sql.get<{ shop: string | null }>('SELECT shop FROM store WHERE store = ?', storeId);
      if (!store) throw new Error(`a register is to be admitted to a store that is not there: ${storeId}`);
      if (shop === null) {
        if (others) throw alone();
        return;
      }
      if (store.shop === null) await sql.run('UPDATE store SET shop = ? WHERE store = ?', shop, storeId);
      else if (store.shop !== shop) throw otherShop();
    },
  };
  return stores;
}

function notForMembers(): Refusal {
  return new Refusal(
    403,
    'not-allowed',
    {
      cs: 'Další obchod smí založit jen majitel některého obchodu. Nic se nezměnilo.',
      en: 'Only the owner of a store may make another. Nothing was changed.',
    },
    {
      cs: 'Požádejte majitele, nebo správce serveru.',
      en: 'Ask the owner, or the administrator of the server.',
    },
  );
}

function tooMany(): Refusal {
  return new Refusal(
    409,
    'too-many-stores',
    {
      cs: `Jeden majitel tu smí mít nejvýš ${stores_max} obchodů. Nic se nezměnilo.`,
      en: `One owner may have at most ${stores_max} stores here. Nothing was changed.`,
    },
    { cs: 'Další obchody vede jiný server.', en: 'Further stores are kept by another server.' },
  );
}

function otherShop(): Refusal {
  return new Refusal(
    409,
    'other-shop',
    {
      cs: 'Pokladna patří k pokladnám jiného obchodu. S tímto BackOffice se nespojila, prodává dál sama.',
      en: 'The register belongs to the registers of another shop. It was not paired with this backoffice and sells on alone.',
    },
    {
      cs: 'Vytvořte kód v obchodě, ke kterému pokladna patří, nebo pro ni založte další obchod.',
      en: 'Make a code in the store to which the register belongs, or make another store for it.',
    },
  );
}

function alone(): Refusal {
  return new Refusal(
    409,
    'alone',
    {
      cs: 'Obchod už pokladny má a tato mezi ně nepatří. S BackOffice se nespojila, prodává dál sama.',
      en: 'The store has registers already, and this one is not one of them. It was not paired and sells on alone.',
    },
    {
      cs: 'Nejdřív ji připojte k ostatním pokladnám obchodu (Pokladny, kód na sousední pokladně) a pak ji spárujte znovu.',
      en: 'First join it to the other registers of the shop (Registers, a code on a sibling), then pair it again.',
    },
  );
}
