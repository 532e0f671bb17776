import pg from 'pg';
import { databaseRefusal, takenRefusal } from './faults.ts';

/*
 * One backoffice at a time writes to a database: it keeps in memory what each store holds. Whoever has the lock of the
 * session is the one, and writes its token into the database; the server takes the lock away when the connection is
 * gone. As a connection may be gone without the process noticing it, each transaction that writes looks whether the
 * token is still its own, under a lock that keeps the token from changing until its end.
 */

/** Advisory locks have numbers in place of names; these are nobody else's in a database of the backoffice. */
const OWNER = 7_260_001;
const TOKEN = 7_260_002;

export interface Owner {
  /** Throws a Refusal `database-taken` when another one is the owner. */
  hold(): Promise<void>;
  /** Begins a transaction that writes; takes the database back first when the connection was lost. */
  begin(client: pg.ClientBase): Promise<void>;
  release(): Promise<void>;
}

export function createOwner(config: pg.ClientConfig): Owner {
  let session: pg.Client | undefined;
  let token = '';
  let holding: Promise<void> | undefined;

  async function take(): Promise<void> {
    const client = new pg.Client(config);
    const lost = () => {
      if (session === client) session = undefined;
    };
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [
        OWNER,
      ]);
      if (rows[0]?.held !== true) throw takenRefusal();
      token = await writeToken(client);
      session = client;
    } catch (error) {
      await client.end().catch(() => {});
      throw databaseRefusal(error);
    }
  }

  function hold(): Promise<void> {
    if (session) return Promise.resolve();
    holding ??= take().finally(() => {
      holding = undefined;
    });
    return holding;
  }

  return {
    hold,
    async begin(client) {
      await hold();
      const results = (await client.query(
        `BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock_shared(${TOKEN}); SELECT token FROM owner`,
      )) as unknown as pg.QueryResult<{ token: string }>[];
      if (results[2]?.rows[0]?.token !== token) throw takenRefusal();
    },
    async release() {
      const client = session;
      session = undefined;
      await client?.end().catch(() => {});
    },
  };
}

/** Process and start of this connection at the server: never the same twice. */
async function writeToken(client: pg.Client): Promise<string> {
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1)', [TOKEN]);
  await client.query('CREATE TABLE IF NOT EXISTS owner (one BIGINT PRIMARY KEY, token TEXT NOT NULL)');
  const { rows } = await client.query<{ token: string }>(
    `INSERT INTO owner (one, token)
     SELECT 1, pid || ' ' || backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()
     ON CONFLICT (one) DO UPDATE SET token = excluded.token RETURNING token`,
  );
  await client.query('COMMIT');
  return rows[0]?.token as string;
}
