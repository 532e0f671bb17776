import { beforeEach, expect, test } from 'vitest';
import { describeBoth } from '../database/both.fixture.ts';
import { type Clashes, createClashViews } from './clash-views.ts';
import { openRows, prepare, type Rows, STORE } from './rows.fixture.ts';
import { createTill } from './trade.fixture.ts';

describeBoth('What was written twice', (open) => {
  let rows: Rows;
  let clashes: Clashes;

  beforeEach(async () => {
    const database = await open();
    await prepare(database);
    rows = openRows(database);
    clashes = createClashViews(database);
    await rows.name('register', 'bar', 'Bar');
    await rows.name('register', 'sal', 'Salonek');
  });
  const shown = async () =>
    (await clashes.waiting(STORE)).map(({ kind, text, between }) => [
      kind,
      text.cs,
      between.map(({ is, id, number, registerName, total_haler }) =>
        [is, id, number, registerName, total_haler].join(' '),
      ),
    ]);

  test('is told with both sides of it until somebody has seen to it, and to its store alone', async () => {
    const bar = createTill('bar', { series: 'A' });
    const sal = createTill('sal', { series: 'A' });
    for (const till of [bar, sal]) till.open('2026-11-24T08:00:00+01:00');
    const sold = bar.sell({ at: '2026-11-24T12:00:00+01:00', lines: [['pivo', 1000]] });
    sal.sell({ at: '2026-11-24T11:00:00+01:00', lines: [['pivo', 2000]] });
    await rows.hold(bar.facts);
    expect(await shown()).toEqual([]);
    await rows.hold(sal.facts);
    // Another store's receipts of the same number are nobody's business here.
    const theirs = createTill('cizi', { series: 'A' });
    theirs.open('2026-11-24T08:00:00+01:00');
    theirs.sell({ at: '2026-11-24T12:00:00+01:00', lines: [['pivo', 1000]] });
    await openRows(rows.db, 'jina').hold(theirs.facts);
    const number = [
      'same-number',
      'Číslo A-2026-000001 má víc účtenek (2): Salonek a Bar. Všechny platí a v tržbách jsou všechny.',
      ['receipt sal-r1 A-2026-000001 Salonek 12400', 'receipt bar-r1 A-2026-000001 Bar 6200'],
    ];
    expect(await shown()).toEqual([number]);

    const later = createTill('garden', { series: 'G' });
    later.open('2026-11-24T08:00:00+01:00');
    bar.reverse(sold, '2026-11-24T13:00:00+01:00');
    later.reverse(sold, '2026-11-24T13:05:00+01:00');
    await rows.hold([...bar.facts, ...later.facts]);
    expect(await shown()).toEqual([
      [
        'double-reversal',
        'Účtenka A-2026-000001 je stornovaná dvakrát, účtenkami A-2026-000002 a G-2026-000001. ' +
          'V tržbách jsou odečtená všechna storna.',
        ['receipt bar-r2 A-2026-000002 Bar -6200', 'receipt garden-r1 G-2026-000001 garden -6200'],
      ],
      number,
    ]);

    sal.write('clash-settled', 'same-number:A-2026-000001', { kind: 'same-number', id: 'A-2026-000001' });
    await rows.hold(sal.facts);
    expect((await shown()).map(([kind]) => kind)).toEqual(['double-reversal']);
    expect(await clashes.waiting('jina')).toEqual([]);
  });

  test('of a bill that was paid twice, is told until one of its receipts is taken back', async () => {
    const bar = createTill('bar', { series: 'A' });
    const sal = createTill('sal', { series: 'S' });
    for (const till of [bar, sal]) till.open('2026-11-24T08:00:00+01:00');
    const bill = { lines: [['pivo', 1000]] as const, billId: 'ucet', table: '4' };
    bar.sell({ at: '2026-11-24T12:00:00+01:00', ...bill });
    await rows.hold(bar.facts);
    expect(await shown()).toEqual([]);
    const second = sal.sell({ at: '2026-11-24T12:01:00+01:00', ...bill });
    sal.sell({ at: '2026-11-24T12:02:00+01:00', ...bill, billId: 'jiny' });
    await rows.hold(sal.facts);
    expect(await shown()).toEqual([
      [
        'double-payment',
        'Stůl 4: zaplaceno dvakrát, účtenkami A-2026-000001 a S-2026-000001. V tržbách jsou všechny.',
        ['receipt bar-r1 A-2026-000001 Bar 6200', 'receipt sal-r1 S-2026-000001 Salonek 6200'],
      ],
    ]);
    bar.reverse(second, '2026-11-24T12:10:00+01:00');
    await rows.hold(bar.facts);
    expect(await shown()).toEqual([]);
    // What takes one back may come before both of them.
    await openRows(rows.db, 'jina').hold([...bar.facts, ...sal.facts].reverse(), 1);
    expect(await clashes.waiting('jina')).toEqual([]);
  });

  test('of two shifts with one report, says which they are', async () => {
    const bar = createTill('bar');
    bar.open('2026-11-24T08:00:00+01:00');
    bar.sell({ at: '2026-11-24T12:00:00+01:00', lines: [['pivo', 1000]] });
    bar.close('2026-11-24T22:00:00+01:00');
    // The same box after its database was put back.
    const again = createTill('bar', { origin: 'db-again' });
    again.open('2026-11-25T08:00:00+01:00');
    again.close('2026-11-25T22:00:00+01:00');
    const other = (text: string) => text.replaceAll('bar-sh1', 'again-sh1');
    await rows.hold([
      ...bar.facts,
      ...again.facts.map((fact) => ({ ...fact, id: other(fact.id), body: other(fact.body) })),
    ]);
    expect(await shown()).toEqual([
      [
        'same-z',
        'Uzávěrku Z 1 má na pokladně Bar víc směn (2). Všechny platí a v přehledech jsou všechny.',
        ['shift bar-sh1 Z 1 Bar 6200', 'shift again-sh1 Z 1 Bar 0'],
      ],
    ]);
    expect(await clashes.waiting(STORE)).toMatchObject([
      { id: 'bar:1', between: [{ at: '2026-11-24T08:00:00+01:00' }, { at: '2026-11-25T08:00:00+01:00' }] },
    ]);
  });
});
