import { afterEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../eet/index.ts';
import { manualWorld } from '../../world/manual.fixture.ts';
import { manager, newKey } from '../ledger/shop.fixture.ts';
import { type Box, type BoxOptions, EET, openBox, outcomes, pokOf } from './box.fixture.ts';

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
const isReceipt = (paper: string) => paper.includes('CELKEM');

describe('a sale', () => {
  it('is registered after its commit, once, and shows its POK in the history', async () => {
    const one = box();
    const sold = one.sell();
    expect(sold.fiscal).toMatchObject({
      state: 'waiting',
      environment: 'playground',
      pok: null,
      attempts: 0,
    });
    expect(sold.fiscal?.deadlineAt).toBe('2026-11-26T12:00:00+01:00');
    expect(one.authority.came).toEqual([]);
    await one.world.advance(0);
    await one.world.advance(60_000);
    expect(one.authority.came).toEqual([
      {
        identity: `CZ00000019|11|${one.id}|${sold.number}|2026-11-24T12:00:00+01:00|219.00`,
        first: true,
        environment: 'playground',
      },
    ]);
    expect(fiscalOf(one, sold.receipt.id)).toMatchObject({
      state: 'confirmed',
      pok: pokOf(1),
      attempts: 1,
      reason: null,
    });
    expect(one.ledger.receipts.list({}).receipts[0]?.fiscal).toMatchObject({ pok: pokOf(1) });
    expect(one.eet.sale(sold.receipt.id).attempts).toMatchObject([
      { first: true, state: 'confirmed', httpStatus: 200, transactionId: 'tx-1', pok: pokOf(1) },
    ]);
    expect(one.events.some(({ kind }) => kind === 'eet')).toBe(true);
  });

  it('is given back as the exact negative', async () => {
    const one = box();
    const sold = one.sell();
    one.ledger.receipts.reverse(sold.receipt.id, { reason: 'Omyl' }, newKey(), manager);
    await one.world.advance(1_000);
    expect(one.authority.came.map(({ identity }) => identity.split('|').at(-1)).sort()).toEqual([
      '-219.00',
      '219.00',
    ]);
  });

  it('is given back where and under the name under which it was sold, whatever is set by then', async () => {
    const one = box();
    const sold = one.sell();
    const other = one.sell();
    await one.world.advance(1_000);
    one.set({ eet: { ...EET, environment: 'production', eic: 'CZ12345678', unitId: '22' } });
    const back = one.ledger.receipts.reverse(sold.receipt.id, { reason: 'Omyl' }, newKey(), manager);
    one.set({ eet: null });
    one.ledger.receipts.reverse(other.receipt.id, { reason: 'Omyl' }, newKey(), manager);
    await one.world.advance(1_000);
    const [first, second] = one.authority.came.slice(2).sort((a, b) => (a.identity < b.identity ? -1 : 1));
    expect(first?.identity).toMatch(
      new RegExp(`^CZ00000019\\|11\\|${one.id}\\|${back.number}\\|.*\\|-219\\.00$`),
    );
    expect(second?.identity).toMatch(/^CZ00000019\|11\|.*\|-219\.00$/);
    expect([first?.environment, second?.environment]).toEqual(['playground', 'playground']);
  });

  it('is not given back to an authority that has never heard of it', async () => {
    const one = box({ eet: null });
    const sold = one.sell();
    one.set({ eet: EET });
    const later = one.sell();
    const back = one.ledger.receipts.reverse(sold.receipt.id, { reason: 'Omyl' }, newKey(), manager);
    await one.world.advance(1_000);
    expect(back.fiscal).toBeNull();
    expect(one.authority.came.map(({ identity }) => identity)).toEqual([
      expect.stringContaining(later.number),
    ]);
  });

  it('given back twice by registers that could not hear each other, is made good by taking one of them back', async () => {
    const world = manualWorld();
    const [one, two] = [box({ world }), box({ world })];
    const sold = one.sell();
    two.hear(one);
    const take = (of: Box, id: string) =>
      of.ledger.receipts.reverse(id, { reason: 'Omyl' }, newKey(), manager).receipt.id;
    take(one, sold.receipt.id);
    const twice = take(two, sold.receipt.id);
    one.hear(two);
    take(one, twice);
    await world.advance(1_000);
    const totals = [...one.authority.came, ...two.authority.came].map(({ identity }) =>
      identity.split('|').at(-1),
    );
    expect(totals.sort()).toEqual(['-219.00', '-219.00', '219.00', '219.00']);
  });

  it('stays in the environment and under the name under which it was sold', async () => {
    const one = box();
    one.authority.answer = () => outcomes.down;
    const sold = one.sell();
    await one.world.advance(1_000);
    one.set({ eet: { ...EET, environment: 'production', eic: 'CZ12345678', unitId: '22' } });
    one.authority.answer = () => outcomes.confirmed(pokOf(7));
    const later = one.sell();
    await one.world.advance(600_000);
    const of = (number: string) => one.authority.came.filter(({ identity }) => identity.includes(number));
    expect(new Set(of(sold.number).map(({ environment }) => environment))).toEqual(new Set(['playground']));
    expect(new Set(of(sold.number).map(({ identity }) => identity)).size).toBe(1);
    expect(of(sold.number)[0]?.identity).toMatch(/^CZ00000019\|11\|/);
    expect(of(later.number)).toMatchObject([{ environment: 'production' }]);
    expect(of(later.number)[0]?.identity).toMatch(/^CZ12345678\|22\|/);
    expect(fiscalOf(one, sold.receipt.id)).toMatchObject({ state: 'confirmed', environment: 'playground' });
  });

  it('that was switched off meanwhile is sent all the same, and the next one is not registered', async () => {
    const one = box();
    one.authority.answer = () => outcomes.down;
    const sold = one.sell();
    await one.world.advance(1_000);
    one.set({ eet: null });
    const later = one.sell();
    one.authority.answer = () => outcomes.confirmed(pokOf(8));
    await one.world.advance(600_000);
    expect(fiscalOf(one, sold.receipt.id)).toMatchObject({ state: 'confirmed' });
    expect(fiscalOf(one, later.receipt.id)).toBeNull();
  });

  it('goes on after a restart, with what it said before', async () => {
    const first = openBox();
    first.authority.answer = () => outcomes.down;
    const sold = first.sell();
    await first.world.advance(1_000);
    const one = await first.restart();
    open.push(one);
    one.authority.answer = () => outcomes.confirmed(pokOf(3));
    await one.world.advance(600_000);
    expect(new Set(one.authority.came.map(({ identity }) => identity)).size).toBe(1);
    expect(fiscalOf(one, sold.receipt.id)).toMatchObject({ state: 'confirmed', pok: pokOf(3) });
  });

  it('waits and says why while there is no certificate, and goes by itself once there is one', async () => {
    const one = box();
    one.authority.missing = 'none';
    const sold = one.sell();
    await one.world.advance(1_000);
    expect(one.authority.came).toEqual([]);
    expect(fiscalOf(one, sold.receipt.id)).toMatchObject({
      state: 'blocked',
      attempts: 0,
      reason: { cs: 'Pokladna nemá certifikát EET.' },
    });
    expect(one.eet.view().blockedBy?.reason.cs).toBe('Pokladna nemá certifikát EET.');
    expect(one.eet.health()[0]).toMatchObject({
      id: 'eet',
      state: 'attention',
      cs: 'EET: na odeslání 1 tržba. Pokladna nemá certifikát EET.',
    });
    one.authority.missing = undefined;
    one.authority.certificateChanged();
    await one.world.advance(1_000);
    expect(fiscalOf(one, sold.receipt.id)).toMatchObject({ state: 'confirmed' });
    expect(one.authority.came).toMatchObject([{ first: true }]);
  });

  it('can get its certificate also when the shop has another EIČ by then, or none', async () => {
    const one = box();
    const bring = (of: Box) => of.eet.importCertificate({ p12: 'AAAA', password: 'x' });
    one.authority.missing = 'over';
    one.sell();
    await one.world.advance(1_000);
    for (const eet of [{ ...EET, eic: 'CZ12345678' }, null]) {
      one.set({ eet });
      one.authority.owed = undefined;
      bring(one);
      expect(one.authority.owed).toEqual(['CZ00000019']);
    }
    const never = box({ eet: null });
    expect(() => bring(never)).toThrow(expect.objectContaining({ code: 'eet-off' }));
  });

  it('that was refused for the sake of the settings goes again as soon as they are changed', async () => {
    const one = box();
    one.authority.answer = () => outcomes.refused(4);
    const sold = one.sell();
    await one.world.advance(1_000);
    const tried = one.authority.came.length;
    expect(fiscalOf(one, sold.receipt.id)).toMatchObject({ state: 'blocked' });
    one.authority.answer = () => outcomes.confirmed(pokOf(2));
    await one.world.advance(60_000);
    expect(one.authority.came).toHaveLength(tried);
    one.set({ eet: { ...EET, wait_s: 3 } });
    await one.world.advance(1_000);
    expect(one.authority.came).toHaveLength(tried + 1);
    expect(fiscalOf(one, sold.receipt.id)).toMatchObject({ state: 'confirmed' });
  });

  it.each(['eet_shop', 'eet_sale'])('stands whatever goes wrong with its registration: %s', async (table) => {
    const one = box();
    const refuse = `CREATE TRIGGER broken BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'broken'); END`;
    one.store.db.exec(refuse);
    const sold = one.sell();
    expect(one.ledger.receipts.list({}).receipts).toMatchObject([{ number: sold.number }]);
    one.store.db.exec('DROP TRIGGER broken');
    const lost = one.eet.health().filter(({ id }) => id === 'eet-lost');
    expect(lost).toHaveLength(table === 'eet_sale' ? 1 : 0);
    // What one of the two knows the other learns.
    await one.world.advance(61_000);
    await one.world.advance(1_000);
    expect(one.authority.came).toHaveLength(1);
    expect(one.eet.health().map(({ id }) => id)).toEqual(['eet']);
  });

  it('and its registration are both there or neither, when the disk is full', () => {
    const one = box();
    one.store.db.pragma('max_page_count = 1');
    expect(() => {
      for (let i = 0; i < 1_000; i++) one.sell();
    }).toThrow(expect.objectContaining({ code: 'disk-full' }));
    const count = (table: string) => one.store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect(count('receipt')).toBeGreaterThan(0);
    expect([count('eet_sale'), count('eet_shop')]).toEqual([count('receipt'), count('receipt')]);
  });

  it('whose register the authority cannot take is told, written down, and blocks no other', async () => {
    const one = box({ id: 'pokladna-v-salonku-01' });
    const sold = one.sell();
    await one.world.advance(1_000);
    expect(one.authority.came).toEqual([]);
    expect(fiscalOf(one, sold.receipt.id)).toMatchObject({ state: 'rejected' });
    expect(one.eet.health().map(({ id }) => id)).toEqual(['eet', 'eet-rejected', 'eet-register-id']);
    expect(one.eet.sales({ state: 'rejected' }).sales).toMatchObject([{ number: sold.number }]);
  });

  it('that was rejected is tried again when a person wants it', async () => {
    const one = box();
    one.authority.answer = () => outcomes.rejected(3);
    const sold = one.sell();
    await one.world.advance(3_600_000);
    expect(one.authority.came).toHaveLength(1);
    expect(fiscalOf(one, sold.receipt.id)?.reason?.cs).toBe('Úřad tržbu odmítl (kód 3).');
    one.authority.answer = () => outcomes.confirmed(pokOf(9));
    expect(one.eet.resend(sold.receipt.id).fiscal.state).toBe('waiting');
    await one.world.advance(1_000);
    expect(fiscalOf(one, sold.receipt.id)).toMatchObject({ state: 'confirmed' });
    expect(() => one.eet.resend(sold.receipt.id)).toThrow(
      expect.objectContaining({ code: 'eet-not-rejected' }),
    );
    expect(() => one.eet.resend('nobody')).toThrow(expect.objectContaining({ code: 'eet-sale-unknown' }));
  });
});

describe('the paper', () => {
  /** An authority that answers when it is told to. */
  function slowly(one: Box): (outcome: Outcome) => void {
    let give: (outcome: Outcome) => void = () => {};
    one.authority.answer = () =>
      new Promise((resolve) => {
        give = resolve;
      });
    return (outcome) => give(outcome);
  }

  it('waits for the POK, and is printed with it at once', async () => {
    const one = box();
    const answer = slowly(one);
    one.sell();
    await one.world.advance(1_500);
    expect(one.papers.filter(isReceipt)).toEqual([]);
    answer(outcomes.confirmed(pokOf(1)));
    await one.world.advance(0);
    const [paper] = one.papers.filter(isReceipt);
    expect(paper).toContain(`POK: ${pokOf(1)}\nTEST EET: tržba není evidována\n`);
  });

  it('waits no longer than two seconds, and says that it will be sent', async () => {
    const one = box();
    const answer = slowly(one);
    const { receipt } = one.sell();
    await one.world.advance(1_999);
    expect(one.papers.filter(isReceipt)).toEqual([]);
    await one.world.advance(1);
    await one.world.advance(0);
    const [paper] = one.papers.filter(isReceipt);
    expect(paper).toContain('EET: bude odesláno\n');
    answer(outcomes.confirmed(pokOf(1)));
    await one.world.advance(60_000);
    expect(one.papers.filter(isReceipt)).toHaveLength(1);
    // What was printed is what is shown; a copy tells what is known by now.
    one.ledger.receipts.reprint(receipt.id);
    await one.world.advance(0);
    expect(one.papers.at(-1)).toContain('KOPIE');
    expect(one.papers.at(-1)).toContain(`POK: ${pokOf(1)}`);
  });

  it('waits for as long as the shop has set', async () => {
    const one = box({ eet: { ...EET, wait_s: 5 } });
    slowly(one);
    one.sell();
    await one.world.advance(4_999);
    expect(one.papers.filter(isReceipt)).toEqual([]);
    await one.world.advance(2);
    expect(one.papers.filter(isReceipt)).toHaveLength(1);
  });

  it('keeps no order for the kitchen back', async () => {
    const one = box();
    slowly(one);
    one.sell();
    await one.world.advance(100);
    expect(one.papers).toHaveLength(1);
    expect(one.papers[0]).toContain('Svíčková na smetaně');
    expect(one.papers.filter(isReceipt)).toEqual([]);
  });

  it('waits for nothing once it is known that nobody answers, and again once somebody has', async () => {
    const one = box();
    one.authority.answer = () => outcomes.down;
    one.sell();
    await one.world.advance(0);
    await one.world.advance(0);
    // The first outcome ends the wait, whatever it is.
    expect(one.papers.filter(isReceipt)).toHaveLength(1);
    const answer = slowly(one);
    one.sell();
    await one.world.advance(0);
    expect(one.papers.filter(isReceipt)).toHaveLength(2);
    answer(outcomes.confirmed(pokOf(2)));
    await one.world.advance(0);
    one.authority.answer = () => outcomes.confirmed(pokOf(3));
    one.sell();
    await one.world.advance(0);
    await one.world.advance(0);
    expect(one.papers.filter(isReceipt)[2]).toContain('POK: ');
  });

  it('waits for nothing after a restart', async () => {
    const first = openBox();
    slowly(first);
    first.sell();
    await first.world.advance(0);
    const one = await first.restart();
    open.push(one);
    await one.world.advance(0);
    expect([...first.papers, ...one.papers].filter(isReceipt)).toHaveLength(1);
  });

  it('says nothing of EET in a shop that does not register', async () => {
    const one = box({ eet: null });
    one.sell();
    await one.world.advance(0);
    expect(one.papers.filter(isReceipt)).toHaveLength(1);
    expect(one.papers.join()).not.toMatch(/EET|POK/);
  });
});

describe('a shop that does not register its sales', () => {
  it('loads nothing, writes nothing, is told nothing', async () => {
    const one = box({ eet: null });
    const sold = one.sell();
    await one.world.advance(86_400_000);
    expect(one.authority.loads).toBe(0);
    expect(sold.fiscal).toBeNull();
    expect(one.eet.health()).toEqual([]);
    expect(one.eet.metrics()).toEqual([]);
    expect(one.events.filter(({ kind }) => kind === 'eet')).toEqual([]);
    for (const table of ['eet_shop', 'eet_sale', 'eet_attempt']) {
      expect(one.store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    }
    expect(one.store.db.prepare(`SELECT count(*) FROM fact WHERE kind LIKE 'eet%'`).pluck().get()).toBe(0);
    expect(one.eet.view()).toMatchObject({
      environment: null,
      waiting: 0,
      oldest: null,
      last: null,
      orphans: [],
    });
  });

  it('begins with the next sale when it is switched on, before what sends is loaded', async () => {
    const one = box({ eet: null });
    one.sell();
    one.set({ eet: EET });
    const sold = one.sell();
    expect(sold.fiscal).toMatchObject({ state: 'waiting' });
    await one.world.advance(1_000);
    expect(one.authority.loads).toBe(1);
    expect(one.authority.came).toHaveLength(1);
    expect(fiscalOf(one, sold.receipt.id)).toMatchObject({ state: 'confirmed' });
  });
});

describe('what cannot be loaded', () => {
  it('is tried again, and told', async () => {
    const one = box({ eet: null });
    one.authority.fault = new Error('damaged');
    one.set({ eet: EET });
    const sold = one.sell();
    await one.world.advance(1_000);
    expect(one.eet.health()[0]).toMatchObject({ id: 'eet', state: 'attention' });
    await expect(one.eet.test()).rejects.toMatchObject({ code: 'eet-not-ready' });
    one.authority.fault = undefined;
    await one.world.advance(60_000);
    await one.world.advance(1_000);
    expect(fiscalOf(one, sold.receipt.id)).toMatchObject({ state: 'confirmed' });
    expect(one.eet.health()[0]).toMatchObject({ id: 'eet', state: 'ok' });
  });
});

describe('a trial', () => {
  it('records nothing and says how it went', async () => {
    const one = box();
    await one.world.advance(0);
    one.authority.answer = () => outcomes.verified;
    await expect(one.eet.test()).resolves.toMatchObject({ ok: true });
    expect(one.authority.came).toMatchObject([
      { identity: `CZ00000019|11|${one.id}|TEST|2026-11-24T12:00:00+01:00|0.01` },
    ]);
    one.authority.answer = () => outcomes.down;
    await expect(one.eet.test()).resolves.toMatchObject({ ok: false });
    one.authority.answer = () => outcomes.refused(4);
    const refused = await one.eet.test();
    expect(refused.what.cs).toContain('kód 4');
    one.authority.missing = 'over';
    const over = await one.eet.test();
    expect(over).toMatchObject({ ok: false, what: { cs: 'Certifikát EET už neplatí.' } });
    expect(one.authority.came).toHaveLength(3);
    expect(one.eet.sales({}).sales).toEqual([]);
    one.set({ eet: null });
    await expect(one.eet.test()).rejects.toMatchObject({ code: 'eet-off' });
  });
});
