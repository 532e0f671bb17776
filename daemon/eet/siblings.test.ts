import { afterEach, describe, expect, it } from 'vitest';
import { manualWorld } from '../../world/manual.fixture.ts';
import { manager } from '../ledger/shop.fixture.ts';
import { type Box, type BoxOptions, openBox, outcomes, pokOf } from './box.fixture.ts';

const open: Box[] = [];
const box = (options?: BoxOptions): Box => {
  const one = openBox(options);
  open.push(one);
  return one;
};
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});
const fiscalOf = (one: Box, receiptId: string) => one.ledger.receipts.get(receiptId).fiscal;
const minutes = (count: number) => count * 60_000;

/** Two registers of one shop at one time; `dead` sells, cannot send, and falls silent. */
async function orphaned(more: BoxOptions = {}) {
  const world = manualWorld();
  const dead = box({ world, ...more });
  const heir = box({ world });
  heir.linked.add(dead.id);
  dead.authority.answer = () => outcomes.down;
  const sold = dead.sell();
  await world.advance(1_000);
  heir.hear(dead);
  await world.advance(minutes(1));
  heir.linked.clear();
  return { world, dead, heir, sold };
}

describe('registers of one shop', () => {
  it('see of each other what is sold and how it stands, whoever tells them and in whatever order', async () => {
    const world = manualWorld();
    const [one, two, three] = [box({ world }), box({ world }), box({ world })];
    one.authority.missing = 'over';
    const sold = one.sell();
    two.hear(one);
    expect(fiscalOf(two, sold.receipt.id)).toMatchObject({ state: 'waiting', attempts: 0, reason: null });
    await world.advance(1_000);
    two.hear(one);
    expect(fiscalOf(two, sold.receipt.id)).toMatchObject({
      state: 'blocked',
      reason: { cs: 'Certifikát EET už neplatí.' },
    });
    one.authority.missing = undefined;
    one.authority.answer = () => outcomes.confirmed(pokOf(4));
    one.authority.certificateChanged();
    await world.advance(1_000);
    two.hear(one);
    three.hear(two);
    for (const other of [two, three]) {
      expect(fiscalOf(other, sold.receipt.id)).toEqual(fiscalOf(one, sold.receipt.id));
      expect(other.eet.sales({ registerId: one.id }).sales).toMatchObject([
        { number: sold.number, fiscal: { state: 'confirmed', pok: pokOf(4), attempts: 1 } },
      ]);
      // Nobody else sends it.
      expect(other.authority.came).toEqual([]);
    }
    expect(two.events.filter(({ kind }) => kind === 'eet').length).toBeGreaterThan(0);
  });

  it('keep quiet about what is only tried again', async () => {
    const one = box();
    one.authority.answer = () => outcomes.down;
    one.sell();
    await one.world.advance(minutes(60));
    expect(one.authority.came.length).toBeGreaterThan(10);
    const facts = one.store.db.prepare(`SELECT count(*) FROM fact WHERE kind = 'eet-outcome'`).pluck();
    expect(facts.get()).toBe(0);
    one.authority.answer = () => outcomes.confirmed(pokOf(1));
    await one.world.advance(minutes(10));
    expect(facts.get()).toBe(1);
  });

  it('make the same of the facts when they begin anew', async () => {
    const world = manualWorld();
    const [one, two] = [box({ world }), box({ world })];
    for (let i = 0; i < 3; i++) one.sell();
    one.authority.answer = () => outcomes.rejected(3);
    two.sell();
    await world.advance(1_000);
    two.hear(one);
    const before = two.eet.sales({});
    two.store.transaction(() => two.eet.projection.rebuild());
    expect(two.eet.sales({})).toEqual(before);
    expect(before.sales).toHaveLength(4);
  });

  it('leave alone what cannot be read', () => {
    const [one, two] = [box(), box()];
    one.store.transaction(() => {
      one.store.journal.fact('eet-sale', 'x', { registerId: 7 });
      one.store.journal.fact('eet-outcome', 'x', { state: 'confirmed', pok: null });
      one.store.journal.fact('eet-take-over', two.id, 'now');
    });
    const sold = one.sell();
    two.hear(one);
    expect(two.eet.sales({}).sales).toMatchObject([{ number: sold.number }]);
  });
});

