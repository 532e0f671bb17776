import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fits, type ItemDraft, type ItemPatch, PriceMark, Refusal } from '../../wire/index.ts';
import { describeBoth } from '../database/both.fixture.ts';
import { PriceListView } from '../http/contract/price-list.ts';
import { coffee, drinks, jana, newId, openStore, petr, startStore, type TestStore } from './store.fixture.ts';

const at = 'shop';

async function refusal(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof Refusal) return error.code;
  throw error ?? new Error('nothing was refused');
}

describeBoth('price list', (open) => {
  /** A store with one category and one item, both made here. */
  async function stocked(): Promise<TestStore & { categoryId: string; id: string }> {
    const store = await openStore(open);
    const { id: categoryId } = await store.list.createCategory(at, drinks, jana);
    const id = newId();
    await store.list.createItem(at, { id, draft: { ...coffee, categoryId } }, jana);
    return { ...store, categoryId, id };
  }
  const items = async ({ list }: TestStore) => (await list.list(at, { archived: false })).items;

  it('what a register makes stands here, and what is changed here is at the register, as it would write it', async () => {
    const store = await openStore(open);
    const bar = store.register('r1');
    bar.set('category', 'napoje', { ...drinks, archived: false });
    bar.set('item', 'kava', { ...coffee, labels: ['bar'], archived: false });
    bar.write([{ is: 'cell', tbl: 'member', id: bar.origin, col: 'register', value: 'r1' }]);
    await bar.exchange();
    const view = await store.list.list(at, { archived: false });
    expect(fits(PriceListView, view)).toBe(true);
    expect(view.items).toMatchObject([
      { id: 'kava', name: 'Černá káva', labels: ['bar'], priceChange: null },
    ]);
    expect(view.items[0]?.changed.place).toEqual({ kind: 'register', id: 'r1', name: 'Pokladna r1' });
    expect(view.labels).toEqual([{ label: 'bar', count: 1 }]);

    const before = bar.vector();
    await store.list.editItem(at, 'kava', { set: { price_haler: 5_900 } }, jana);
    await bar.exchange();
    expect(bar.value('item', 'kava', 'price_haler')).toBe(5_900);
    const mark = bar.value('item', 'kava', 'priceMark');
    expect(fits(PriceMark, mark)).toBe(true);
    expect(mark).toMatchObject({
      from_haler: 5_500,
      to_haler: 5_900,
      by: 'Jana Nováková',
      on: { id: 'backoffice', name: 'BackOffice' },
    });
    expect(bar.value('item', 'kava', 'changedBy')).toBe('Jana Nováková');
    // Price, mark and author, and nothing that stayed as it was.
    const { origin } = await store.replicas.of(at);
    expect((bar.vector()[origin] ?? 0) - (before[origin] ?? 0)).toBe(3);
  });

  it('a new item is made once, however often it is asked for', async () => {
    const store = await openStore(open);
    const { id: categoryId } = await store.list.createCategory(at, drinks, jana);
    const create = { id: newId(), draft: { ...coffee, categoryId } };
    expect(await store.list.createItem(at, create, jana)).toMatchObject({ created: true });
    expect(await store.list.createItem(at, create, jana)).toMatchObject({ created: false });
    expect(await items(store)).toHaveLength(1);
  });

  it('checks what registers check', async () => {
    const store = await stocked();
    const { list, categoryId, id } = store;
    const other = { ...coffee, categoryId };
    expect(await refusal(list.createItem(at, { id: newId(), draft: other }, jana))).toBe('plu-taken');
    const draft: ItemDraft = { ...other, plu: null, categoryId: 'jinam' };
    expect(await refusal(list.createItem(at, { id: newId(), draft }, jana))).toBe('category-unknown');
    expect(await refusal(list.editItem(at, id, { set: { vatClass: 'zadna' } }, jana))).toBe(
      'vat-class-unknown',
    );
    expect(await refusal(list.editItem(at, 'nic', { set: {} }, jana))).toBe('item-unknown');
    expect(await refusal(list.archiveCategory(at, categoryId, jana))).toBe('category-not-empty');
    expect(
      await refusal(
        list.setVatRates(
          at,
          [{ vatClass: 'zero', name: 'nulová', rate_bp: 0, validFrom: '2020-01-01' }],
          jana,
        ),
      ),
    ).toBe('vat-class-used');
    expect(await items(store)).toHaveLength(1);
  });

  it('a clash that registers have made keeps nobody from marking a dish sold out, and is told', async () => {
    const store = await stocked();
    const bar = store.register('r1');
    await bar.exchange();
    bar.set('item', 'caj', { ...coffee, name: 'Čaj', categoryId: store.categoryId, archived: false });
    await bar.exchange();
    const view = await store.list.list(at, { archived: false });
    expect(view.mends).toMatchObject([{ kind: 'plu', value: '12' }]);
    const edited = await store.list.editItem(at, 'caj', { set: { soldOut: true } }, jana);
    expect(edited.item.soldOut).toBe(true);
    expect(await refusal(store.list.editItem(at, 'caj', { set: { vatClass: 'zadna' } }, jana))).toBe(
      'vat-class-unknown',
    );
  });

  it('two people who edit one item lose nothing: fields apart, lists together, and a clash is told', async () => {
    const { list, id } = await stocked();
    const was = { price_haler: 5_500, name: 'Černá káva', labels: [] };
    await list.editItem(at, id, { set: { price_haler: 6_000, labels: ['bar'] }, was }, petr);
    const edited = await list.editItem(
      at,
      id,
      { set: { name: 'Káva', price_haler: 6_500, labels: ['zahrada'] }, was },
      jana,
    );
    expect(edited.item).toMatchObject({ name: 'Káva', price_haler: 6_000, labels: ['bar', 'zahrada'] });
    expect(edited.clashes).toMatchObject([
      { field: 'price_haler', yours: 6_500, theirs: 6_000, by: 'Petr Malý', place: { kind: 'backoffice' } },
    ]);
    // Whoever has seen the other's value may put theirs over it.
    const again = await list.editItem(
      at,
      id,
      { set: { price_haler: 6_500 }, was: { price_haler: 6_000 } },
      jana,
    );
    expect(again).toMatchObject({ item: { price_haler: 6_500 }, clashes: [] });
  });

  it('law: two editors of different fields keep both, whoever comes first and in whatever parts', async () => {
    const { list, id } = await stocked();
    const values = {
      name: fc.constantFrom('Káva', 'Espreso', 'Lungo'),
      price_haler: fc.integer({ min: 0, max: 9_999 }),
      soldOut: fc.boolean(),
      hue: fc.option(fc.integer({ min: 0, max: 359 })),
      allergens: fc
        .uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 4 })
        .map((all) => all.sort((a, b) => a - b)),
      eans: fc.uniqueArray(fc.stringMatching(/^859[0-9]{9}$/), { maxLength: 2 }),
    };
    const fields = Object.keys(values) as (keyof typeof values)[];
    await fc.assert(
      fc.asyncProperty(
        fc.record(values),
        fc.subarray(fields, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (wanted, ours, turned) => {
          const seen = (await items({ list } as TestStore))[0] as unknown as ItemDraft;
          const pick = (names: readonly string[], from: object) =>
            Object.fromEntries(Object.entries(from).filter(([field]) => names.includes(field))) as ItemPatch;
          const theirs = fields.filter((field) => !ours.includes(field));
          const edits = [ours, theirs].map((names) => ({ set: pick(names, wanted), was: pick(names, seen) }));
          for (const edit of turned ? edits.reverse() : edits) {
            expect((await list.editItem(at, id, edit, jana)).clashes).toEqual([]);
          }
          expect((await items({ list } as TestStore))[0]).toMatchObject(wanted);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('what is off the list is not sold, may be looked at, and comes back', async () => {
    const store = await stocked();
    await store.list.archiveItem(at, store.id, jana);
    expect(await items(store)).toEqual([]);
    const all = await store.list.list(at, { archived: true });
    expect(all.items).toMatchObject([{ id: store.id, archived: true }]);
    expect(await store.list.restoreItem(at, store.id, jana)).toMatchObject({ archived: false });
  });

  it('a record that cannot be read stays as it was and is told; the rest goes on', async () => {
    const store = await stocked();
    const bar = store.register('r1');
    await bar.exchange();
    bar.set('item', store.id, { price_haler: 'sto', name: 'Káva' });
    bar.set('category', 'jidla', { ...drinks, name: 'Jídla', archived: false });
    bar.set('neznama', 'x', { cokoli: 1 });
    await bar.exchange();
    const view = await store.list.list(at, { archived: false });
    expect(view.items).toMatchObject([{ name: 'Černá káva', price_haler: 5_500 }]);
    expect(view.unreadable).toEqual([
      { table: 'item', id: store.id, name: 'Černá káva', column: 'price_haler' },
    ]);
    expect(view.categories.map(({ name }) => name)).toContain('Jídla');
    bar.set('item', store.id, { price_haler: 5_000 });
    await bar.exchange();
    const mended = await store.list.list(at, { archived: false });
    expect(mended.unreadable).toEqual([]);
    expect(mended.items).toMatchObject([{ name: 'Káva', price_haler: 5_000 }]);
  });

  it('the log knows who changed what, when and where, also after the documents were made anew', async () => {
    const store = await stocked();
    const bar = store.register('r1');
    bar.write([
      { is: 'cell', tbl: 'staff', id: 'petr', col: 'name', value: 'Petr z baru' },
      { is: 'cell', tbl: 'staff', id: 'petr', col: 'role', value: 'waiter' },
      {
        is: 'cell',
        tbl: 'staff',
        id: 'petr',
        col: 'pin',
        value: `scrypt$1$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
      },
    ]);
    await bar.exchange();
    await store.world.advance(60_000);
    bar.set('item', store.id, { price_haler: 6_100 });
    await bar.exchange();
    await store.world.advance(60_000);
    await store.list.editItem(at, store.id, { set: { soldOut: true } }, jana);

    const query = { table: 'item', id: store.id } as const;
    const { changes } = await store.list.changes(at, { ...query, limit: 2 });
    expect(changes).toMatchObject([
      {
        column: 'soldOut',
        from: false,
        to: true,
        by: 'Jana Nováková',
        place: { kind: 'backoffice' },
        name: 'Černá káva',
      },
      {
        column: 'price_haler',
        from: 5_500,
        to: 6_100,
        by: 'Petr z baru',
        place: { kind: 'register', id: 'r1' },
      },
    ]);
    expect(Date.parse(changes[0]?.at ?? '') - Date.parse(changes[1]?.at ?? '')).toBe(60_000);

    const all = await store.list.changes(at, { limit: 200 });
    const paged: unknown[] = [];
    for (let before: string | undefined; ; ) {
      const page = await store.list.changes(at, { limit: 3, ...(before ? { before } : {}) });
      paged.push(...page.changes);
      if (page.next === null) break;
      before = page.next;
    }
    expect(paged).toEqual(all.changes);
    expect(await store.list.changes(at, { place: 'r1', table: 'item' })).toMatchObject({
      changes: [{ column: 'price_haler' }],
    });
    // Nobody is told the hash of a PIN.
    expect(all.changes.find(({ column }) => column === 'pin')).toMatchObject({ from: null, to: null });
    const kept = await store.database.read(async (sql) => [
      await sql.all("SELECT * FROM listed WHERE store = 'shop'"),
      await sql.all("SELECT * FROM listed_change WHERE store = 'shop'"),
    ]);
    expect(JSON.stringify(kept)).not.toContain('scrypt$');

    await store.database.write((sql) =>
      sql.run("UPDATE projection SET version = 0 WHERE name = 'price-list'"),
    );
    const anew = startStore(store.database, store.world);
    anew.registers.push(...store.registers);
    expect(await anew.list.changes(at, { limit: 200 })).toEqual(all);
    const seen = await store.list.list(at, { archived: true });
    expect({ ...(await anew.list.list(at, { archived: true })), version: 0 }).toEqual({
      ...seen,
      version: 0,
    });
  });

  it('many items at once: a preview, then that very thing or nothing', async () => {
    const store = await stocked();
    const { list, categoryId, id } = store;
    const tea = newId();
    await list.createItem(
      at,
      { id: tea, draft: { ...coffee, categoryId, name: 'Čaj', plu: null, price_haler: 4_230 } },
      jana,
    );
    const change = { kind: 'price-percent', percent_bp: 1_000, round_haler: 100, rounding: 'up' } as const;
    const preview = await list.bulk(at, { ids: [id, tea, id], change }, jana);
    expect(preview).toMatchObject({ applied: false, changed: 2, unchanged: 0, faults: [] });
    expect(preview.items).toMatchObject([
      { id, before: { price_haler: 5_500 }, after: { price_haler: 6_100 } },
      { id: tea, before: { price_haler: 4_230 }, after: { price_haler: 4_700 } },
    ]);
    expect((await items(store)).map(({ price_haler }) => price_haler)).toEqual([5_500, 4_230]);

    await list.editItem(at, tea, { set: { price_haler: 4_000 } }, petr);
    const { sum } = preview;
    expect(await refusal(list.bulk(at, { ids: [id, tea], change, apply: { sum } }, jana))).toBe(
      'preview-outdated',
    );
    const next = await list.bulk(at, { ids: [id, tea], change }, jana);
    const done = await list.bulk(at, { ids: [id, tea], change, apply: { sum: next.sum } }, jana);
    expect(done).toMatchObject({ applied: true, changed: 2 });
    expect((await items(store)).map(({ price_haler }) => price_haler)).toEqual([6_100, 4_400]);
  });

  it('many items at once: one that cannot be keeps all of them back', async () => {
    const store = await stocked();
    const request = { ids: [store.id, 'nic'], change: { kind: 'vat-class', vatClass: 'zadna' } } as const;
    const preview = await store.list.bulk(at, { ...request, ids: [...request.ids] }, jana);
    expect(preview.faults.map(({ id, field }) => [id, field])).toEqual([
      ['nic', 'id'],
      [store.id, 'vatClass'],
    ]);
    const apply = { sum: preview.sum };
    expect(await store.list.bulk(at, { ...request, ids: [...request.ids], apply }, jana)).toMatchObject({
      applied: false,
    });
    expect((await items(store))[0]?.vatClass).toBe('standard');
  });

  it('a file is tried first, then taken whole; CSV and XLSX say the same', async () => {
    const store = await stocked();
    const { files } = store.list;
    for (const bytes of [await files.csv(at), await files.xlsx(at)]) {
      expect(await files.read(at, bytes, undefined, jana)).toMatchObject({
        changed: 0,
        added: 0,
        unchanged: 1,
        faults: [],
      });
    }
    const text = 'Název;Cena;DPH;Kategorie;PLU\nKáva;60;21 %;Nápoje;12\nČaj;45;21 %;Nápoje;13\n';
    const tried = await files.read(at, Buffer.from(text), undefined, jana);
    expect(tried).toMatchObject({ applied: false, added: 1, changed: 1, faults: [] });
    expect(tried.items).toMatchObject([
      { before: { name: 'Černá káva', price_haler: 5_500 }, after: { name: 'Káva', price_haler: 6_000 } },
      { name: 'Čaj', before: null },
    ]);
    expect(await refusal(files.read(at, Buffer.from(text.replace('45', '46')), tried.sum, jana))).toBe(
      'preview-outdated',
    );
    expect(await items(store)).toHaveLength(1);
    expect(await files.read(at, Buffer.from(text), tried.sum, jana)).toMatchObject({ applied: true });
    expect((await items(store)).map(({ name, price_haler }) => [name, price_haler])).toEqual([
      ['Káva', 6_000],
      ['Čaj', 4_500],
    ]);
    const faulty = await files.read(at, Buffer.from('Název;Cena;PLU\nKáva;x;12\n'), undefined, jana);
    expect(faulty).toMatchObject({ applied: false, faults: [{ line: 2, column: 'Cena' }] });
  });

  it('a price set ahead comes by the clock, and a price set by hand afterwards takes its place', async () => {
    const store = await stocked();
    const { list, id, world } = store;
    // 12:00 in Prague.
    const draft = { kind: 'price', itemId: id, from: '2026-11-24T13:00', price_haler: 7_000 } as const;
    expect(await list.schedule(at, draft, jana)).toMatchObject({
      by: 'Jana Nováková',
      register: 'BackOffice',
    });
    expect(await refusal(list.schedule(at, { ...draft, from: '2026-11-24T11:00' }, jana))).toBe(
      'schedule-past',
    );
    expect((await list.list(at, { archived: false })).scheduled).toHaveLength(1);
    await world.advance(3_600_000);
    const view = await list.list(at, { archived: false });
    expect(view.items[0]).toMatchObject({
      price_haler: 7_000,
      priceChange: { planned: true, from_haler: 5_500 },
    });
    expect(view.scheduled).toEqual([]);
    // Another field is changed: the plan still makes the price.
    await list.editItem(at, id, { set: { soldOut: true } }, jana);
    expect((await items(store))[0]).toMatchObject({ price_haler: 7_000, priceChange: { planned: true } });
    await list.editItem(at, id, { set: { price_haler: 6_800 } }, jana);
    expect((await items(store))[0]).toMatchObject({
      price_haler: 6_800,
      priceChange: { planned: false, from_haler: 7_000 },
    });
  });

  it('happy hours are told beside the price, and are no part of it', async () => {
    const store = await stocked();
    const hours = { fromTime: '11:00', toTime: '14:00', weekdays: [1, 2, 3, 4, 5, 6, 7] };
    const change = {
      kind: 'happy-hour',
      itemId: null,
      categoryId: store.categoryId,
      price_haler: null,
      percent_bp: 1_000,
    } as const;
    const { id } = await store.list.schedule(at, { ...change, ...hours }, jana);
    expect((await items(store))[0]).toMatchObject({
      price_haler: 5_500,
      happy: { price_haler: 4_950, until: '14:00' },
    });
    await store.list.unschedule(at, id, jana);
    expect((await items(store))[0]?.happy).toBe(null);
    expect(await refusal(store.list.unschedule(at, id, jana))).toBe('scheduled-unknown');
  });

  it('tables, rates and ways to pay', async () => {
    const { list } = await openStore(open);
    const table = await list.createTable(at, { name: '7', area: 'Zahrada', position: 0 }, jana);
    expect(await refusal(list.createTable(at, { name: '7', area: 'Sál', position: 1 }, jana))).toBe(
      'table-name-taken',
    );
    await list.editTable(at, table.id, { area: 'Sál' }, jana);
    const [card] = (await list.list(at, { archived: false })).paymentTypes.filter(
      ({ kind }) => kind === 'card',
    );
    if (!card) throw new Error('no card');
    expect(await refusal(list.setPaymentTypes(at, [{ ...card, active: false }], jana))).toBe('payment-none');
    expect(await list.setPaymentTypes(at, [card], jana)).toEqual([card]);
    const rates = [{ vatClass: 'standard', name: 'základní', rate_bp: 2_100, validFrom: '2024-01-01' }];
    expect(await list.setVatRates(at, rates, jana)).toEqual(rates);
    const view = await list.list(at, { archived: false });
    expect(view).toMatchObject({
      tables: [{ name: '7', area: 'Sál' }],
      paymentTypes: [card],
      vatRates: rates,
    });
    await list.archiveTable(at, table.id, jana);
    expect((await list.list(at, { archived: false })).tables).toEqual([]);
  });

  it('which registers have a change, by their own word or by a sibling’s', async () => {
    const store = await stocked();
    const bar = store.register('r1');
    const hall = store.register('r2');
    const lacking = async () =>
      (await store.list.spread(at)).registers.map(({ registerId, lackingCount }) => [
        registerId,
        lackingCount,
      ]);
    expect(await lacking()).toEqual([
      ['r1', 1],
      ['r2', 1],
    ]);
    await bar.exchange();
    // What it holds after an exchange it says in the next one.
    await bar.exchange();
    expect(await lacking()).toEqual([
      ['r1', 0],
      ['r2', 1],
    ]);
    const said = {
      registerId: 'r2',
      name: 'Sál',
      version: null,
      origin: hall.origin,
      vv: bar.vector(),
    };
    const at_ms = store.world.wall_ms();
    store.registers[0] = {
      ...(store.registers[0] as (typeof store.registers)[0]),
      report_ms: at_ms,
      report: { siblings: [{ ...said, linked: true, since: null }] },
    };
    expect(await lacking()).toEqual([
      ['r1', 0],
      ['r2', 0],
    ]);
    await store.list.editItem(at, store.id, { set: { soldOut: true } }, jana);
    expect(await lacking()).toEqual([
      ['r1', 1],
      ['r2', 1],
    ]);
    bar.set('setting', 'register:r2', { itemSync: false });
    bar.set('setting', 'shop', { itemChanges: 'at-shift' });
    await bar.exchange();
    expect((await store.list.spread(at)).registers.map(({ takesIn }) => takesIn)).toEqual([
      'at-shift',
      'off',
    ]);
  });

  it('stores are apart', async () => {
    const store = await stocked();
    expect((await store.list.list('jiny', { archived: true })).items).toEqual([]);
    expect(await refusal(store.list.editItem('jiny', store.id, { set: { soldOut: true } }, jana))).toBe(
      'item-unknown',
    );
    expect((await store.list.changes('jiny', {})).changes).toEqual([]);
    expect((await items(store))[0]?.soldOut).toBe(false);
  });
});
