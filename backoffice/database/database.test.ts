import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { describeBoth, type Opener, postgresOpener, sqliteOpener, theCluster } from './both.fixture.ts';
import type { Database, Migration, Sql } from './database.ts';
import { openDatabase } from './open.ts';

const STEPS: readonly Migration[] = [
  {
    name: 'thing',
    sql: `CREATE TABLE thing (
      store TEXT NOT NULL,
      id TEXT NOT NULL,
      n BIGINT,
      PRIMARY KEY (store, id)
    );
    CREATE INDEX thing_n ON thing (store, n)`,
  },
];
const INSERT = 'INSERT INTO thing (store, id, n) VALUES';

const put = (sql: Sql, id: string, n: number | null = null) => sql.insertMany(INSERT, [['s', id, n]]);
const list = async (db: Database) =>
  (
    await db.read((sql) => sql.all<{ id: string }>('SELECT id FROM thing WHERE store = ? ORDER BY id', 's'))
  ).map(({ id }) => id);
/** A promise and what fulfils it. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { given: promise, give: resolve };
}
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no refusal',
    (error) => error.code ?? error.message,
  );

describeBoth('a database', (open) => {
  let db: Database;
  beforeEach(async () => {
    db = await open();
    await db.migrate(STEPS);
  });

  it('keeps what a write did, and nothing of one that throws', async () => {
    await db.write((sql) => put(sql, 'a'), 's');
    const failing = db.write(async (sql) => {
      await put(sql, 'b');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await codeOf(db.write((sql) => put(sql, 'a')))).not.toBe('no refusal');
    expect(await list(db)).toEqual(['a']);
    await db.close();
    expect(await list(await open())).toEqual(['a']);
  });

  it('undoes a part alone', async () => {
    await db.write(async (sql) => {
      await put(sql, 'a');
      const inner = sql.nested(async () => {
        await put(sql, 'b');
        await sql.nested(() => put(sql, 'c'));
        await put(sql, 'a');
      });
      await expect(inner).rejects.toThrow();
      await sql.nested(() => put(sql, 'd'));
    });
    expect(await list(db)).toEqual(['a', 'd']);
  });

  it('writes about one thing one after another, and a write about nothing named alone', async () => {
    const order: string[] = [];
    const [first, second] = [signal(), signal()];
    const count = async (sql: Sql) => (await sql.all('SELECT id FROM thing')).length;
    const slow = db.write(async (sql) => {
      order.push('first');
      await first.given;
      await put(sql, `x${await count(sql)}`);
    }, 's');
    const next = db.write(async (sql) => {
      order.push('second');
      await second.given;
      await put(sql, `x${await count(sql)}`);
    }, 's');
    const alone = db.write(async (sql) => {
      order.push('alone');
      await put(sql, `x${await count(sql)}`);
    });
    const last = db.write(async (sql) => {
      order.push('last');
      await put(sql, `x${await count(sql)}`);
    }, 'other');
    first.give();
    await slow;
    second.give();
    await Promise.all([next, alone, last]);
    expect(order).toEqual(['first', 'second', 'alone', 'last']);
    expect(await list(db)).toEqual(['x0', 'x1', 'x2', 'x3']);
  });

  it('reads a snapshot, and never waits for a writer', async () => {
    await db.write((sql) => put(sql, 'a'));
    const [begun, go] = [signal(), signal()];
    const writing = db.write(async (sql) => {
      await put(sql, 'b');
      begun.give();
      await go.given;
    });
    await begun.given;
    const counts = await db.read(async (sql) => {
      const before = (await sql.all('SELECT id FROM thing')).length;
      go.give();
      await writing;
      return [before, (await sql.all('SELECT id FROM thing')).length];
    });
    expect([counts, await list(db)]).toEqual([
      [1, 1],
      ['a', 'b'],
    ]);
    expect(await codeOf(db.read((sql) => put(sql, 'c')))).not.toBe('no refusal');
  });

  it('finds a transaction within another, and one that is used after its end', async () => {
    await expect(db.write(() => db.write((sql) => put(sql, 'a')))).rejects.toThrow('within');
    await expect(db.write(() => db.read((sql) => put(sql, 'a')))).rejects.toThrow('within');
    let kept: Sql | undefined;
    await db.write(async (sql) => {
      kept = sql;
    });
    await expect((kept as Sql).run('DELETE FROM thing')).rejects.toThrow('ended');
    // What was begun in one and goes on after its end is free again.
    const late = signal();
    let begun: Promise<unknown> | undefined;
    await db.write(async () => {
      begun = late.given.then(() => db.write((sql) => put(sql, 'later')));
    });
    late.give();
    await begun;
    expect(await list(db)).toEqual(['later']);
  });

  it('keeps numbers and texts as they are', async () => {
    const numbers = [0, -1, 2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, null];
    const texts = ['', "it's ? $1 \\ \n", 'Žluťoučký kůň 🐎', '\u0001\uffff', '{"a":[1]}'];
    await db.write(async (sql) => {
      await sql.insertMany(
        INSERT,
        numbers.map((n, i) => ['n', `${i}`, n]),
      );
      await sql.insertMany(
        INSERT,
        texts.map((text, i) => ['t', text, i]),
      );
    });
    const read = (store: string) =>
      db.read((sql) => sql.all<{ id: string; n: number }>('SELECT id, n FROM thing WHERE store = ?', store));
    expect((await read('n')).sort((a, b) => Number(a.id) - Number(b.id)).map(({ n }) => n)).toEqual(numbers);
    expect((await read('t')).sort((a, b) => a.n - b.n).map(({ id }) => id)).toEqual(texts);
    expect(
      await db.read((sql) =>
        sql.get('SELECT id FROM thing WHERE store = ? AND id = ?', 't', texts[1] as string),
      ),
    ).toEqual({ id: texts[1] });
    const sum = 'SELECT SUM(n) AS sum, COUNT(*) AS count, MAX(n) AS max FROM thing WHERE store = ?';
    expect(await db.read((sql) => sql.get(sum, 'none'))).toEqual({ sum: null, count: 0, max: null });
    await db.write((sql) =>
      sql.insertMany(INSERT, [
        ['n', 'a', 1],
        ['n', 'b', 1],
      ]),
    );
    await db.write((sql) =>
      sql.run('UPDATE thing SET n = n + 5 WHERE store = ? AND n = ?', 'n', Number.MAX_SAFE_INTEGER),
    );
    await expect(read('n')).rejects.toThrow('safe integer');
    await expect(db.write((sql) => put(sql, 'x', 2 ** 53))).rejects.toThrow('safe integer');
    expect(await codeOf(db.write((sql) => put(sql, 'a\0b')))).toBe('text-unstorable');
    expect(await codeOf(db.write((sql) => put(sql, 'x', 1.5)))).not.toBe('no refusal');
  });

  it('orders texts by their bytes, whatever its language', async () => {
    const texts = ['a', 'B', 'č', 'C', 'ch', 'z', 'Z', 'd', '_', '10', '9'];
    await db.write((sql) =>
      sql.insertMany(
        INSERT,
        texts.map((text) => ['s', text, null]),
      ),
    );
    expect(await list(db)).toEqual([...texts].sort());
    expect(
      await db.read((sql) => sql.get("SELECT MAX(id) AS id FROM thing WHERE store = 's' AND id < ?", 'č')),
    ).toEqual({ id: 'z' });
  });

  it('takes 100 000 rows, replaces some, says which are new, and walks over them meanwhile writing', {
    timeout: 120_000,
  }, async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => ['s', `i${i}`, i]);
    const keep = 'ON CONFLICT (store, id) DO NOTHING RETURNING n';
    const [first, second] = await db.write(
      async (sql) => [
        await sql.insertMany(INSERT, rows.slice(0, 60_000)),
        await sql.insertReturning<{ n: number }>(INSERT, rows.slice(50_000), keep),
      ],
      's',
    );
    expect([first, second?.length, Math.min(...(second ?? []).map(({ n }) => n))]).toEqual([
      60_000, 40_000, 60_000,
    ]);
    const replaced = await db.write(
      (sql) =>
        sql.insertMany(
          INSERT,
          rows.slice(0, 10).map(([s, id, n]) => [s as string, id as string, -(n as number)]),
          'ON CONFLICT (store, id) DO UPDATE SET n = excluded.n WHERE excluded.n < thing.n',
        ),
      's',
    );
    expect(replaced).toBe(9);
    expect(await db.write((sql) => sql.insertMany(INSERT, []))).toBe(0);

    let most = 0;
    let sum = 0;
    const before = process.memoryUsage().heapUsed;
    await db.write(async (sql) => {
      await sql.run('CREATE TABLE other (store TEXT NOT NULL PRIMARY KEY)');
      for await (const { n } of sql.each<{ n: number }>(
        'SELECT * FROM thing WHERE store = ? AND n >= ? ORDER BY n',
        's',
        0,
      )) {
        sum += n;
        if (n % 10_000 === 0) {
          await sql.run('INSERT INTO other (store) VALUES (?)', `${n}`);
          global.gc?.();
          most = Math.max(most, process.memoryUsage().heapUsed - before);
        }
      }
      for await (const row of sql.each<{ n: number }>('SELECT n FROM thing')) if (row.n !== undefined) break;
      expect(await sql.all('SELECT store FROM other')).toHaveLength(10);
    });
    expect(sum).toBe((99_999 * 100_000) / 2 - 45);
    expect(most).toBeLessThan(40_000_000);
  });

  it('takes each step once and in order, and stops at one that fails', async () => {
    const more: Migration[] = [
      ...STEPS,
      { name: 'colour', sql: 'ALTER TABLE thing ADD COLUMN colour TEXT' },
      { name: 'fill', sql: "INSERT INTO thing (store, id, colour) VALUES ('s', 'new', 'red')" },
    ];
    await db.migrate(more);
    await db.migrate(more);
    expect(await list(db)).toEqual(['new']);
    const wrong: Migration[] = [...more, { name: 'half', sql: 'DELETE FROM thing; SELECT no FROM such' }];
    await expect(db.migrate(wrong)).rejects.toThrow();
    expect(await list(db)).toEqual(['new']);
    await db.migrate(more);
    expect(await codeOf(db.migrate(STEPS))).toBe('database-newer');
    await expect(db.migrate([...more, ...STEPS])).rejects.toThrow('one name');
  });

  it('belongs to one process, as long as that has it open', async () => {
    expect(await codeOf(openDatabase({ url: await open.url() }))).toBe('database-taken');
    const writing = db.write((sql) => put(sql, 'a'));
    const closing = db.close();
    expect(await codeOf(db.write((sql) => put(sql, 'b')))).toBe('closing');
    expect(await codeOf(db.read((sql) => sql.all('SELECT id FROM thing')))).toBe('closing');
    await Promise.all([writing, closing]);
    expect(await list(await open())).toEqual(['a']);
  });

  it('has what was committed when its process is killed', async () => {
    await db.close();
    const { acknowledged, kill } = await writer(open);
    const last = await acknowledged(30);
    await kill();
    const ids = await list(await open());
    expect(ids.length).toBeGreaterThanOrEqual(last);
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => String(i + 1).padStart(6, '0')));
  });
});

/** A process that writes one row after another, and says the number of each that is durable. */
async function writer(open: Opener) {
  const program = `
    import { openDatabase } from '${new URL('./open.ts', import.meta.url)}';
    const db = await openDatabase({ url: process.argv[1] });
    for (let n = 1; ; n++) {
      await db.write((sql) => sql.run('INSERT INTO thing (store, id) VALUES (?, ?)', 's', String(n).padStart(6, '0')), 's');
      console.log(n);
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, await open.url()], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let last = 0;
  let wanted = Number.POSITIVE_INFINITY;
  const enough = signal();
  child.stdout.on('data', (text: Buffer) => {
    last = Math.max(last, ...String(text).trim().split('\n').map(Number));
    if (last >= wanted) enough.give();
  });
  return {
    async acknowledged(count: number) {
      wanted = count;
      await enough.given;
      return last;
    },
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

describe('PostgreSQL', () => {
  const open = postgresOpener();

  it('that goes away and comes back is told in words, and is used again', async () => {
    const db = await open();
    await db.migrate(STEPS);
    const server = await theCluster();
    await server.stopServer();
    expect(await codeOf(db.write((sql) => put(sql, 'a'), 's'))).toBe('database-away');
    expect(await codeOf(db.read((sql) => sql.all('SELECT id FROM thing')))).toBe('database-away');
    await server.startServer();
    await db.write((sql) => put(sql, 'b'), 's');
    expect(await list(db)).toEqual(['b']);
    // In the middle of a transaction.
    expect(
      await codeOf(
        db.write(async (sql) => {
          await put(sql, 'c');
          await server.crash();
          await put(sql, 'd');
        }, 's'),
      ),
    ).toBe('database-away');
    await db.write((sql) => put(sql, 'e'), 's');
    expect(await list(db)).toEqual(['b', 'e']);
  });

  it('lets nobody write who is no longer its owner', async () => {
    const db = await open();
    await db.migrate(STEPS);
    const server = await theCluster();
    const [{ name } = { name: '' }] = await db.read((sql) =>
      sql.all<{ name: string }>('SELECT current_database() AS name'),
    );
    // As if the connection that holds the lock were gone without anybody noticing, and another one had come.
    await server.query(name, "UPDATE owner SET token = 'another'");
    expect(await codeOf(db.write((sql) => put(sql, 'a'), 's'))).toBe('database-taken');
    expect(await list(db)).toEqual([]);
  });

  it('makes a commit durable whatever the database is set to, and stops a statement that takes too long', async () => {
    const db = await open();
    const server = await theCluster();
    const [{ name } = { name: '' }] = await db.read((sql) =>
      sql.all<{ name: string }>('SELECT current_database() AS name'),
    );
    await server.query('postgres', `ALTER DATABASE ${name} SET synchronous_commit = off`);
    await db.close();
    const again = await open();
    const show = (setting: string) => again.read((sql) => sql.get<Record<string, string>>(`SHOW ${setting}`));
    expect(await show('synchronous_commit')).toEqual({ synchronous_commit: 'on' });
    expect(await show('statement_timeout')).toEqual({ statement_timeout: '1min' });
    expect(
      await codeOf(
        again.read(async (sql) => {
          await sql.run("SELECT set_config('statement_timeout', '50', true)");
          await sql.all('SELECT pg_sleep(20)');
        }),
      ),
    ).toBe('database-slow');
  });

  it('that refuses the user, or has no such database, is told in words', async () => {
    const url = await open.url();
    expect(await codeOf(openDatabase({ url: url.replace(/\/t\d+\?/, '/nowhere?') }))).toBe('database-denied');
    expect(await codeOf(openDatabase({ url: url.replace('owner@', 'nobody@') }))).toBe('database-denied');
  });
});

describe('SQLite', () => {
  const open = sqliteOpener();

  it('reads again what it had under the rights of its owner alone, with commits on the disk', async () => {
    const db = await open();
    const pragma = (name: string) => db.read((sql) => sql.get<Record<string, unknown>>(`PRAGMA ${name}`));
    expect(await pragma('journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(await pragma('trusted_schema')).toEqual({ trusted_schema: 0 });
    const write = (name: string) => db.write((sql) => sql.get<Record<string, unknown>>(`PRAGMA ${name}`));
    expect([await write('synchronous'), await write('foreign_keys')]).toEqual([
      { synchronous: 2 },
      { foreign_keys: 1 },
    ]);
    const { statSync } = await import('node:fs');
    const file = (await open.url()).slice('sqlite:'.length);
    for (const suffix of ['', '-wal', '.lock']) expect(statSync(`${file}${suffix}`).mode & 0o077).toBe(0);
  });

  it('that has no room for more is told in words, and what was there remains', async () => {
    const db = await open();
    await db.migrate(STEPS);
    await db.write((sql) => put(sql, 'a'));
    await db.write((sql) => sql.get('PRAGMA max_page_count = 1'));
    const rows = Array.from({ length: 20_000 }, (_, i) => ['s', `i${i}`, i]);
    expect(await codeOf(db.write((sql) => sql.insertMany(INSERT, rows)))).toBe('disk-full');
    expect(await codeOf(db.write((sql) => sql.nested(() => sql.insertMany(INSERT, rows))))).toBe('disk-full');
    expect(await list(db)).toEqual(['a']);
  });
});

describe('an address of a database', () => {
  it.each(['', 'sqlite:', 'mysql://x', '/var/lib/x.db'])('%j is told to be none', async (url) => {
    expect(await codeOf(openDatabase({ url }))).toBe('database-url');
  });
});
