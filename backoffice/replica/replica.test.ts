import { beforeEach, expect, it } from 'vitest';
import { DELETED, type FactRow } from '../../sync/index.ts';
import { shiftSum } from '../../wire/index.ts';
import { type ManualWorld, manualWorld } from '../../world/manual.fixture.ts';
import { describeBoth } from '../database/both.fixture.ts';
import type { Database, Value } from '../database/database.ts';
import type { Projection } from './projection.ts';
import { readRecord } from './reading.ts';
import { cell, fact, gossip, meet, register, rowsIn, rowsOf } from './register.fixture.ts';
import type { News } from './replica.ts';
import { createReplicas } from './replicas.ts';
import { replicaSteps } from './schema.ts';

describeBoth('the replica of a store', (open) => {
  let db: Database;
  let world: ManualWorld;
  beforeEach(async () => {
    world = manualWorld();
    db = await open();
    await db.migrate(replicaSteps);
  });
  const shop = (projections: readonly Projection[] = []) =>
    createReplicas({
      database: db,
      world,
      projections,
      onFault: (error) => {
        throw error;
      },
    });

  it('takes in what a register has, and gives to another what it lacks', async () => {
    const store = await shop().of('s');
    const [a, b] = [register('a', () => store.origin), register('b', () => store.origin)];
    a.write(cell('i', 'price', 1), fact('r', { total: 5 }));
    b.write(cell('i', 'name', 'Guláš'));
    for (const one of [a, b, a]) await meet(one, store);
    expect(rowsOf(a.storage)).toEqual(rowsOf(b.storage));
    expect(await rowsIn(db, 's')).toEqual(rowsOf(a.storage));
    expect(store.vector()).toEqual({ a: 2, b: 1, [store.origin]: 0 });
  });

  it('writes cells of its own above those it holds, and a register gets them with its next request', async () => {
    const store = await shop().of('s');
    const a = register('a', () => store.origin, { wall_ms: () => world.wall_ms() + 3 * 365 * 86_400_000 });
    a.write(cell('i', 'price', 1));
    await meet(a, store);
    expect(await store.write([cell('i', 'price', 2)])).toMatchObject({ ok: true, rows: [{ seq: 1 }] });
    expect(await meet(a, store)).toBe(1);
    expect(a.storage.cell('item', 'i', 'price')?.val).toBe('2');
    a.write(cell('i', DELETED, true));
    await meet(a, store);
    expect(await store.write([cell('i', 'price', 3)])).toEqual({ ok: false, fault: 'deleted' });
    expect(await store.write([])).toEqual({ ok: true, rows: [] });
  });

  it('takes a backlog in parts, as one, in as many requests as there are parts', async () => {
    const news: News[] = [];
    const replicas = shop();
    replicas.onTaken((one) => news.push(one));
    const store = await replicas.of('s');
    const a = register('a', () => store.origin);
    for (let i = 0; i < 20; i++) {
      a.write(
        ...Array.from({ length: 500 }, (_, n) =>
          n % 5 === 0 ? cell(`i${n}`, 'n', i) : fact(`r${i}`, { n }),
        ),
      );
    }
    const requests = await meet(a, store);
    expect(requests).toBeLessThan(12);
    expect(await rowsIn(db, 's')).toEqual(rowsOf(a.storage));
    expect(news).toMatchObject([{ store: 's', from: { registerId: 'id-a' }, more: true }]);
    const b = register('b', () => store.origin);
    expect(await meet(b, store)).toBeLessThan(12);
    expect(rowsOf(b.storage)).toEqual(rowsOf(a.storage));
  });

  it('keeps nothing back for a row that is none, and shows it', async () => {
    const store = await shop().of('s');
    const [a, b] = [register('a', () => store.origin), register('b', () => store.origin)];
    a.write(fact('r1', {}), fact('r2', {}), fact('r3', {}), cell('i', 'n', 1), fact('r\0', {}));
    await store.exchange('id-a', 'a', a.take());
    a.hear([{ type: 'hello', proto: 1, origin: store.origin, vv: {}, reply: true }]);
    const [changes, hello] = a.take() as [{ rows: Record<string, unknown>[] }, unknown];
    (changes.rows[1] as { body: string }).body = 'no JSON';
    changes.rows[3] = { what: 'is this' };
    const said = await store.exchange('id-a', 'a', [changes, hello]);
    expect(said).toMatchObject({ vv: { a: 5 }, parked: 3 });
    await store.exchange('id-a', 'a', [changes, hello]);
    expect(
      (await store.parked()).map(({ what, seq, kind, why, registerId }) => [
        what,
        seq,
        kind,
        why,
        registerId,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['form', 2, 'receipt', 'rows[1].body', 'id-a'],
        ['form', null, null, 'rows[3].origin', 'id-a'],
        ['characters', 5, 'receipt', expect.stringContaining('U+0000'), 'id-a'],
      ]),
    );
    await meet(b, store);
    expect(rowsOf(b.storage).map((row) => JSON.parse(row).id)).toEqual(['r1', 'r3']);
  });

  it('puts aside the one row that a projection cannot read, and projects all others', async () => {
    const seen: string[] = [];
    let knows = false;
    const picky = (version: number): Projection => ({
      name: 'picky',
      version,
      async take(sql, of, { records, facts }) {
        for (const { id } of [...records, ...facts]) {
          await sql.run(
            'INSERT INTO projection (store, name, version) VALUES (?, ?, 1) ON CONFLICT (store, name) DO NOTHING',
            `${of}-seen`,
            id,
          );
          if (id.startsWith('bad') && !knows) await sql.run('SELECT no FROM such');
        }
      },
      clear: async (sql, of) => void (await sql.run('DELETE FROM projection WHERE store = ?', `${of}-seen`)),
    });
    const other: Projection = {
      name: 'other',
      version: 1,
      take: async (_sql, _of, { facts }) => void seen.push(...facts.map(({ id }) => id)),
      clear: async () => {},
    };
    const projected = async () =>
      (
        await db.read((sql) =>
          sql.all<{ name: string }>("SELECT name FROM projection WHERE store = 's-seen' ORDER BY name"),
        )
      ).map(({ name }) => name);
    const store = await shop([picky(1), other]).of('s');
    const a = register('a', () => store.origin);
    a.write(fact('r1', {}), fact('bad1', {}), cell('i', 'n', 1), cell('bad2', 'n', 1), fact('r2', {}));
    await meet(a, store);
    expect(await projected()).toEqual(['i', 'r1', 'r2']);
    expect(seen).toEqual(['r1', 'bad1', 'r2']);
    expect((await store.parked()).map(({ what, kind, id, seq }) => [what, kind, id, seq])).toEqual(
      expect.arrayContaining([
        ['picky', 'receipt', 'bad1', 2],
        ['picky', 'item', 'bad2', null],
      ]),
    );
    // It is held and passed on all the same.
    expect(await rowsIn(db, 's')).toEqual(rowsOf(a.storage));

    // A program that knows more reads it again, from the beginning.
    knows = true;
    const again = await shop([picky(2), other]).of('s');
    expect(await projected()).toEqual(['bad1', 'bad2', 'i', 'r1', 'r2']);
    expect([await again.parked(), seen.length]).toEqual([[], 3]);
  });

  it('reads a record again that was put aside, when it has changed', async () => {
    const store = await shop([
      {
        name: 'price',
        version: 1,
        async take(sql, of, { records }) {
          for (const { tbl, id } of records) {
            const [price] = await readRecord(sql, of, tbl, id);
            if (typeof JSON.parse(price?.val ?? 'null') !== 'number') throw new Error('no price');
          }
        },
        clear: async () => {},
      },
    ]).of('s');
    const a = register('a', () => store.origin);
    a.write(cell('i', 'price', 'much'));
    await meet(a, store);
    expect(await store.parked()).toMatchObject([{ what: 'price', kind: 'item', id: 'i', why: 'no price' }]);
    await store.write([cell('i', 'price', 3)]);
    expect(await store.parked()).toEqual([]);
  });

  it('keeps stores apart', async () => {
    const replicas = shop();
    const [one, two] = [await replicas.of('one'), await replicas.of('two')];
    const [a, b] = [register('a', () => one.origin), register('a', () => two.origin)];
    a.write(cell('i', 'n', 1), fact('r', 1));
    b.write(cell('i', 'n', 2), fact('r', 2));
    await Promise.all([meet(a, one), meet(b, two)]);
    await Promise.all([meet(a, one), meet(b, two)]);
    expect(await rowsIn(db, 'one')).toEqual(rowsOf(a.storage));
    expect(await rowsIn(db, 'two')).toEqual(rowsOf(b.storage));
    expect(one.origin).not.toBe(two.origin);
  });

  it('refuses what it cannot take, before it has taken anything of it', async () => {
    const store = await shop().of('s');
    const a = register('a', () => store.origin);
    a.write(fact('r', 1));
    await store.exchange('id-a', 'a', a.take());
    a.hear([{ type: 'hello', proto: 1, origin: store.origin, vv: {}, reply: true }]);
    const said = a.take();
    const code = (messages: readonly unknown[], origin = 'a') =>
      store.exchange('id-a', origin, messages).then(
        () => 'taken',
        ({ code: it }: { code: string }) => it,
      );
    expect(await code([...said, { type: 'riddle', origin: 'a' }])).toBe('message-malformed');
    expect(await code(said, 'b')).toBe('other-origin');
    expect(await code([{ type: 'hello', proto: 2, origin: 'a', vv: {} }])).toBe('protocol');
    expect(await code([{ type: 'hello', proto: 1, origin: store.origin, vv: {} }], store.origin)).toBe(
      'origin-twin',
    );
    const many = { ...(said[0] as object), rows: Array(501).fill((said[0] as { rows: unknown[] }).rows[0]) };
    expect(await code([many, many])).toBe('too-many-rows');
    expect(store.vector()).toEqual({ [store.origin]: 0 });
    await store.write([cell('a', 'out', true, 'member')]);
    expect(await code(said)).toBe('origin-retired');
  });

  it('goes on under another name when an older copy of it was put back, and loses nothing', async () => {
    const first = await shop().of('s');
    let origin = first.origin;
    const a = register('a', () => origin);
    await first.write([cell('i', 'price', 1)]);
    await meet(a, first);
    const copy = await copyOf(db);
    await first.write([cell('i', 'price', 2), cell('j', 'price', 5)]);
    await meet(a, first);
    await putBack(db, copy);
    const again = await shop().of('s');
    await again.write([cell('k', 'price', 9)]);
    const alarms: string[] = [];
    const replicas = shop();
    replicas.onAlarm(({ kind }) => alarms.push(kind));
    const last = await replicas.of('s');
    expect(last.origin).toBe(first.origin);
    await last.exchange('id-a', 'a', a.take());
    expect([alarms, last.origin === first.origin]).toEqual([['own-tail-lost'], false]);
    origin = last.origin;
    await meet(a, last);
    expect(rowsOf(a.storage)).toEqual(await rowsIn(db, 's'));
    const values = ['i', 'j', 'k'].map((id) => a.storage.cell('item', id, 'price')?.val);
    expect(values).toEqual(['2', '5', '9']);
    expect(alarms).toEqual(['own-tail-lost']);
  });

  it('goes on under another name when the shop has put it out, and what nobody has got comes under that one', async () => {
    const store = await shop().of('s');
    const first = store.origin;
    let origin = first;
    const a = register('a', () => origin);
    a.write(fact('r1', 1));
    await store.write([cell('i', 'price', 1)]);
    await meet(a, store);
    // The shop leaves, and both go on by themselves.
    a.write(cell(first, 'out', true, 'member'), fact('r2', 2));
    await store.write([cell('i', 'price', 2), cell('j', 'price', 5)]);
    await store.renewIfRetired(['somebody', 'else']);
    expect(store.origin).toBe(first);
    await store.renewIfRetired(['somebody', first]);
    origin = store.origin;
    expect(origin).not.toBe(first);
    expect((await shop().of('s')).origin).toBe(origin);
    await meet(a, store);
    await store.write([cell('k', 'price', 9)]);
    await meet(a, store);
    expect(rowsOf(a.storage)).toEqual(await rowsIn(db, 's'));
    const values = ['i', 'j', 'k'].map((id) => a.storage.cell('item', id, 'price')?.val);
    expect(values).toEqual(['2', '5', '9']);
    expect(store.vector()).toMatchObject({ a: 3, [first]: 3, [origin]: 1 });
    // Another register of the shop that comes back later meets it under the name that it has now.
    await store.renewIfRetired([first]);
    expect(store.origin).toBe(origin);
  });

  it.each([20, 1500])(
    'throws away what was deleted and forgotten elsewhere, with %d rows beside, and passes that on',
    async (beside) => {
      const store = await shop().of('s');
      const a = register('a', () => store.origin);
      a.write(cell('gone', 'n', 1), cell('stays', 'n', 1), cell('m', 'in', true, 'member'));
      await meet(a, store);
      const b = register('b', () => store.origin);
      await meet(b, store);
      a.write(cell('gone', DELETED, true), ...Array.from({ length: beside }, (_, n) => fact(`r${n}`, n)));
      // As it stands when all registers of the shop have seen the deletion.
      a.storage.commit({
        drop: [
          { tbl: 'item', id: 'gone' },
          { tbl: 'member', id: 'm' },
        ],
        floor: { a: 4 },
      });
      const later = register('a', () => store.origin, { storage: a.storage });
      await meet(later, store);
      const rows = await rowsIn(db, 's');
      // Who belongs to the shop is never forgotten, whatever a damaged register lacks.
      expect(rows.filter((row) => !row.includes('"member"'))).toEqual(rowsOf(a.storage));
      expect(rows).toHaveLength(beside + 2);
      await meet(b, await shop().of('s'));
      expect(rowsOf(b.storage)).toEqual(rows);
    },
  );

  it('follows the clock of a register a little ahead, in parts as well, and not one years ahead', async () => {
    for (const [ahead_ms, rows, followed] of [
      [50_000, 3, true],
      [50_000, 1500, true],
      [3 * 365 * 86_400_000, 3, false],
    ] as const) {
      const store = await shop().of(`s${ahead_ms}-${rows}`);
      const a = register('a', () => store.origin, { wall_ms: () => world.wall_ms() + ahead_ms });
      a.write(...Array.from({ length: rows }, (_, n) => fact(`r${n}`, n)));
      // The last part has rows of another one alone.
      const z = register('z', () => store.origin);
      z.write(...Array.from({ length: rows }, (_, n) => fact(`z${n}`, n)));
      gossip(a, z);
      await meet(z, store);
      const written = await store.write([cell('i', 'n', 1)]);
      const ms = written.ok ? Number(written.rows[0]?.hlc.slice(0, 13)) - world.wall_ms() : Number.NaN;
      expect(ms).toBe(followed ? ahead_ms : 0);
    }
  });

  it('knows what it holds after a commit of which it was not told', async () => {
    let told = true;
    const silent: Database = {
      ...db,
      async write(run, about) {
        const result = await db.write(run, about);
        if (told) return result;
        told = true;
        throw new Error('the connection is gone');
      },
    };
    const store = await createReplicas({ database: silent, world, projections: [] }).of('s');
    const a = register('a', () => store.origin);
    await store.write([fact('own', 0)]);
    await meet(a, store);
    a.write(fact('r', 1));
    const asked = a.take();
    told = false;
    await expect(store.exchange('id-a', 'a', asked)).rejects.toThrow('gone');
    expect(await store.exchange('id-a', 'a', asked)).toMatchObject({ vv: { a: 1 } });
    told = false;
    await expect(store.write([fact('own', 1)])).rejects.toThrow('gone');
    expect(await store.write([fact('own', 2)])).toMatchObject({ rows: [{ seq: 3 }] });
    await meet(a, store);
    expect(rowsOf(a.storage)).toEqual(await rowsIn(db, 's'));
    expect(rowsOf(a.storage)).toHaveLength(4);
  });

  it('has what has come of a backlog in which nothing was replaced, and goes on from there', async () => {
    const store = await shop().of('s');
    const [a, b] = [register('a', () => store.origin), register('b', () => store.origin)];
    for (const one of [a, b])
      one.write(...Array.from({ length: 2500 }, (_, n) => fact(`${one.origin}${n}`, n)));
    const ask = async (one: typeof a) => {
      const said = await store.exchange(`id-${one.origin}`, one.origin, one.take());
      one.hear(said.messages);
    };
    for (let i = 0; i < 2; i++) await ask(a);
    expect(store.vector().a).toBe(1000);
    // Nobody waits for it, whether or not it comes back; nor does it begin anew.
    await meet(b, store);
    expect(store.vector().b).toBe(2500);
    await ask(a);
    expect(store.vector().a).toBe(2000);
    await meet(a, store);
    expect(rowsOf(a.storage)).toEqual(await rowsIn(db, 's'));
  });

  it('gives up a half-done backlog of one that fell silent when another one has one', async () => {
    const store = await shop().of('s');
    const [a, b] = [register('a', () => store.origin), register('b', () => store.origin)];
    for (const one of [a, b]) {
      // The first price was replaced by the second one: a gap, which only all of the rest can close.
      for (const price of [1, 2]) one.write(cell(one.origin, 'price', price));
      one.write(...Array.from({ length: 1498 }, (_, n) => fact(`${one.origin}${n}`, n)));
    }
    const ask = async (one: typeof a) => {
      const said = await store.exchange(`id-${one.origin}`, one.origin, one.take());
      one.hear(said.messages);
    };
    for (let i = 0; i < 2; i++) await ask(a);
    await ask(b);
    await expect(ask(b)).rejects.toMatchObject({
      code: 'store-drawing',
      status: 503,
      extra: { retryAfter_s: 5 },
    });
    expect([store.vector().b ?? 0, b.outbox]).toEqual([0, []]);
    // What comes whole is taken all the same.
    const c = register('c', () => store.origin);
    c.write(fact('c', 1));
    await ask(c);
    await ask(c);
    expect(store.vector().c).toBe(1);
    await world.advance(3 * 60_000);
    await meet(b, store);
    expect([store.vector().b, store.vector().a ?? 0]).toEqual([1500, 0]);
    for (let i = 0; i < 2; i++) await ask(a);
    const staged = () => db.read((sql) => sql.get('SELECT COUNT(*) AS n FROM stage'));
    expect(await staged()).toEqual({ n: 1000 });
    await shop().of('s');
    expect(await staged()).toEqual({ n: 0 });
    await meet(a, store, () => world.advance(5_000));
    expect(store.vector()).toMatchObject({ a: 1500, b: 1500 });
  });

  it('tells of what a shift lacks, takes it in, and never replaces a fact', async () => {
    const taken: string[] = [];
    const store = await shop([
      {
        name: 'books',
        version: 1,
        take: async (_s, _of, { facts }) => void taken.push(...facts.map((f) => f.id)),
        clear: async () => {},
      },
    ]).of('s');
    const a = register('a', () => store.origin);
    const rows = a.write(...Array.from({ length: 1200 }, (_, n) => fact(`r${n}`, n))) as FactRow[];
    await meet(a, store);
    const names = rows.map(({ origin, seq }) => [origin, seq] as const);
    const sum = shiftSum(rows);
    expect(await store.check([...names].reverse(), sum)).toEqual({ whole: true, lacking: [] });
    await db.write((sql) => sql.run("DELETE FROM fact WHERE store = 's' AND seq IN (7, 1100)"), 's');
    const lacking = [
      ['a', 7],
      ['a', 1100],
    ];
    expect(await store.check(names, sum)).toEqual({ whole: false, lacking });
    taken.length = 0;
    const sent = [
      rows[6],
      { ...rows[1099], body: 'x' },
      { ...rows[3], body: '"another"' },
      { ...rows[0], seq: 1201 },
    ];
    expect(await store.repair('id-a', sent)).toEqual({ taken: 1, differing: 1 });
    expect(await store.repair('id-a', [rows[1099], rows[6]])).toEqual({ taken: 1, differing: 0 });
    expect(taken).toEqual(['r6', 'r1099']);
    expect(await store.check(names, sum)).toEqual({ whole: true, lacking: [] });
    expect((await store.parked()).map(({ what, seq }) => [what, seq])).toEqual(
      expect.arrayContaining([
        ['form', 1100],
        ['differs', 4],
      ]),
    );
    expect(await store.check(names, shiftSum(rows.slice(1)))).toMatchObject({
      whole: false,
      lacking: { length: 1000 },
    });
  });
});

/** Everything of a database, and back again: a copy as an administrator makes it. */
async function copyOf(db: Database): Promise<Map<string, Record<string, Value>[]>> {
  const copy = new Map<string, Record<string, Value>[]>();
  for (const table of ['replica', 'vv', 'cell']) {
    copy.set(table, await db.read((sql) => sql.all<Record<string, Value>>(`SELECT * FROM ${table}`)));
  }
  return copy;
}

async function putBack(db: Database, copy: Map<string, Record<string, Value>[]>): Promise<void> {
  await db.write(async (sql) => {
    for (const [table, rows] of copy) {
      await sql.run(`DELETE FROM ${table}`);
      const columns = Object.keys(rows[0] ?? {});
      await sql.insertMany(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES`,
        rows.map((row) => columns.map((column) => row[column] as Value)),
      );
    }
  });
}
