import { expect, it } from 'vitest';
import { Refusal } from '../../wire/index.ts';
import { describeBoth } from '../database/both.fixture.ts';
import {
  coffee,
  drinks,
  jana,
  newId,
  openStore,
  startStore,
  type TestStore,
} from '../price-list/store.fixture.ts';

const at = 'shop';

async function refusal(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof Refusal) return error.code;
  throw error ?? new Error('nothing was refused');
}

describeBoth('stock', (open) => {
  async function kitchen(): Promise<TestStore & { meat: string; dish: string }> {
    const store = await openStore(open);
    const { id: categoryId } = await store.list.createCategory(at, drinks, jana);
    const [meat, dish] = [newId(), newId()];
    const draft = { ...coffee, categoryId, plu: null };
    await store.list.createItem(
      at,
      { id: meat, draft: { ...draft, name: 'Maso', unit: 'kg', stocked: true } },
      jana,
    );
    await store.list.createItem(at, { id: dish, draft: { ...draft, name: 'Guláš' } }, jana);
    return { ...store, meat, dish };
  }
  const move = (
    { stock, meat }: TestStore & { meat: string },
    kind: 'delivery' | 'write-off' | 'take',
    quantity_thousandths: number,
    { key = newId(), reason = 'dodací list 7' } = {},
  ) => stock.move(at, { key, kind, reason, items: [{ itemId: meat, quantity_thousandths }] }, jana);
  const level = async ({ stock }: TestStore) => (await stock.list(at)).items[0]?.level_thousandths;

  /** A sale at a register, as it journals it. */
  const sell = (itemId: string, quantity_thousandths: number, at_: string) => ({
    is: 'fact' as const,
    kind: 'stock',
    id: itemId,
    body: {
      ...{ kind: 'sale', quantity_thousandths, at: at_, staffId: 'petr', reason: '', receiptId: 'u1' },
      registerId: 'r1',
    },
  });

  it('is the last take and all that moved since, here and at registers', async () => {
    const store = await kitchen();
    const bar = store.register('r1');
    await bar.exchange();
    bar.write([sell(store.meat, -500, '2026-11-24T12:00:00+01:00')]);
    await bar.exchange();
    expect(await level(store)).toBe(-500);
    await move(store, 'take', 10_000);
    await move(store, 'delivery', 2_500);
    await move(store, 'write-off', 300, { reason: 'zkažené' });
    expect(await level(store)).toBe(12_200);
    const { movements, ...head } = await store.stock.get(at, store.meat);
    expect(head).toMatchObject({
      state: 'enough',
      countedAt: '2026-11-24T12:00:00+01:00',
      last: { kind: 'write-off' },
    });
    expect(movements).toMatchObject([
      {
        kind: 'write-off',
        quantity_thousandths: -300,
        after_thousandths: 12_200,
        by: 'Jana Nováková',
        reason: 'zkažené',
        place: { kind: 'backoffice' },
      },
      { kind: 'delivery', after_thousandths: 12_500 },
      { kind: 'take', after_thousandths: 10_000, difference_thousandths: 10_500 },
      { kind: 'sale', after_thousandths: -500, receipt: { id: 'u1', number: null }, place: { id: 'r1' } },
    ]);
    const { movements: sales } = await store.stock.movements(at, { kind: 'sale' });
    expect(sales.map(({ by }) => by)).toEqual(['petr']);
    const first = await store.stock.movements(at, { place: 'backoffice', limit: 2 });
    const rest = await store.stock.movements(at, { place: 'backoffice', limit: 2, before: first.next ?? '' });
    expect([...first.movements, ...rest.movements].map(({ kind }) => kind)).toEqual([
      'write-off',
      'delivery',
      'take',
    ]);
    expect(rest.next).toBe(null);
    expect((await store.stock.movements(at, { to: '2026-11-23' })).movements).toEqual([]);
    expect(
      (await store.stock.movements(at, { from: '2026-11-24', to: '2026-11-24' })).movements,
    ).toHaveLength(4);

    await store.database.write((sql) => sql.run("UPDATE projection SET version = 0 WHERE name = 'stock'"));
    expect(await level(startStore(store.database, store.world))).toBe(12_200);
  });

  it('what was sold before a take counts only in the take, also when it comes late', async () => {
    const store = await kitchen();
    const bar = store.register('r1');
    bar.write([sell(store.meat, -500, '2026-11-24T12:00:00+01:00')]);
    await store.world.advance(60_000);
    await move(store, 'take', 10_000);
    await bar.exchange();
    expect(await level(store)).toBe(10_000);
  });

  it('one key is one deed; what cannot be is refused whole', async () => {
    const store = await kitchen();
    const key = newId();
    await move(store, 'delivery', 1_000, { key });
    await move(store, 'delivery', 1_000, { key });
    expect(await level(store)).toBe(1_000);
    expect(await refusal(move(store, 'delivery', 2_000, { key }))).toBe('key-reused');
    expect(await refusal(move(store, 'write-off', 100, { reason: ' ' }))).toBe('reason-missing');
    expect(await refusal(move(store, 'delivery', 0))).toBe('quantity-missing');
    const items = [store.meat, store.dish].map((itemId) => ({ itemId, quantity_thousandths: 1_000 }));
    expect(await refusal(store.stock.move(at, { key: newId(), kind: 'take', reason: '', items }, jana))).toBe(
      'not-stocked',
    );
    expect(await level(store)).toBe(1_000);
    expect((await store.stock.list('jiny')).items).toEqual([]);
  });

  it('a fact that is no movement is put aside, and the rest is reckoned with', async () => {
    const store = await kitchen();
    const bar = store.register('r1');
    bar.write([
      { is: 'fact', kind: 'stock', id: store.meat, body: { kind: 'zlodej' } },
      sell(store.meat, -500, '2026-11-24T12:00:00+01:00'),
    ]);
    await bar.exchange();
    expect(await level(store)).toBe(-500);
    expect(await (await store.replicas.of(at)).parked()).toMatchObject([{ what: 'stock', kind: 'stock' }]);
  });

  it('a recipe is a field of the item, which registers get, and never goes round in a circle', async () => {
    const store = await kitchen();
    const { recipes } = store.stock;
    const { meat, dish } = store;
    const part = (itemId: string, quantity_thousandths = 200) => ({ itemId, quantity_thousandths });
    expect(await recipes.set(at, dish, [part(meat)], jana)).toMatchObject({
      ingredients: [{ name: 'Maso', unit: 'kg', quantity_thousandths: 200, stocked: true, archived: false }],
    });
    const bar = store.register('r1');
    await bar.exchange();
    expect(bar.value('item', dish, 'recipe')).toEqual([part(meat)]);
    expect((await recipes.list(at)).map(({ itemId }) => itemId)).toEqual([dish]);
    expect(await refusal(recipes.set(at, meat, [part(dish)], jana))).toBe('recipe-circle');
    expect(await refusal(recipes.set(at, dish, [part(meat), part(meat)], jana))).toBe('recipe-twice');
    expect(await refusal(recipes.set(at, dish, [part('nic')], jana))).toBe('item-unknown');
    // Another field is changed: the recipe stays.
    await store.list.editItem(at, dish, { set: { price_haler: 100 } }, jana);
    expect(await recipes.list(at)).toHaveLength(1);
    await recipes.set(at, dish, [], jana);
    expect(await recipes.list(at)).toEqual([]);
  });
});