describe('what another register tells of a sale', () => {
  /** A sale that waits at `one`; `liar` belongs to the shop and tells `more` of it. */
  async function told(more: Record<string, unknown>, sale: Record<string, unknown> = {}) {
    const world = manualWorld();
    const [one, liar] = [box({ world }), box({ world })];
    one.authority.answer = () => outcomes.down;
    const sold = one.sell();
    await world.advance(1_000);
    const outcome = {
      state: 'confirmed',
      pok: pokOf(9),
      at: '2026-11-24T12:00:01+01:00',
      registerId: liar.id,
      environment: 'playground',
      test: true,
      code: null,
      reason: '',
      attempts: 1,
      ...more,
    };
    liar.store.transaction(() => {
      for (const id of [sold.receipt.id, 'of-nobody']) liar.store.journal.fact('eet-outcome', id, outcome);
      liar.store.journal.fact('eet-sale', 'of-nobody', {
        registerId: liar.id,
        environment: 'playground',
        sale: {
          eic: 'CZ00000019',
          unitId: '11',
          registerId: liar.id,
          number: 'R9-2026-000001',
          soldAt: '2026-11-24T12:00:00+01:00',
          total: '1.00',
          ...sale,
        },
      });
    });
    const honest = liar.sell();
    one.hear(liar);
    return { one, sold, honest };
  }
  const stateOf = (one: Box, { receipt }: { receipt: { id: string } }) => fiscalOf(one, receipt.id)?.state;

  it('is taken for a confirmation, when it is one', async () => {
    const { one, sold } = await told({});
    expect(stateOf(one, sold)).toBe('confirmed');
  });

  it.each([
    ['of the other environment', { environment: 'production', test: false }],
    ['that is a test, of a sale that counts', { environment: 'production', test: true }],
    ['that is none, of a test', { test: false }],
    ['with words to the printer in the POK', { pok: `${pokOf(9)}\u001b@\u001dV0` }],
    ['with a POK without end', { pok: 'f'.repeat(65) }],
  ])('is no confirmation %s', async (_, more) => {
    const { one, sold } = await told(more);
    expect(stateOf(one, sold)).toBe('waiting');
    expect(
      one.eet.sales({}).sales.find(({ receiptId }) => receiptId === sold.receipt.id)?.fiscal.pok,
    ).toBeNull();
  });

  it.each([
    ['a time that there is not', {}, { soldAt: '2016-12-31T23:59:60Z' }],
    ['the end of time', {}, { soldAt: '9999-12-31T23:59:59Z' }],
    ['a code without end', { state: 'rejected', pok: null, code: 1e300 }, {}],
    ['more attempts than can be counted', { attempts: 1e300 }, {}],
    ['a word that JavaScript knows', { state: 'blocked', pok: null, reason: 'constructor' }, {}],
  ])('keeps nothing else away by %s', async (_, more, sale) => {
    const { one, honest } = await told(more, sale);
    const shown = one.eet.sales({}).sales;
    expect(shown.map(({ number }) => number)).toContain(honest.number);
    for (const { fiscal } of shown) expect(Date.parse(fiscal.deadlineAt)).not.toBeNaN();
    for (const { fiscal } of shown)
      if (fiscal.state === 'blocked') expect(fiscal.reason?.cs).toMatch(/Certifikát/);
  });
});

