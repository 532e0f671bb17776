import { afterEach, describe, expect, it } from 'vitest';
import { faultsOf } from '../words.fixture.ts';
import { type Box, openBox, outcomes, pokOf } from './box.fixture.ts';
import { type EetCondition, eetHealth } from './health.ts';

const hours = (count: number) => count * 3_600_000;
const well: EetCondition = {
  counts: { waiting: 0, blocked: 0, rejected: 0 },
  left_ms: null,
  rejectedLeft_ms: null,
  alarm: 0,
  blockedBy: null,
  unverified: 0,
  orphans: [],
  now_ms: 0,
  misnamed: null,
  remark: null,
  broken: false,
  lost: 0,
};

describe('how registering stands, for people', () => {
  const open: Box[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.stop();
  });

  it('grows louder at 12, 36, 44 and 48 hours, and never stops selling', async () => {
    const one = openBox();
    open.push(one);
    one.authority.answer = () => outcomes.down;
    for (let i = 0; i < 3; i++) one.sell();
    const told = async (hour: number) => {
      await one.world.advance(hours(hour) - one.world.now());
      const [part] = one.eet.health();
      return [part?.state, part?.cs];
    };
    await one.world.advance(1_000);
    expect(one.eet.health()[0]).toMatchObject({ state: 'ok', cs: 'EET: na odeslání 3 tržby.' });
    expect((await told(11.9))[0]).toBe('ok');
    expect(await told(12.1)).toEqual([
      'attention',
      'EET: na odeslání 3 tržby, nejstarší už přes 12 hodin. Do konce lhůty zbývá 35 h.',
    ]);
    expect((await told(35.9))[1]).toContain('přes 12 hodin. Do konce lhůty zbývá 12 h.');
    expect(one.eet.presses()).toBe(false);
    expect(await told(36.1)).toEqual([
      'attention',
      'EET naléhá: na odeslání 3 tržby, nejstarší už přes 36 hodin! Do konce lhůty zbývá 11 h.',
    ]);
    expect(one.eet.presses()).toBe(true);
    expect(await told(44.5)).toEqual([
      'attention',
      'POZOR, EET! Na odeslání 3 tržby a lhůta končí za 3 h 30 min!',
    ]);
    expect(await told(49)).toEqual([
      'attention',
      'EET: LHŮTA 48 HODIN VYPRŠELA! Na odeslání 3 tržby, nejstarší je po lhůtě 1 h.',
    ]);
    one.authority.answer = () => outcomes.confirmed(pokOf(1));
    await one.world.advance(hours(1));
    expect(one.eet.presses()).toBe(false);
    expect(one.eet.health()).toEqual([
      {
        id: 'eet',
        state: 'ok',
        cs: 'EET: vše je odesláno.',
        en: 'EET: everything is sent.',
        hintCs: '',
        hintEn: '',
      },
    ]);
  });

  it('does not forget how late it is when the clock is set back', async () => {
    const one = openBox();
    open.push(one);
    one.authority.answer = () => outcomes.down;
    one.sell();
    await one.world.advance(hours(40));
    one.world.setWall(Date.UTC(1970, 0, 1));
    await one.world.advance(hours(5));
    expect(one.eet.health()[0]?.cs).toContain('lhůta končí za 3 h');
  });

  it('says of what is blocked why, and what to do', async () => {
    const one = openBox();
    open.push(one);
    one.authority.answer = () => outcomes.refused(4);
    one.sell();
    await one.world.advance(1_000);
    const [part] = one.eet.health();
    expect(part).toMatchObject({
      state: 'attention',
      cs: 'EET: na odeslání 1 tržba. Úřad tržbu nepřijal kvůli certifikátu nebo nastavení (kód 4).',
    });
    expect(part?.hintCs).toContain('Zkontrolujte EIČ');
    await one.world.advance(hours(37));
    expect(one.eet.health()[0]?.cs).toMatch(/^EET naléhá: .* \(kód 4\)\.$/);
  });

  it('counts the hours of what is refused apart, so that an old refusal does not cry at each new sale', async () => {
    const one = openBox();
    open.push(one);
    one.authority.answer = () => outcomes.rejected(3);
    one.sell();
    const rejected = () => one.eet.health().find(({ id }) => id === 'eet-rejected')?.cs;
    await one.world.advance(hours(45));
    expect(rejected()).toBe('EET: jednu tržbu úřad odmítl, sama se neodešle. Do konce lhůty zbývá 3 h.');
    await one.world.advance(hours(5));
    one.authority.answer = () => outcomes.down;
    one.sell();
    await one.world.advance(60_000);
    expect(one.eet.health()[0]).toMatchObject({ state: 'ok', cs: 'EET: na odeslání 1 tržba.' });
    expect(rejected()).toBe('EET: jednu tržbu úřad odmítl, sama se neodešle. Lhůta 48 hodin už vypršela.');
  });

  it('tells what the authority remarks on, until it does so no more', async () => {
    const one = openBox();
    open.push(one);
    const warnings = [
      { code: 6, text: 'Číslo evidenční jednotky nemá správnou podobu.' },
      { code: 1, text: 'EIC v tržbě není stejné jako v certifikátu.' },
    ];
    one.authority.answer = () => ({ ...outcomes.confirmed(pokOf(1)), warnings });
    one.sell();
    await one.world.advance(1_000);
    const remark = () => one.eet.health().find(({ id }) => id === 'eet-warning');
    expect(remark()).toMatchObject({
      state: 'attention',
      cs: 'EET: úřad poslední tržbu potvrdil, ale upozorňuje: Číslo evidenční jednotky nemá správnou podobu.',
    });
    one.authority.answer = () => outcomes.confirmed(pokOf(2));
    one.sell();
    await one.world.advance(1_000);
    expect(remark()).toBeUndefined();
  });

  it('tells of a POK that cannot be verified for two days, and shows it for ever', async () => {
    const one = openBox();
    open.push(one);
    one.authority.answer = () => outcomes.unverified(pokOf(1));
    one.sell();
    await one.world.advance(hours(1));
    expect(one.authority.came).toHaveLength(1);
    expect(one.eet.health().map(({ id, state }) => [id, state])).toEqual([
      ['eet', 'ok'],
      ['eet-unverified', 'attention'],
    ]);
    await one.world.advance(hours(48));
    expect(one.eet.health().map(({ id }) => id)).toEqual(['eet']);
    expect(one.eet.sales({ state: 'confirmed-unverified' }).sales).toHaveLength(1);
    expect(one.authority.came).toHaveLength(1);
  });

  it('is said in whole sentences in both languages, and nothing is ever a fault', () => {
    const orphan = {
      registerId: 'r2',
      registerName: 'Zahrádka',
      count: 5,
      deadlineAt: '2026-11-26T12:00:00+01:00',
      takenOver: false,
    };
    const conditions: Partial<EetCondition>[] = [
      {},
      ...([0, 1, 2, 3, 4] as const).map((alarm) => ({
        counts: { waiting: 5, blocked: 0, rejected: 0 },
        left_ms: hours(20),
        alarm,
      })),
      { broken: true },
      { counts: { waiting: 0, blocked: 0, rejected: 1 }, rejectedLeft_ms: hours(30) },
      { counts: { waiting: 0, blocked: 0, rejected: 7 }, rejectedLeft_ms: -hours(1) },
      { unverified: 2 },
      { orphans: [orphan] },
      { orphans: [orphan, orphan] },
      { misnamed: 'pokladna-v-salonku-01' },
      { remark: 'EIC v tržbě není stejné jako v certifikátu.' },
      { lost: 2 },
    ];
    for (const condition of conditions) {
      for (const { state, cs, en, hintCs, hintEn } of eetHealth({ ...well, ...condition })) {
        expect(state).not.toBe('fault');
        expect(faultsOf({ cs, en })).toEqual([]);
        if (hintCs !== '') expect(faultsOf({ cs: hintCs, en: hintEn })).toEqual([]);
        if (state === 'attention') expect(hintCs).not.toBe('');
      }
    }
    const taken = eetHealth({ ...well, orphans: [{ ...orphan, takenOver: true }] });
    expect(taken.map(({ id }) => id)).toEqual(['eet']);
  });
});
