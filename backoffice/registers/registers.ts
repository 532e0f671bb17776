import type { PairRequest, RegisterReport } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import { drawToken, sameText, sha256 } from '../accounts/token.ts';
import type { Database, Sql } from '../database/database.ts';
import type { Store, Stores } from '../stores/stores.ts';
import type { Codes } from './codes.ts';
import { REGISTER_COLUMNS, type Register, type RegisterRow, registerOf } from './register.ts';
import { otherRegister, registerUnknown } from './words.ts';

/** Who a token belongs to. */
export interface Holder {
  readonly store: Store;
  readonly id: string;
  readonly name: string;
}

/** The registers of all stores: how they come in, what they say of themselves, and how they are cut off. */
export interface Registers {
  /** Throws 403 `pairing-code`, 409 `other-shop` or `alone`. A register that was paired before gets a new token. */
  pair(request: PairRequest): Promise<{ token: string } & Holder>;
  /** Undefined for a token that nobody has, or has any more. Whoever has it has made contact. */
  byToken(token: string): Promise<Holder | undefined>;
  /** Throws 409 `other-register` when it speaks of somebody else. */
  report(storeId: string, registerId: string, report: RegisterReport): Promise<void>;
  /** In the order of pairing. */
  list(storeId: string): Promise<Register[]>;
  /** Its token is good for nothing from now on. Throws 404 `register-unknown`. */
  revoke(storeId: string, registerId: string): Promise<void>;
  /** Called after it was cut off, or given another token. Gives back the end of it. */
  onCutOff(listener: (storeId: string, registerId: string) => void): () => void;
  /** Called after something of it has changed that people look at. */
  onChanged(listener: (storeId: string) => void): () => void;
}

/** Contact is written this often at most; up to then it is remembered. */
const contact_step_ms = 20_000;

export function createRegisters(options: {
  readonly database: Database;
  readonly world: World;
  readonly stores: Pick<Stores, 'admit' | 'get'>;
  readonly codes: Pick<Codes, 'check' | 'use'>;
}): Registers {
  const { database, world, stores, codes } = options;
  const cutOff = new Set<(storeId: string, registerId: string) => void>();
  const changed = new Set<(storeId: string) => void>();
  /** When each last made contact, by `store register`. */
  const contacts = new Map<string, number>();

  const tellCutOff = (storeId: string, id: string) => {
    for (const listener of cutOff) listener(storeId, id);
  };
  const tellChanged = (storeId: string) => {
    for (const listener of changed) listener(storeId);
  };

  async function touch(storeId: string, id: string, written_ms: number | null): Promise<void> {
    const now_ms = world.wall_ms();
    contacts.set(`${storeId} ${id}`, now_ms);
    if (written_ms !== null && Math.abs(now_ms - written_ms) < contact_step_ms) return;
    await database.write(
      (sql) => sql.run('UPDATE register SET contact_ms = ? WHERE store = ? AND id = ?', now_ms, storeId, id),
      `registers ${storeId}`,
    );
  }

  return {
    async pair(request) {
      const ticket = await codes.check(request.code);
      const { storeId } = ticket;
      const store = await stores.get(storeId);
      if (!store) throw new Error(`a code of a store that is not there: ${storeId}`);
      const token = drawToken(world.bytes);
      await database.write(async (sql) => {
        await stores.admit(sql, storeId, request.shop, await hasOthers(sql, storeId, request.registerId));
        await codes.use(sql, ticket, request.registerId);
        await sql.run(
          `INSERT INTO register (store, id, name, token_sha256, paired_ms, contact_ms, version, origin)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (store, id) DO UPDATE SET name = excluded.name, token_sha256 = excluded.token_sha256,
             paired_ms = excluded.paired_ms, contact_ms = excluded.contact_ms, version = excluded.version,
             origin = excluded.origin, revoked_ms = NULL, vv = NULL, vv_ms = NULL, report = NULL, report_ms = NULL`,
          storeId,
          request.registerId,
          request.name,
          sha256(token),
          world.wall_ms(),
          world.wall_ms(),
          request.version,
          request.origin,
        );
      }, 'pairing');
      tellCutOff(storeId, request.registerId);
      tellChanged(storeId);
      return { token, store, id: request.registerId, name: request.name };
    },

    async byToken(token) {
      const hash = sha256(token);
      const row = await database.read((sql) =>
        sql.get<TokenRow>(
          `SELECT register.store AS store, store.name AS store_name, register.id AS id, register.name AS name,
             register.token_sha256 AS token_sha256, register.contact_ms AS contact_ms
           FROM register JOIN store ON store.store = register.store
           WHERE register.token_sha256 = ? AND register.revoked_ms IS NULL`,
          hash,
        ),
      );
      if (!row || !sameText(row.token_sha256, hash)) return undefined;
      await touch(row.store, row.id, row.contact_ms);
      return { store: { id: row.store, name: row.store_name }, id: row.id, name: row.name };
    },

    async report(storeId, registerId, report) {
      if (report.registerId !== registerId) throw otherRegister();
      const now_ms = world.wall_ms();
      await database.write(
        (sql) =>
          sql.run(
            `UPDATE register SET name = ?, version = ?, origin = ?, vv = ?, vv_ms = ?, report = ?, report_ms = ?
             WHERE store = ? AND id = ?`,
            report.name,
            report.version,
            report.origin,
            report.vv === null ? null : JSON.stringify(report.vv),
            report.vv === null ? null : now_ms,
            JSON.stringify(report),
            now_ms,
            storeId,
            registerId,
          ),
        `registers ${storeId}`,
      );
      tellChanged(storeId);
    },

    async list(storeId) {
      const rows = await database.read((sql) =>
        sql.all<RegisterRow>(
          `SELECT ${REGISTER_COLUMNS} FROM register WHERE store = ? ORDER BY paired_ms, id`,
          storeId,
        ),
      );
      return rows.map((row) => {
        const seen_ms = contacts.get(`${storeId} ${row.id}`) ?? null;
        return { ...registerOf(row), contact_ms: seen_ms ?? row.contact_ms };
      });
    },

    async revoke(storeId, registerId) {
      const revoked = await database.write(
        (sql) =>
          sql.run(
            `UPDATE register SET token_sha256 = NULL, revoked_ms = COALESCE(revoked_ms, ?)
             WHERE store = ? AND id = ?`,
            world.wall_ms(),
            storeId,
            registerId,
          ),
        'pairing',
      );
      if (revoked === 0) throw registerUnknown();
      tellCutOff(storeId, registerId);
      tellChanged(storeId);
    },

    onCutOff(listener) {
      cutOff.add(listener);
      return () => void cutOff.delete(listener);
    },
    onChanged(listener) {
      changed.add(listener);
      return () => void changed.delete(listener);
    },
  };
}

interface TokenRow {
  readonly store: string;
  readonly store_name: string;
  readonly id: string;
  readonly name: string;
  readonly token_sha256: string;
  readonly contact_ms: number | null;
}

async function hasOthers(sql: Sql, storeId: string, registerId: string): Promise<boolean> {
  const other = await sql.get(
    'SELECT id FROM register WHERE store = ? AND id <> ? AND revoked_ms IS NULL',
    storeId,
    registerId,
  );
  return other !== undefined;
}
