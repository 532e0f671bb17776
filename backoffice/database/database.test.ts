import { beforeEach, expect, it } from 'vitest';
import { describeBoth } from './both.fixture.ts';
import type { Database, Migration } from './database.ts';

const STEPS: Migration[] = [
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

describeBoth('a database', (open) => {
  let db: Database;
  beforeEach(async () => {
    db = await open();
    await db.migrate(STEPS);
  });
  const put = (id: string, n: number | null) =>
    db.write((sql) => sql.run('INSERT INTO thing (store, id, n) VALUES (?, ?, ?)', 's', id, n), 's');
  const ids = () =>
    db.read(async (sql) =>
      (await sql.all<{ id: string }>('SELECT id FROM thing WHERE store = ? ORDER BY id', 's')).map(
        ({ id }) => id,
      ),
    );

  it('keeps what a write did, and nothing of one that throws', async () => {
    await put('a', 1);
    const failing = db.write(async (sql) => {
      await sql.run('INSERT INTO thing (store, id) VALUES (?, ?)', 's', 'b');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await ids()).toEqual(['a']);
  });

  it('walks over many rows and writes meanwhile', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => ['s', `i${i}`, i]);
    expect(await db.write((sql) => sql.insertMany('INSERT INTO thing (store, id, n) VALUES', rows))).toBe(
      5000,
    );
    let sum = 0;
    await db.write(async (sql) => {
      for await (const { n } of sql.each<{ n: number }>(
        'SELECT n FROM thing WHERE store = ? AND n >= ?',
        's',
        0,
      ))
        sum += n;
    });
    expect(sum).toBe((4999 * 5000) / 2);
    expect(await db.read((sql) => sql.get('SELECT SUM(n) AS sum, COUNT(*) AS count FROM thing'))).toEqual({
      sum,
      count: 5000,
    });
  });
});
