import { isIPv6 } from 'node:net';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Database, Sql } from '../database/database.ts';
import { sha256 } from './token.ts';

/** Who is guessing and at whom: both are counted, so that neither many accounts nor many addresses help. */
export type Subject =
  | { readonly kind: 'email'; readonly id: string }
  | { readonly kind: 'client'; readonly id: string };

/** After the last free wrong attempt and after each further one: how long nothing is accepted. */
const LADDER_S = [30, 60, 300, 900] as const;
/** People mistype, and a whole office may share an address. */
const FREE: Readonly<Record<Subject['kind'], number>> = { email: 8, client: 25 };
/** Wrong attempts are forgotten after so long without another. */
const forget_ms: Readonly<Record<Subject['kind'], number>> = { email: 24 * 3_600_000, client: 3_600_000 };

export interface Lockout {
  /**
   * Called before a password is looked at: throws Refusal 429 `locked-out` while one of the subjects is locked, and
   * otherwise counts the attempt as wrong. Counting first means that attempts sent side by side cannot all slip
   * through before the first of them is found wrong. An e-mail is counted whether it has an account or not, so that
   * the lock tells nothing.
   */
  attempt(subjects: readonly Subject[]): Promise<void>;
  /** The attempt was right: the e-mail's wrong ones are forgotten, of the address's only this one. */
  forgive(sql: Sql, subjects: readonly Subject[]): Promise<void>;
}

interface Row {
  readonly wrong: number;
  readonly last_ms: number;
}

/** Kept in the database: a restart gives no new attempts. */
export function createLockout({ database, world }: { database: Database; world: World }): Lockout {
  const find = (sql: Sql, subject: Subject) =>
    sql.get<Row>('SELECT wrong, last_ms FROM attempt WHERE subject = ?', keyOf(subject));

  async function wait_ms(sql: Sql, subject: Subject): Promise<number> {
    const row = await find(sql, subject);
    if (!row) return 0;
    const passed_ms = Math.max(0, world.wall_ms() - row.last_ms);
    return passed_ms > forget_ms[subject.kind]
      ? 0
      : Math.max(0, lockedFor_ms(subject.kind, row.wrong) - passed_ms);
  }

  return {
    async attempt(subjects) {
      const locked_ms = await database.write(async (sql) => {
        const now_ms = world.wall_ms();
        let longest_ms = 0;
        for (const subject of subjects) longest_ms = Math.max(longest_ms, await wait_ms(sql, subject));
        if (longest_ms > 0) return longest_ms;
        await sql.run('DELETE FROM attempt WHERE last_ms < ?', now_ms - forget_ms.email);
        for (const subject of subjects) {
          const row = await find(sql, subject);
          const fresh = row && now_ms - row.last_ms <= forget_ms[subject.kind];
          await sql.run(
            `INSERT INTO attempt (subject, wrong, last_ms) VALUES (?, ?, ?)
             ON CONFLICT (subject) DO UPDATE SET wrong = excluded.wrong, last_ms = excluded.last_ms`,
            keyOf(subject),
            (fresh ? row.wrong : 0) + 1,
            now_ms,
          );
        }
        return 0;
      }, 'attempts');
      if (locked_ms > 0) throw lockedOut(Math.ceil(locked_ms / 1000));
    },
    async forgive(sql, subjects) {
      for (const subject of subjects) {
        if (subject.kind === 'email') await sql.run('DELETE FROM attempt WHERE subject = ?', keyOf(subject));
        else
          await sql.run(
            'UPDATE attempt SET wrong = wrong - 1 WHERE subject = ? AND wrong > 0',
            keyOf(subject),
          );
      }
    },
  };
}

/** How long nothing is accepted after this many wrong attempts in a row. */
export function lockedFor_ms(kind: Subject['kind'], wrong: number): number {
  const rung = wrong - FREE[kind];
  if (rung < 0) return 0;
  return (LADDER_S[Math.min(rung, LADDER_S.length - 1)] ?? 0) * 1000;
}

/** E-mails that somebody tried are nobody's business, not even in a copy of the database. */
const keyOf = ({ kind, id }: Subject) => sha256(`${kind}:${id}`);

/** Who holds an IPv6 address holds its whole /64, which counts as one (RFC 6177). */
export function clientOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

export function lockedOut(retryAfter_s: number): Refusal {
  const duration = retryAfter_s < 60 ? `${retryAfter_s} s` : `${Math.ceil(retryAfter_s / 60)} min`;
  return new Refusal(
    429,
    'locked-out',
    {
      cs: `Příliš mnoho chybných pokusů o přihlášení. Další bude možný za ${duration}.`,
      en: `Too many wrong attempts to sign in. The next is possible in ${duration}.`,
    },
    {
      cs: 'Počkejte. Zapomenuté heslo vám nastaví znovu správce serveru.',
      en: 'Wait. The administrator of the server sets a forgotten password anew.',
    },
    { retryAfter_s },
  );
}
