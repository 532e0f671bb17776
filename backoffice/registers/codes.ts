import { drawCode, readCode, showCode } from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Passwords } from '../accounts/password.ts';
import type { Database, Sql } from '../database/database.ts';

export const code_ms = 15 * 60_000;
const tries = 5;
/** The first letters find the code, which is then tried; the rest, 40 bits, is kept only as its hash. */
const slot_letters = 4;

export interface OpenCode {
  readonly expires_ms: number;
  readonly triesLeft: number;
}
/** What a right code stands for until it is used up: the store, and this very code. */
export interface Ticket {
  readonly storeId: string;
  readonly hash: string;
}

/** One-time codes by which registers are paired, one open code a store. */
export interface Codes {
  /** Replaces the one before. The code is told here and nowhere else. */
  open(storeId: string): Promise<{ code: string; expires_ms: number }>;
  close(storeId: string): Promise<void>;
  state(storeId: string): Promise<{ open: OpenCode | null; usedBy: { id: string; at_ms: number } | null }>;
  /** Costs a try, whatever was typed. Throws 403 `pairing-code`, the same for wrong, old, used and unknown ones. */
  check(typed: string): Promise<Ticket>;
  /** Within a transaction: uses the code up, once. Throws as `check`. */
  use(sql: Sql, ticket: Ticket, registerId: string): Promise<void>;
}

interface Row {
  readonly store: string;
  readonly hash: string;
  readonly expires_ms: number;
  readonly tries_left: number;
  readonly register: string | null;
  readonly used_ms: number | null;
}

export function createCodes(options: {
  readonly database: Database;
  readonly world: World;
  readonly passwords: Passwords;
}): Codes {
  const { database, world, passwords } = options;

  return {
    async open(storeId) {
      const code = drawCode(world.bytes);
      const hash = await passwords.hash(code);
      const now_ms = world.wall_ms();
      const expires_ms = now_ms + code_ms;
      const opened = await database.write(async (sql) => {
        await sql.run('DELETE FROM pairing_code WHERE store = ? OR expires_ms <= ?', storeId, now_ms);
        return sql.run(
          `INSERT INTO pairing_code (store, slot, hash, expires_ms, tries_left) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (slot) DO NOTHING`,
          storeId,
          code.slice(0, slot_letters),
          hash,
          expires_ms,
          tries,
        );
      }, 'pairing');
      // One in a million: another store's open code begins with the same letters.
      if (opened === 0) return this.open(storeId);
      return { code: showCode(code), expires_ms };
    },

    async close(storeId) {
      await database.write(
        (sql) => sql.run('DELETE FROM pairing_code WHERE store = ? AND register IS NULL', storeId),
        'pairing',
      );
    },

    async state(storeId) {
      const row = await database.read((sql) =>
        sql.get<Row>('SELECT * FROM pairing_code WHERE store = ?', storeId),
      );
      if (!row || row.expires_ms <= world.wall_ms()) return { open: null, usedBy: null };
      return row.register === null
        ? {
            open: row.tries_left > 0 ? { expires_ms: row.expires_ms, triesLeft: row.tries_left } : null,
            usedBy: null,
          }
        : { open: null, usedBy: { id: row.register, at_ms: row.used_ms ?? 0 } };
    },

    async check(typed) {
      const code = readCode(typed);
      if (code === undefined) throw refused();
      // Counted before it is tried: requests side by side must not get more tries than one after another.
      const row = await database.write(async (sql) => {
        const slot = code.slice(0, slot_letters);
        const found = await sql.get<Row>('SELECT * FROM pairing_code WHERE slot = ?', slot);
        if (!found || !isOpen(found)) return undefined;
        await sql.run('UPDATE pairing_code SET tries_left = tries_left - 1 WHERE store = ?', found.store);
        return found;
      }, 'pairing');
      const right = await passwords.matches(code, row?.hash ?? null);
      if (!row || !right) throw refused();
      return { storeId: row.store, hash: row.hash };
    },

    async use(sql, { storeId, hash }, registerId) {
      const used = await sql.run(
        `UPDATE pairing_code SET register = ?, used_ms = ?
         WHERE store = ? AND hash = ? AND register IS NULL AND expires_ms > ?`,
        registerId,
        world.wall_ms(),
        storeId,
        hash,
        world.wall_ms(),
      );
      if (used === 0) throw refused();
    },
  };

  function isOpen(row: Row): boolean {
    return row.register === null && row.tries_left > 0 && row.expires_ms > world.wall_ms();
  }
}

function refused(): Refusal {
  return new Refusal(
    403,
    'pairing-code',
    {
      cs: 'Kód neplatí: je opsaný jinak, už se použil, nebo vypršel. Pokladna se s BackOffice nespojila, prodává dál sama.',
      en: 'The code is not good: mistyped, used already, or expired. The register was not paired with the backoffice and sells on alone.',
    },
    {
      cs: 'Opište kód znovu, nebo si v BackOffice v Pokladnách vytvořte nový. Platí 15 minut a na pět pokusů.',
      en: 'Type the code again, or make a new one in the backoffice under Registers. It is good for 15 minutes and five tries.',
    },
  );
}