describe('a register that has fallen silent', () => {
  it('is told after ten minutes, with what it has left', async () => {
    const { world, dead, heir, sold } = await orphaned();
    expect(heir.eet.view().orphans).toEqual([]);
    await world.advance(minutes(9));
    expect(heir.eet.view().orphans).toEqual([]);
    expect(() => heir.eet.takeOver(dead.id, manager)).toThrow(
      expect.objectContaining({ code: 'eet-register-heard' }),
    );
    await world.advance(minutes(2));
    expect(heir.eet.view().orphans).toEqual([
      {
        registerId: dead.id,
        registerName: dead.id,
        count: 1,
        deadlineAt: sold.fiscal?.deadlineAt,
        takenOver: false,
      },
    ]);
    const told = () => heir.eet.health().find(({ id }) => id === 'eet-orphans')?.cs;
    expect(told()).toBe(
      `EET: pokladna „${dead.id}“ se neozývá a nechala na odeslání 1 tržbu. Do konce lhůty zbývá 47 h.`,
    );
    expect(heir.eet.presses()).toBe(false);
    await world.advance(minutes(36 * 60));
    expect(heir.eet.presses()).toBe(true);
    await world.advance(minutes(12 * 60));
    expect(told()).toContain('Lhůta 48 hodin už vypršela.');
    heir.linked.add(dead.id);
    expect(heir.eet.view().orphans).toEqual([]);
  });

  it('has its sales sent by another one, once, exactly as it froze them', async () => {
    const { world, dead, heir, sold } = await orphaned();
    await world.advance(minutes(11));
    heir.authority.answer = () => outcomes.confirmed(pokOf(5));
    expect(heir.eet.takeOver(dead.id, manager).orphans).toMatchObject([{ takenOver: true }]);
    heir.eet.takeOver(dead.id, manager);
    await world.advance(minutes(2));
    const [first] = dead.authority.came;
    // It may have reached the authority before, as far as anybody here knows.
    expect(heir.authority.came).toEqual([{ ...first, first: false }]);
    expect(fiscalOf(heir, sold.receipt.id)).toMatchObject({ state: 'confirmed', pok: pokOf(5) });
    expect(heir.eet.view().orphans).toEqual([]);
    expect(() => heir.eet.takeOver(dead.id, manager)).toThrow(
      expect.objectContaining({ code: 'eet-register-heard' }),
    );
  });

  it('never sends again what was confirmed in its absence', async () => {
    const { world, dead, heir, sold } = await orphaned();
    await world.advance(minutes(11));
    heir.authority.answer = () => outcomes.confirmed(pokOf(5));
    heir.eet.takeOver(dead.id, manager);
    await world.advance(minutes(1));
    dead.hear(heir);
    const tried = dead.authority.came.length;
    dead.authority.answer = () => outcomes.confirmed(pokOf(6));
    await world.advance(minutes(24 * 60));
    expect(dead.authority.came).toHaveLength(tried);
    expect(fiscalOf(dead, sold.receipt.id)).toMatchObject({ state: 'confirmed', pok: pokOf(5) });
    heir.hear(dead);
    expect(fiscalOf(heir, sold.receipt.id)).toEqual(fiscalOf(dead, sold.receipt.id));
  });

  it('gives way for an hour to whoever has taken over, not with what it sells now, and then sends itself', async () => {
    const { world, dead, heir, sold } = await orphaned();
    await world.advance(minutes(11));
    heir.authority.answer = () => outcomes.down;
    heir.eet.takeOver(dead.id, manager);
    await world.advance(1_000);
    dead.hear(heir);
    dead.authority.answer = () => outcomes.confirmed(pokOf(6));
    const tried = dead.authority.came.length;
    await world.advance(minutes(50));
    expect(dead.authority.came).toHaveLength(tried);
    const fresh = dead.sell();
    await world.advance(1_000);
    expect(dead.authority.came.slice(tried)).toMatchObject([
      { identity: expect.stringContaining(fresh.number) },
    ]);
    await world.advance(minutes(15));
    expect(dead.authority.came.at(-1)?.identity).toContain(sold.number);
    heir.hear(dead);
    expect(fiscalOf(heir, sold.receipt.id)).toMatchObject({ state: 'confirmed', pok: pokOf(6) });
    const sent = heir.authority.came.length;
    await world.advance(minutes(60));
    expect(heir.authority.came).toHaveLength(sent);
  });

  it('says that what another one has taken over may have been sent, be it heard of an hour late', async () => {
    for (const late of [1, 120]) {
      const { world, dead, heir, sold } = await orphaned();
      await world.advance(minutes(11));
      heir.authority.answer = () => outcomes.down;
      heir.eet.takeOver(dead.id, manager);
      await world.advance(minutes(late));
      const fresh = dead.sell();
      dead.hear(heir);
      dead.authority.answer = () => outcomes.confirmed(pokOf(6));
      const tried = dead.authority.came.length;
      await world.advance(1_000);
      // What it has just sold is nobody else's.
      expect(dead.authority.came[tried]).toMatchObject({
        identity: expect.stringContaining(fresh.number),
        first: true,
      });
      await world.advance(minutes(70));
      expect(dead.authority.came.at(-1)).toMatchObject({
        identity: expect.stringContaining(sold.number),
        first: false,
      });
    }
  });

  it('also gives way when it is started anew', async () => {
    const { world, dead, heir } = await orphaned();
    await world.advance(minutes(11));
    heir.authority.answer = () => outcomes.down;
    heir.eet.takeOver(dead.id, manager);
    await world.advance(1_000);
    dead.hear(heir);
    open.splice(open.indexOf(dead), 1);
    const again = await dead.restart();
    open.push(again);
    const tried = again.authority.came.length;
    await world.advance(minutes(30));
    expect(again.authority.came).toHaveLength(tried);
    again.authority.answer = () => outcomes.confirmed(pokOf(6));
    await world.advance(minutes(40));
    expect(again.authority.came.length).toBeGreaterThan(tried);
  });

  it('leaves its sales to the first that takes them over, for an hour', async () => {
    const { world, dead, heir } = await orphaned();
    const third = box({ world });
    third.hear(heir);
    await world.advance(minutes(11));
    heir.authority.answer = () => outcomes.down;
    heir.eet.takeOver(dead.id, manager);
    third.hear(heir);
    expect(third.eet.view().orphans).toMatchObject([{ takenOver: true }]);
    expect(() => third.eet.takeOver(dead.id, manager)).toThrow(
      expect.objectContaining({ code: 'eet-taken-over' }),
    );
    await world.advance(minutes(61));
    third.eet.takeOver(dead.id, manager);
    await world.advance(1_000);
    expect(third.authority.came).toHaveLength(1);
  });

  it('twice confirmed, bears the POK of the first everywhere', async () => {
    const { world, dead, heir, sold } = await orphaned();
    await world.advance(minutes(11));
    heir.eet.takeOver(dead.id, manager);
    heir.authority.answer = () => outcomes.confirmed(pokOf(5));
    await world.advance(1_000);
    // It comes back to the internet before it comes back to the shop.
    dead.authority.answer = () => outcomes.confirmed(pokOf(6));
    await world.advance(minutes(10));
    dead.hear(heir);
    heir.hear(dead);
    expect(fiscalOf(dead, sold.receipt.id)?.pok).toBe(pokOf(5));
    expect(fiscalOf(heir, sold.receipt.id)?.pok).toBe(pokOf(5));
  });
});

