import type { World } from '../../world/index.ts';
import type { Database, Sql } from '../database/database.ts';
import { clientOf, createLockout, type Subject } from './lockout.ts';
import type { Passwords } from './password.ts';
import { createSessions, type Session } from './sessions.ts';
import { wrongCredentials, wrongCurrent } from './words.ts';

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** Somebody else has given the password; it has to be changed before anything else. */
  readonly initial: boolean;
}
export interface SignedIn {
  readonly session: Session;
  readonly account: Account;
}

/** People and how they come in: passwords, sessions and the lock against guessing in one place. */
export interface Accounts {
  /** `client` is the address that the request came from. Throws 401 `wrong-credentials`, 429 `locked-out`, 503 `busy`. */
  signIn(email: string, password: string, client: string): Promise<{ token: string } & SignedIn>;
  signOut(token: string): Promise<void>;
  /** Undefined when nobody is signed in with this token. */
  session(token: string): Promise<SignedIn | undefined>;
  /** Ends every other session of the account. Throws as `signIn` does. */
  changePassword(
    who: SignedIn,
    current: string,
    next: string,
    client: string,
  ): Promise<{ token: string } & SignedIn>;
  rename(accountId: string, name: string): Promise<void>;
  /** Sets a password without knowing the old one and ends all sessions; false when nobody has this e-mail. */
  resetPassword(email: string, password: string): Promise<boolean>;
  /** Within a transaction: the id of who has this e-mail, added with this password's hash when nobody has. */
  ensure(sql: Sql, person: NewPerson): Promise<string>;
  hash(password: string): Promise<string>;
  /** Called after sessions of an account were ended. Gives back the end of it. */
  onEnded(listener: (accountId: string) => void): () => void;
}
export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly hash: string;
  /** To be changed at the first sign-in. */
  readonly initial: boolean;
}

interface Row {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly initial: number;
}
const COLUMNS = 'id, email, name, password, initial';

export function createAccounts(options: {
  readonly database: Database;
  readonly world: World;
  readonly passwords: Passwords;
}): Accounts {
  const { database, world, passwords } = options;
  const sessions = createSessions(options);
  const lockout = createLockout(options);
  const ended = new Set<(accountId: string) => void>();
  const tellEnded = (accountId: string) => {
    for (const listener of ended) listener(accountId);
  };

  const byEmail = (sql: Sql, email: string) =>
    sql.get<Row>(`SELECT ${COLUMNS} FROM account WHERE email_key = ?`, emailKey(email));
  const byId = (sql: Sql, id: string) => sql.get<Row>(`SELECT ${COLUMNS} FROM account WHERE id = ?`, id);

  /** The account, when the password is its own. Takes as long when it is not, or nobody has the e-mail. */
  async function identify(
    email: string,
    password: string,
    client: string,
  ): Promise<{ row: Row; subjects: Subject[] } | undefined> {
    const subjects: Subject[] = [
      { kind: 'client', id: clientOf(client) },
      { kind: 'email', id: emailKey(email) },
    ];
    await lockout.attempt(subjects);
    const row = await database.read((sql) => byEmail(sql, email));
    const right = await passwords.matches(password, row?.password ?? null);
    return right && row ? { row, subjects } : undefined;
  }

  return {
    async signIn(email, password, client) {
      const known = await identify(email, password, client);
      if (!known) throw wrongCredentials();
      const token = await database.write(async (sql) => {
        // The password may have been changed while this one was being computed.
        if ((await byId(sql, known.row.id))?.password !== known.row.password) throw wrongCredentials();
        await lockout.forgive(sql, known.subjects);
        await sql.run('UPDATE account SET seen_ms = ? WHERE id = ?', world.wall_ms(), known.row.id);
        return sessions.open(sql, known.row.id);
      }, 'accounts');
      return { token, ...(await signedIn(token)) };
    },

    async signOut(token) {
      const session = await sessions.find(token);
      await sessions.close(token);
      if (session) tellEnded(session.accountId);
    },

    session: find,

    async changePassword({ account }, current, next, client) {
      const known = await identify(account.email, current, client);
      if (!known) throw wrongCurrent();
      const hash = await passwords.hash(next);
      const token = await database.write(async (sql) => {
        const changed = await sql.run(
          'UPDATE account SET password = ?, initial = 0 WHERE id = ? AND password = ?',
          hash,
          account.id,
          known.row.password,
        );
        if (changed === 0) throw wrongCurrent();
        await lockout.forgive(sql, known.subjects);
        await sessions.closeAll(sql, account.id);
        // Whoever holds the old token, from wherever they have it, is out as well.
        return sessions.open(sql, account.id);
      }, 'accounts');
      tellEnded(account.id);
      return { token, ...(await signedIn(token)) };
    },

    async rename(accountId, name) {
      await database.write(
        (sql) => sql.run('UPDATE account SET name = ? WHERE id = ?', name, accountId),
        'accounts',
      );
    },

    async resetPassword(email, password) {
      const hash = await passwords.hash(password);
      const id = await database.write(async (sql) => {
        const row = await byEmail(sql, email);
        if (!row) return undefined;
        await sql.run('UPDATE account SET password = ?, initial = 1 WHERE id = ?', hash, row.id);
        await sessions.closeAll(sql, row.id);
        return row.id;
      }, 'accounts');
      if (id !== undefined) tellEnded(id);
      return id !== undefined;
    },

    async ensure(sql, { email, name, hash, initial }) {
      await sql.run(
        `INSERT INTO account (id, email, email_key, name, password, initial, created_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (email_key) DO NOTHING`,
        world.uuid(),
        email.trim(),
        emailKey(email),
        name,
        hash,
        initial ? 1 : 0,
        world.wall_ms(),
      );
      const row = await byEmail(sql, email);
      if (!row) throw new Error('an account that was just written is not there');
      return row.id;
    },

    hash: (password) => passwords.hash(password),

    onEnded(listener) {
      ended.add(listener);
      return () => void ended.delete(listener);
    },
  };

  async function find(token: string): Promise<SignedIn | undefined> {
    const session = await sessions.find(token);
    if (!session) return undefined;
    const row = await database.read((sql) => byId(sql, session.accountId));
    return row && { session, account: accountOf(row) };
  }

  async function signedIn(token: string): Promise<SignedIn> {
    const found = await find(token);
    if (!found) throw wrongCredentials();
    return found;
  }
}

function accountOf({ id, email, name, initial }: Row): Account {
  return { id, email, name, initial: initial === 1 };
}

/** By which an account is found: nobody remembers in which case an e-mail was written. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}
