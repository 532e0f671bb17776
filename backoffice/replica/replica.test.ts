import { beforeEach, expect, it } from 'vitest';
import { DELETED } from '../../sync/index.ts';
import { type ManualWorld, manualWorld } from '../../world/manual.fixture.ts';
import { describeBoth } from '../database/both.fixture.ts';
import type { Database } from '../database/database.ts';
import type { Projection } from './projection.ts';
import { cell, fact, meet, register, rowsIn, rowsOf } from './register.fixture.ts';
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
});
