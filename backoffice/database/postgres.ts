import pg from 'pg';
import type { Database, Migration, Sql } from './database.ts';
import { closedRefusal, databaseRefusal } from './faults.ts';
import { createLanes, createNesting } from './lanes.ts';
import { MIGRATION_TABLE, missingSteps, noteStep } from './migrations.ts';
import { createOwner } from './postgres-owner.ts';
import { postgresSql } from './postgres-sql.ts';
import { postgresSchema, statementsOf } from './statements.ts';

/** Connections at once; who comes later waits for at most as long as for the server itself. */
const CONNECTIONS = 10;
const CONNECT_MS = 10_000;
const STATEMENT_MS = 60_000;
/** A transaction that nobody goes on with holds its locks no longer than this. */
const FORSAKEN_MS = 120_000;

/**
 * Whatever the server's own settings are: a commit that has been answered is on its disk. A plan is made for the values
 * of each statement: one kept from the time when a table was empty would read all of it for ever after.
 */
const SESSION = [
  'plan_cache_mode=force_custom_plan',
  'jit=off',
  'synchronous_commit=on',
  `statement_timeout=${STATEMENT_MS}`,
  `idle_in_transaction_session_timeout=${FORSAKEN_MS}`,
  'timezone=UTC',
  'client_min_messages=warning',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/** A database of PostgreSQL 13 or newer, for this process alone. */
export async function openPostgres(url: string): Promise<Database> {
  const config: pg.ClientConfig = {
    connectionString: url,
    application_name: 'kasad backoffice',
    options: SESSION,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  };
  const owner = createOwner(config);
  await owner.hold();
  const pool = new pg.Pool({ ...config, max: CONNECTIONS, idleTimeoutMillis: 60_000 });
  // A connection that breaks while nobody uses it is taken out of the pool; whoever asks next gets another.
  pool.on('error', () => {});
  const [writes, reads] = [createLanes(), createLanes()];
  const unnested = createNesting();
  let reading = 0;

  async function transaction<T>(
    begin: (client: pg.PoolClient) => Promise<void>,
    run: (sql: Sql) => Promise<T>,
  ) {
    let client: pg.PoolClient;
    try {
      client = await pool.connect();
    } catch (error) {
      throw databaseRefusal(error);
    }
    let broken: Error | undefined;
    const onError = (error: Error) => {
      broken = error;
    };
    client.on('error', onError);
    const { sql, end } = postgresSql(client);
    try {
      await begin(client);
      const result = await run(sql);
      end();
      await client.query('COMMIT');
      return result;
    } catch (error) {
      end();
      // One that cannot even roll back is thrown away.
      await client.query('ROLLBACK').catch(onError);
      throw databaseRefusal(error);
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  const write: Database['write'] = (run, about) =>
    unnested(() => writes.enter(about, () => transaction((client) => owner.begin(client), run)));

  let closing: Promise<void> | undefined;
  async function end(): Promise<void> {
    await Promise.all([writes.close(closedRefusal), reads.close(closedRefusal)]);
    await pool.end();
    await owner.release();
  }

  return {
    kind: 'postgres',
    write,
    read: (run) =>
      unnested(() =>
        reads.enter(`${++reading}`, () =>
          transaction(async (client) => {
            await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
          }, run),
        ),
      ),
    async migrate(steps: readonly Migration[]) {
      const missing = await write(async (sql) => {
        await sql.run(postgresSchema(MIGRATION_TABLE));
        return missingSteps(sql, steps);
      });
      for (const step of missing) {
        await write(async (sql) => {
          await sql.run('SET LOCAL statement_timeout = 0');
          for (const statement of statementsOf(step.sql)) await sql.run(postgresSchema(statement));
          await noteStep(sql, step);
        });
      }
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
}
