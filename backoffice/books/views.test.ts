import { beforeEach, describe, expect, test } from 'vitest';
import { manualWorld } from '../../world/manual.fixture.ts';
import { describeBoth } from '../database/both.fixture.ts';
import type { PaperView } from '../http/contract/paper.ts';
import { openRows, prepare, type Rows, STORE } from './rows.fixture.ts';
import { createTill, PETR, type Till } from './trade.fixture.ts';
import { type BookViews, createBookViews } from './views.ts';

const refused = (code: string) => expect.objectContaining({ code });

describeBoth('What is read from the books', (open) => {
  let rows: Rows;
  let views: BookViews;
  let bar: Till;

  beforeEach(async () => {
    const database = await open();
    await prepare(database);
    rows = openRows(database);
    views = createBookViews({ database, world: manualWorld() });
    bar = createTill('bar', { series: 'B1' });
    await rows.name('register', 'bar', 'Bar');
    await rows.name('category', 'napoje', 'Nápoje');
    await rows.name('staff', 's1', 'Jana Dvořáková');
  });
  const hold = () => rows.hold(bar.facts);

  describe('the portal', () => {
    test('shows a day beside the same weekday before, hour by hour and part by part, less what was taken back', async () => {
      bar.open('2026-11-17T08:00:00+01:00');
      bar.sell({ at: '2026-11-17T12:10:00+01:00', lines: [['pivo', 2000]] });
      const slip = bar.sell({ at: '2026-11-24T11:59:59+01:00', lines: [['svickova', 1000]], by: 'card' });
      bar.sell({
        at: '2026-11-24T12:00:00+01:00',
        lines: [
          ['pivo', 3000],
          ['svickova', 1000],
        ],
        tip_haler: 1_000,
        by: 'card',
        staff: PETR,
      });
      bar.reverse(slip, '2026-11-24T13:00:00+01:00');
      await hold();

      const view = await views.portal.show(STORE, { from: '2026-11-24', to: '2026-11-24' });
      expect(view.before).toEqual({ from: '2026-11-17', to: '2026-11-17' });
      // 3 × 62 + 219,90
      expect(view.total).toEqual({
        now: { count: 1, amount_haler: 40_590 },
        before: { count: 1, amount_haler: 12_400 },
      });
      expect(view.reversed.now).toEqual({ count: 1, amount_haler: -21_990 });
      expect(view.tips.now).toEqual({ count: 1, amount_haler: 1_000 });
      expect(view.hours.map(({ now }) => now.amount_haler).slice(10, 14)).toEqual([
        0, 21_990, 40_590, -21_990,
      ]);
      expect(view.hours).toHaveLength(24);
      expect(view.payments).toEqual([
        {
          ...{ key: 'card', name: 'Kartou', kind: 'card' },
          ...{ now: { count: 1, amount_haler: 41_590 }, before: { count: 0, amount_haler: 0 } },
        },
        {
          ...{ key: 'cash', name: 'Hotově', kind: 'cash' },
          ...{ now: { count: 0, amount_haler: 0 }, before: { count: 1, amount_haler: 12_400 } },
        },
      ]);
      // 186 × 21/121 = 32,2809…; 219,90 × 12/112 = 23,5607…
      expect(view.vat.map(({ rate_bp, now }) => [rate_bp, now.base_haler, now.vat_haler])).toEqual([
        [2100, 15_372, 3_228],
        [1200, 19_634, 2_356],
      ]);
      expect(view.categories.map(({ name, now }) => [name, now.amount_haler])).toEqual([
        ['jidlo', 21_990],
        ['Nápoje', 18_600],
      ]);
      expect(view.items[1]).toEqual({
        ...{ key: 'pivo', name: 'Pilsner Urquell 0,5 l', unit: 'ks' },
        now: { count: 1, amount_haler: 18_600, quantity_thousandths: 3000 },
        before: { count: 1, amount_haler: 12_400, quantity_thousandths: 2000 },
      });
      expect(view.staff.map(({ name, now }) => [name, now.amount_haler])).toEqual([
        ['Petr Šťastný', 40_590],
        ['Jana Dvořáková', 0],
      ]);
      expect(view.registers.map(({ name }) => name)).toEqual(['Bar']);
      expect(view.latest).toMatchObject({ number: 'B1-2026-000004', total_haler: -21_990 });
      expect(view.days).toEqual([
        { day: '2026-11-24', dayBefore: '2026-11-17', now: view.total.now, before: view.total.before },
      ]);
    });

    test('a longer period is compared with the same weekdays, none of them twice', async () => {
      const month = await views.portal.show(STORE, { from: '2026-11-01', to: '2026-11-30' });
      expect(month.before).toEqual({ from: '2026-09-27', to: '2026-10-26' });
      expect(month.days).toHaveLength(30);
      expect(month.days[0]).toMatchObject({ day: '2026-11-01', dayBefore: '2026-09-27' });
      expect(month.total.now).toEqual({ count: 0, amount_haler: 0 });
      expect(month.latest).toBeNull();
    });

    test('a day counts by the clock of the shop, and another store has none of it', async () => {
      bar.open('2026-11-24T08:00:00+01:00');
      bar.sell({ at: '2026-11-24T23:59:59+01:00', lines: [['pivo', 1000]] });
      bar.sell({ at: '2026-11-25T00:00:00+01:00', lines: [['kava', 1000]] });
      await hold();
      const day = (store: string) => views.portal.show(store, { from: '2026-11-24', to: '2026-11-24' });
      expect((await day(STORE)).total.now).toEqual({ count: 1, amount_haler: 6_200 });
      expect((await day('jina')).total.now).toEqual({ count: 0, amount_haler: 0 });
      expect((await day('jina')).latest).toBeNull();
    });

    test('refuses a period that ends before it begins, has no such day, or is too long', async () => {
      for (const [from, to] of [
        ['2026-11-24', '2026-11-23'],
        ['2026-02-30', '2026-03-01'],
        ['2025-01-01', '2026-11-23'],
      ] as const) {
        await expect(views.portal.show(STORE, { from, to })).rejects.toEqual(refused('bad-period'));
      }
    });

    test('who pays no VAT has sold without any', async () => {
      bar.open('2026-11-24T08:00:00+01:00');
      const seller = { name: 'Jan', place: '', address: 'Ves 1', ico: '12345678', dic: null };
      bar.sell({ at: '2026-11-24T12:00:00+01:00', lines: [['pivo', 1000]], seller });
      await hold();
      const { vat } = await views.portal.show(STORE, { from: '2026-11-24', to: '2026-11-24' });
      expect(vat.map(({ rate_bp, now }) => [rate_bp, now.base_haler, now.vat_haler])).toEqual([
        [0, 6_200, 0],
      ]);
    });
  });

  describe('the history', () => {
    beforeEach(async () => {
      bar.open('2026-11-24T08:00:00+01:00');
      bar.sell({ at: '2026-11-24T12:00:00+01:00', lines: [['svickova', 1000]], table: 'Stůl 12' });
      bar.sell({ at: '2026-11-24T12:30:00+01:00', lines: [['kava', 2000]], by: 'card', staff: PETR });
      bar.sell({ at: '2026-11-25T09:00:00+01:00', lines: [['pivo', 1000]], by: 'invoice', table: 'Stůl 2' });
      const [first, second] = bar.receipts;
      if (!first || !second) throw new Error('nothing was sold');
      bar.write('reversal-allowed', 'bar-r4', { allowedBy: 's1' });
      bar.reverse(first, '2026-11-25T10:00:00+01:00', PETR);
      bar.outcome(second.id, {});
      bar.outcome(first.id, { state: 'rejected', code: -5 });
      await hold();
    });
    const found = async (query: Parameters<BookViews['history']['list']>[1]) =>
      (await views.history.list(STORE, query)).receipts.map(({ number }) => Number(number.slice(-6)));

    test('finds by anything that people remember', async () => {
      const cases = [
        ['everything, newest first', {}, [4, 3, 2, 1]],
        ['a number', { q: '000002' }, [2]],
        ['an item without diacritics', { q: 'SVICKOVA' }, [4, 1]],
        ['an amount', { q: '111,00' }, [2]],
        ['two words', { q: 'kava petr' }, [2]],
        ['what nobody has sold', { q: 'knedlik' }, []],
        ['signs that are no wildcards', { q: '%' }, []],
        ['a day', { from: '2026-11-24', to: '2026-11-24' }, [2, 1]],
        ['minutes', { from: '2026-11-24T12:00', to: '2026-11-24T12:29' }, [1]],
        ['a range of totals', { least_haler: 6_200, most_haler: 11_100 }, [3, 2]],
        ['a table', { table: 'Stůl 12' }, [4, 1]],
        ['staff', { staffId: 's2' }, [4, 2]],
        ['a register', { registerId: 'sal' }, []],
        ['a shift', { shiftId: 'bar-sh1' }, [4, 3, 2, 1]],
        ['a way to pay', { paymentId: 'card' }, [2]],
        ['sales', { kind: 'sale' }, [3, 2, 1]],
        ['reversals', { kind: 'reversal' }, [4]],
        ['what is confirmed', { eet: 'confirmed' }, [2]],
        ['what has no POK', { eet: 'open' }, [4, 1]],
        ['what is rejected', { eet: 'rejected' }, [1]],
        ['what is not registered', { eet: 'none' }, [3]],
      ] as const;
      for (const [what, query, numbers] of cases) expect(await found(query), what).toEqual(numbers);
    });

    test('comes page by page, nothing twice and nothing left out', async () => {
      const seen: string[] = [];
      let before: string | undefined;
      do {
        const page = await views.history.list(STORE, { limit: 1, ...(before ? { before } : {}) });
        seen.push(...page.receipts.map(({ id }) => id));
        before = page.next ?? undefined;
      } while (before);
      expect(seen).toEqual(['bar-r4', 'bar-r3', 'bar-r2', 'bar-r1']);
    });

    test('tells of a receipt at one look', async () => {
      const { receipts } = await views.history.list(STORE, { q: '000001' });
      expect(receipts[0]).toMatchObject({
        ...{ registerName: 'Bar', table: 'Stůl 12', total_haler: 21_990, payments: ['Hotově'] },
        ...{ reversal: false, reversed: true, itemCount: 1, staff: { name: 'Jana Dvořáková' } },
        eet: { state: 'rejected', deadlineAt: '2026-11-26T12:00:00+01:00' },
      });
      expect(receipts[0]?.eet?.why?.reason.cs).toContain('-5');
    });

    test('shows one with its reversal, both ways, and who allowed it', async () => {
      const sale = await views.history.get(STORE, 'bar-r1');
      expect(sale).toMatchObject({
        reverses: null,
        reversedBy: [{ id: 'bar-r4', number: 'B1-2026-000004' }],
        allowedBy: null,
        shift: { id: 'bar-sh1', zNumber: null },
        eet: { toldBy: { id: 'bar', name: 'Bar' }, total: '219.90' },
      });
      expect(sale.receipt).toEqual(bar.receipts[0]);
      expect(await views.history.get(STORE, 'bar-r4')).toMatchObject({
        reverses: { id: 'bar-r1', number: 'B1-2026-000001', reason: 'omyl', here: true },
        allowedBy: 'Jana Dvořáková',
        reversedBy: [],
      });
      expect((await views.history.get(STORE, 'bar-r3')).eet).toBeNull();
    });

    test('has no receipt of another store', async () => {
      await expect(views.history.get('jina', 'bar-r1')).rejects.toEqual(refused('no-receipt'));
      expect((await views.history.list('jina', {})).receipts).toEqual([]);
      expect((await views.history.filters('jina')).staff).toEqual([]);
    });

    test('offers what can be looked for, in people’s order', async () => {
      expect(await views.history.filters(STORE)).toEqual({
        registers: [{ id: 'bar', name: 'Bar' }],
        staff: [
          { id: 's1', name: 'Jana Dvořáková' },
          { id: 's2', name: 'Petr Šťastný' },
        ],
        payments: [
          { id: 'invoice', name: 'Fakturou' },
          { id: 'cash', name: 'Hotově' },
          { id: 'card', name: 'Kartou' },
        ],
        tables: ['Stůl 2', 'Stůl 12'],
      });
    });

    test('shows the paper: what stands on it, how wide, and in what letters', async () => {
      const paper = await views.papers.receipt(STORE, 'bar-r4', 42);
      expect(paper.columns).toBe(42);
      expect(widest(paper)).toBe(42);
      expect(texts(paper)).toContain('STORNO dokladu č. B1-2026-000001');
      const total = paper.lines.find((line) => line.kind === 'text' && line.text.startsWith('CELKEM'));
      expect(total).toMatchObject({ bold: true, doubleHeight: true });
      expect(texts(paper)).toContain('EET: bude odesláno');
      expect(paper.lines.at(-1)).toEqual({ kind: 'cut' });
      const other = await views.papers.receipt(STORE, 'bar-r2');
      expect(widest(other)).toBe(48);
      expect(texts(other)).toContain('POK: pok-0001-0002');
    });
  });

  describe('shifts', () => {
    test('are seen from their opening on, whole when all has come', async () => {
      bar.open('2026-11-24T08:00:00+01:00', 150_000);
      await hold();
      const [open] = (await views.shifts.list(STORE, {})).shifts;
      expect(open).toMatchObject({
        ...{ state: 'open', registerName: 'Bar', openedBy: { name: 'Jana Dvořáková' }, closed: null },
        ...{ float_haler: 150_000, expected_haler: 150_000, receiptCount: 0, takings_haler: 0 },
      });

      bar.sell({ at: '2026-11-24T12:00:00+01:00', lines: [['pivo', 2000]] });
      bar.cash('2026-11-24T13:00:00+01:00', -50_000);
      await hold();
      const x = await views.shifts.get(STORE, 'bar-sh1');
      expect(x).toMatchObject({
        kind: 'x',
        state: 'open',
        expected_haler: 112_400,
        takings_haler: 12_400,
        held: null,
      });
      expect(x.report).toMatchObject({ receiptCount: 1, expected_haler: 112_400, cashOut_haler: 50_000 });
      expect(x.categories).toEqual({ napoje: 'Nápoje' });
      expect(x.staff).toEqual({ s1: 'Jana Dvořáková' });

      const z = bar.close('2026-11-24T23:00:00+01:00', 112_000);
      await hold();
      const closed = await views.shifts.get(STORE, 'bar-sh1');
      expect(closed).toMatchObject({
        ...{ kind: 'z', state: 'whole', lacks: null, held: null, openBills: 0, takings_haler: 12_400 },
        closed: { zNumber: 1, counted_haler: 112_000, difference_haler: -400, receiptCount: 1 },
      });
      expect(closed.report).toEqual(z);
      const paper = await views.papers.shift(STORE, 'bar-sh1', 42);
      expect(texts(paper)).toContain('Manko');
      expect(widest(paper)).toBe(42);
      expect(texts(await views.papers.shift(STORE, 'bar-sh1'))).toContain('Bar');
    });

    test('that lack something say so until it comes', async () => {
      bar.open('2026-11-24T08:00:00+01:00');
      for (const hour of ['12', '13', '14']) {
        bar.sell({ at: `2026-11-24T${hour}:00:00+01:00`, lines: [['pivo', 1000]] });
      }
      bar.cash('2026-11-24T15:00:00+01:00', 1_000);
      bar.close('2026-11-24T23:00:00+01:00');
      const late = bar.facts.filter(
        ({ kind, id }) => kind === 'cash-movement' || (kind === 'receipt' && id !== 'bar-r1'),
      );
      await rows.hold(bar.facts.filter((fact) => !late.includes(fact)));
      const shift = async () => (await views.shifts.list(STORE, {})).shifts[0];
      expect(await shift()).toMatchObject({
        state: 'incomplete',
        lacks: {
          cs: 'Nepřišly 2 účtenky; uzávěrka jich uvádí 3. Nepřišel 1 vklad nebo výběr hotovosti.',
        },
        receiptCount: 1,
        takings_haler: 18_600,
      });
      expect((await views.shifts.list(STORE, { state: 'incomplete' })).shifts).toHaveLength(1);
      expect((await views.shifts.get(STORE, 'bar-sh1')).held).toMatchObject({ receiptCount: 1 });
      await rows.hold(late.slice(0, 1));
      expect((await shift())?.lacks?.cs).toContain('Nepřišla 1 účtenka;');
      await rows.hold(late);
      expect(await shift()).toMatchObject({ state: 'whole', lacks: null, receiptCount: 3 });
    });

    test('whose sums differ by a haléř are not whole', async () => {
      bar.open('2026-11-24T08:00:00+01:00');
      bar.sell({ at: '2026-11-24T12:00:00+01:00', lines: [['pivo', 1000]] });
      bar.close('2026-11-24T23:00:00+01:00');
      const facts = bar.facts.map((fact) => {
        if (fact.kind !== 'shift-closed') return fact;
        const kept = JSON.parse(fact.body);
        return {
          ...fact,
          body: JSON.stringify({
            ...kept,
            report: { ...kept.report, takings_haler: kept.report.takings_haler + 1 },
          }),
        };
      });
      await rows.hold(facts);
      const [shift] = (await views.shifts.list(STORE, {})).shifts;
      expect(shift).toMatchObject({ state: 'incomplete' });
      expect(shift?.lacks?.cs).toBe('Účtenky přišly všechny, ale jejich součty se s uzávěrkou liší.');
    });

    test('come page by page, open ones first', async () => {
      for (const day of ['22', '23']) {
        bar.open(`2026-11-${day}T08:00:00+01:00`);
        bar.close(`2026-11-${day}T22:00:00+01:00`);
      }
      const sal = createTill('sal');
      sal.open('2026-11-20T08:00:00+01:00');
      await hold();
      await rows.hold(sal.facts);
      const seen: string[] = [];
      let before: string | undefined;
      do {
        const page = await views.shifts.list(STORE, { limit: 1, ...(before ? { before } : {}) });
        seen.push(...page.shifts.map(({ id }) => id));
        before = page.next ?? undefined;
      } while (before);
      expect(seen).toEqual(['sal-sh1', 'bar-sh2', 'bar-sh1']);
      const ids = async (query: Parameters<BookViews['shifts']['list']>[1]) =>
        (await views.shifts.list(STORE, query)).shifts.map(({ id }) => id);
      expect(await ids({ from: '2026-11-22', to: '2026-11-22' })).toEqual(['bar-sh1']);
      expect(await ids({ registerId: 'sal' })).toEqual(['sal-sh1']);
      expect(await ids({ state: 'closed' })).toEqual(['bar-sh2', 'bar-sh1']);
      await expect(views.shifts.get('jina', 'bar-sh1')).rejects.toEqual(refused('no-shift'));
    });
  });

  describe('registration', () => {
    test('what has no POK comes with the nearest deadline first; counts are by register', async () => {
      const sal = createTill('sal', { series: 'S1' });
      for (const till of [bar, sal]) {
        till.open('2026-11-24T08:00:00+01:00');
        till.sell({ at: '2026-11-24T12:00:00+01:00', lines: [['pivo', 1000]] });
        till.sell({ at: '2026-11-24T11:00:00+01:00', lines: [['pivo', 1000]] });
      }
      bar.outcome('bar-r1', {});
      // A later word never takes a confirmation back.
      bar.outcome('bar-r1', { state: 'waiting' });
      sal.outcome('sal-r2', { state: 'blocked', reason: 'over' });
      bar.write('eet-take-over', 'sal', {
        registerId: 'bar',
        at: '2026-11-24T20:00:00+01:00',
        staffId: 's1',
      });
      await hold();
      await rows.hold(sal.facts);

      const overview = await views.eet.overview(STORE);
      expect(overview).toMatchObject({
        ...{ waiting: 2, blocked: 1, rejected: 0, unverified: 0, confirmed: 1, playground: 0 },
        deadlineAt: '2026-11-26T11:00:00+01:00',
      });
      expect(overview.registers.map((one) => [one.registerId, one.waiting, one.confirmed])).toEqual([
        ['bar', 1, 1],
        ['sal', 1, 0],
      ]);
      expect(overview.registers[1]?.takenOverBy).toEqual([
        { id: 'bar', name: 'Bar', at: '2026-11-24T20:00:00+01:00' },
      ]);
      const ids = async (query: Parameters<BookViews['eet']['list']>[1]) =>
        (await views.eet.list(STORE, query)).sales.map(({ receiptId }) => receiptId);
      expect(await ids({ state: 'open' })).toEqual(['bar-r2', 'sal-r2', 'sal-r1']);
      expect(await ids({})).toEqual(['sal-r1', 'bar-r1', 'sal-r2', 'bar-r2']);
      expect(await ids({ state: 'confirmed' })).toEqual(['bar-r1']);
      expect(await ids({ registerId: 'sal', from: '2026-11-24T11:30' })).toEqual(['sal-r1']);
      const first = await views.eet.list(STORE, { state: 'open', limit: 1 });
      expect(await ids({ state: 'open', after: first.next ?? '' })).toEqual(['sal-r2', 'sal-r1']);
      expect(await views.eet.overview('jina')).toMatchObject({ waiting: 0, registers: [], deadlineAt: null });
    });
  });
});

const texts = (paper: PaperView): string =>
  paper.lines.map((line) => (line.kind === 'text' ? line.text : '')).join('\n');
const widest = (paper: PaperView): number =>
  Math.max(
    ...paper.lines.map((line) => (line.kind === 'text' ? line.text.length * (line.doubleWidth ? 2 : 1) : 0)),
  );
