import { drawCode, showCode } from '../../sync/index.ts';
import type { World } from '../../world/index.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { AccountRole } from '../accounts/roles.ts';
import type { Database, Sql } from '../database/database.ts';
import { lastOwner, memberExists, memberUnknown, tooManyMembers } from './member-words.ts';

export interface Member {
  readonly id: string;
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly added_ms: number;
  readonly seen_ms: number | null;
}
export interface MemberDraft {
  readonly email: string;
  readonly name: string;
  readonly role: AccountRole;
}

/** The people of a store. There is always an owner among them. */
export interface Members {
  list(storeId: string): Promise<Member[]>;
  /**
   * `password` is good only when the account was made now. Nobody is told whether it was: who has one already belongs
   * to another store, and that is not this one's business.
   */
  add(storeId: string, draft: MemberDraft): Promise<{ member: Member; password: string }>;
  patch(storeId: string, id: string, change: Partial<Pick<Member, 'name' | 'role'>>): Promise<Member>;
  remove(storeId: string, id: string): Promise<void>;
  /** Called after somebody's role in a store has changed or ended. Gives back the end of it. */
  onChanged(listener: (accountId: string) => void): () => void;
}

const members_max = 200;

export function createMembers(options: {
  readonly database: Database;
  readonly world: World;
  readonly accounts: Pick<Accounts, 'ensure' | 'hash'>;
}): Members {
  const { database, world, accounts } = options;
  const listeners = new Set<(accountId: string) => void>();
  const tell = (accountId: string) => {
    for (const listener of listeners) listener(accountId);
  };

  async function one(sql: Sql, storeId: string, id: string): Promise<Member> {
    const found = await sql.get<Member>(`${SELECT} AND member.id = ?`, storeId, id);
    if (!found) throw memberUnknown();
    return found;
  }

  async function keepsAnOwner(sql: Sql, storeId: string): Promise<void> {
    const owner = await sql.get('SELECT id FROM member WHERE store = ? AND role = ?', storeId, 'owner');
    if (!owner) throw lastOwner();
  }

  return {
    list: (storeId) =>
      database.read((sql) => sql.all<Member>(`${SELECT} ORDER BY member.added_ms, member.id`, storeId)),

    async add(storeId, { email, name, role }) {
      const password = showCode(drawCode(world.bytes));
      // Also for one who has an account: the time would tell.
      const hash = await accounts.hash(password);
      const member = await database.write(async (sql) => {
        const before = await sql.all(SELECT, storeId);
        if (before.length >= members_max) throw tooManyMembers(members_max);
        const accountId = await accounts.ensure(sql, { email, name, hash, initial: true });
        const id = world.uuid();
        const added = await sql.run(
          `INSERT INTO member (store, id, account, name, role, added_ms) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (store, account) DO NOTHING`,
          storeId,
          id,
          accountId,
          name,
          role,
          world.wall_ms(),
        );
        if (added === 0) throw memberExists();
        return one(sql, storeId, id);
      }, 'stores');
      return { member, password };
    },

    async patch(storeId, id, { name, role }) {
      const member = await database.write(async (sql) => {
        const before = await one(sql, storeId, id);
        await sql.run(
          'UPDATE member SET name = ?, role = ? WHERE store = ? AND id = ?',
          name ?? before.name,
          role ?? before.role,
          storeId,
          id,
        );
        await keepsAnOwner(sql, storeId);
        return one(sql, storeId, id);
      }, 'stores');
      tell(member.accountId);
      return member;
    },

    async remove(storeId, id) {
      const member = await database.write(async (sql) => {
        const before = await one(sql, storeId, id);
        await sql.run('DELETE FROM member WHERE store = ? AND id = ?', storeId, id);
        await keepsAnOwner(sql, storeId);
        return before;
      }, 'stores');
      tell(member.accountId);
    },

    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const SELECT = `SELECT member.id AS id, member.account AS "accountId", account.email AS email, member.name AS name,
  member.role AS role, member.added_ms AS added_ms, account.seen_ms AS seen_ms
  FROM member JOIN account ON account.id = member.account WHERE member.store = ?`;