it('what the own database has lost and the siblings have kept is sent after all', async () => {
  const world = manualWorld();
  const lost = box({ world, id: 'pokladna-x' });
  lost.authority.answer = () => outcomes.down;
  const sold = lost.sell();
  await world.advance(1_000);
  // The same register with an empty database.
  const anew = box({ world, id: 'pokladna-x' });
  anew.hear(lost);
  await world.advance(minutes(2));
  expect(anew.authority.came).toMatchObject([
    { identity: expect.stringContaining(sold.number), first: false },
  ]);
  expect(fiscalOf(anew, sold.receipt.id)).toMatchObject({ state: 'confirmed' });
});

it('what this register had confirmed before its disk was put back is not sent again', async () => {
  const world = manualWorld();
  const before = box({ world, id: 'pokladna-y' });
  before.authority.answer = () => outcomes.down;
  const sold = before.sell();
  await world.advance(1_000);
  // An older image of the same disk: the sale waits in it.
  const after = box({ world, id: 'pokladna-y' });
  after.authority.answer = () => outcomes.down;
  after.hear(before);
  await world.advance(minutes(2));
  expect(after.authority.came.length).toBeGreaterThan(0);
  before.authority.answer = () => outcomes.confirmed(pokOf(8));
  await world.advance(minutes(10));
  after.hear(before);
  const sent = after.authority.came.length;
  await world.advance(minutes(30));
  expect(after.authority.came).toHaveLength(sent);
  expect(fiscalOf(after, sold.receipt.id)).toMatchObject({ state: 'confirmed', pok: pokOf(8) });
  const facts = after.store.db.prepare(`SELECT count(*) FROM fact WHERE kind = 'eet-outcome'`).pluck();
  expect(facts.get()).toBe(1);
});
