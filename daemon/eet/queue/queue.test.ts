import Database from 'better-sqlite3';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { Credential, Environment, Head, Outcome, Sale } from '../../../eet/index.ts';
import { Refusal } from '../../../wire/index.ts';
import { type ManualWorld, manualWorld } from '../../../world/manual.fixture.ts';
import { createTransactions } from '../../store/transaction.ts';
import { eetStep } from '../schema.ts';
import type { EetQueue, EetQueueOptions } from './door.ts';
import { memoryEetStorage } from './memory-storage.ts';
import { createEetQueue } from './queue.ts';
import {
  buildPlain,
  draftOf,
  EIC,
  outcomes,
  paper,
  type ScriptedAuthority,
  scriptedAuthority,
} from './shop.fixture.ts';
import { sqliteEetStorage } from './sqlite-storage.ts';
import type { EetStorage } from './storage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const full = () => new Refusal(507, 'disk-full', { cs: 'Plno', en: 'Full' }, { cs: 'Uvolněte', en: 'Free' });

interface Shop {
  readonly storage: EetStorage;
  readonly world: ManualWorld;
  readonly authority: ScriptedAuthority;
  readonly queue: EetQueue;
  readonly outcomes: [string, Outcome['state'], string][];
  readonly changes: string[];
  readonly alarms: number[];
  certificates: (sale: Sale, environment: Environment) => Credential | { blocked: string };
  sell(...receiptIds: string[]): Promise<void>;
  /** The power goes and comes back: what was under way is never heard of again. */
  restart(program?: string): Shop;
}

function sqlite(): EetStorage {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  db.exec(eetStep);
  const thrown = (error: unknown) => {
    throw error;
  };
  return sqliteEetStorage({ db, ...createTransactions(db, thrown) });
}

function open(
  more: {
    storage?: EetStorage;
    world?: ManualWorld;
    program?: string;
    build?: EetQueueOptions['build'];
    idle?: boolean;
  } = {},
): Shop {
  const { storage = sqlite(), world = manualWorld(), program = '1' } = more;
  const authority = scriptedAuthority(() => world.now());
  const shop: Shop = {
    storage,
    world,
    authority,
    outcomes: [],
    changes: [],
    alarms: [],
    certificates: (_sale, environment) => paper(environment),
    queue: createEetQueue({
      storage,
      world,
      log: pino({ level: 'silent' }),
      authority,
      build: more.build ?? buildPlain,
      credentialFor: (sale, environment) => shop.certificates(sale, environment),
      localTime: (wall_ms) => `${new Date(wall_ms).toISOString().slice(0, 19)}Z`,
      registerId: 'bar',
      program,
      onChange: (receiptId) => shop.changes.push(receiptId),
      onOutcome: (receiptId, outcome) =>
        shop.outcomes.push([receiptId, outcome.state, storage.get(receiptId)?.state ?? 'none']),
      onAlarm: (level) => shop.alarms.push(level),
    }),
    async sell(...receiptIds) {
      storage.transaction(() => {
        for (const id of receiptIds) shop.queue.add(draftOf(id, world.wall_ms()));
      });
      await world.advance(0);
    },
    restart: (next = program) => open({ ...more, storage, world, program: next }),
  };
  if (!more.idle) shop.queue.start();
  return shop;
}

const stateOf = ({ queue }: Shop, id: string) => queue.status(id)?.state;

describe('a sale', () => {
  it('is sent after its commit, not in it, once, and its confirmation is kept', async () => {
    const shop = open();
    shop.storage.transaction(() => {
      expect(shop.queue.add(draftOf('a', shop.world.wall_ms()))).toBe(true);
      expect(shop.queue.add(draftOf('a', 0))).toBe(false);
    });
    expect(shop.authority.calls).toEqual([]);
    await shop.world.advance(0);
    expect(shop.authority.calls).toMatchObject([{ head: { first: true }, environment: 'production' }]);
    expect(shop.queue.status('a')).toMatchObject({
      state: 'waiting',
      sending: true,
      left: true,
      attempts: 1,
    });
    await shop.authority.calls[0]?.answer(outcomes.confirmed('pok-1'));
    expect(shop.queue.status('a')).toMatchObject({
      state: 'confirmed',
      sending: false,
      pok: 'pok-1',
      confirmedAt: '2026-12-01T12:00:01+01:00',
      confirmedBy: 'bar',
    });
    expect(shop.outcomes).toEqual([['a', 'confirmed', 'confirmed']]);
    expect(shop.queue.attempts('a')).toMatchObject([
      { state: 'confirmed', first: true, pok: 'pok-1', startedAt: '2026-11-24T11:00:00Z', httpStatus: 200 },
    ]);
    await shop.world.advance(50 * HOUR);
    expect(shop.authority.calls).toHaveLength(1);
    expect(shop.queue.counts(0)).toMatchObject({ waiting: 0, confirmed: 1 });
    expect(shop.queue.last()?.pok).toBe('pok-1');
  });

  it('whose transaction fails is not sent', async () => {
    const shop = open();
    expect(() =>
      shop.storage.transaction(() => {
        shop.queue.add(draftOf('a', 0));
        throw new Error('no');
      }),
    ).toThrow('no');
    await shop.world.advance(HOUR);
    expect([shop.authority.calls.length, shop.queue.status('a')]).toEqual([0, undefined]);
  });

  it('goes again under a new name, as its first message only when nothing had left', async () => {
    const shop = open();
    await shop.sell('a');
    await shop.authority.calls[0]?.answer(outcomes.retry(false));
    expect(shop.queue.status('a')?.left).toBe(false);
    await shop.world.advance(2_000);
    await shop.authority.calls[1]?.answer(outcomes.retry(true));
    await shop.world.advance(10_000);
    // Only that the last one did not leave is known: the one before may have.
    await shop.authority.calls[2]?.answer(outcomes.retry(false));
    await shop.world.advance(20_000);
    expect(shop.authority.calls.map(({ head }) => head.first)).toEqual([true, true, false, false]);
    expect(new Set(shop.authority.calls.map(({ head }) => head.uuid)).size).toBe(4);
    expect(new Set(shop.authority.calls.map(({ sale }) => JSON.stringify(sale))).size).toBe(1);
    expect(shop.authority.calls[3]?.head.sentAt).not.toBe(shop.authority.calls[0]?.head.sentAt);
    expect(shop.queue.attempts('a').map(({ state, first }) => [state, first])).toEqual([
      ['retry', true],
      ['retry', true],
      ['retry', false],
      [null, false],
    ]);
  });

  it('with a POK that cannot be verified keeps it and is never sent again', async () => {
    const shop = open();
    await shop.sell('a');
    await shop.authority.calls[0]?.answer(outcomes.unverified('pok-1'));
    await shop.world.advance(50 * HOUR);
    const next = shop.restart('2');
    next.queue.settingsChanged();
    await next.world.advance(HOUR);
    expect([shop.authority.calls.length, next.authority.calls.length]).toEqual([1, 0]);
    expect(next.queue.status('a')).toMatchObject({ state: 'confirmed-unverified', pok: 'pok-1' });
    expect(next.queue.counts(0).unverified).toBe(1);
  });

  it('is sent again after a restart, and says that something may have left', async () => {
    const shop = open();
    await shop.sell('a');
    const next = shop.restart();
    expect(next.queue.attempts('a')).toMatchObject([{ state: 'interrupted', endedAt: null }]);
    await next.world.advance(0);
    expect(next.authority.calls).toMatchObject([{ head: { first: false } }]);
    // The answer of the first life comes too late for anything.
    await next.authority.calls[0]?.answer(outcomes.confirmed('pok-2'));
    expect(next.queue.status('a')?.pok).toBe('pok-2');
  });

  it('under way is not given up when the queue is started a second time', async () => {
    const shop = open();
    await shop.sell('a');
    shop.queue.start();
    await shop.world.advance(0);
    expect(shop.queue.attempts('a')).toMatchObject([{ state: null }]);
    await shop.authority.calls[0]?.answer(outcomes.confirmed('pok-1'));
    expect(shop.queue.status('a')).toMatchObject({ state: 'confirmed', pok: 'pok-1', attempts: 1 });
  });

  it('confirmed by another register while it is under way keeps that confirmation', async () => {
    const shop = open();
    await shop.sell('a');
    const elsewhere = {
      state: 'confirmed',
      pok: 'theirs',
      confirmedAt: 'then',
      registerId: 'kuchyn',
      test: false,
    } as const;
    shop.storage.transaction(() => {
      expect(shop.queue.confirmedElsewhere('a', elsewhere)).toBe(true);
      expect(shop.queue.confirmedElsewhere('a', { ...elsewhere, pok: 'other' })).toBe(false);
      expect(shop.queue.confirmedElsewhere('nothing', elsewhere)).toBe(false);
    });
    await shop.authority.calls[0]?.answer(outcomes.confirmed('ours'));
    expect(shop.queue.status('a')).toMatchObject({ pok: 'theirs', confirmedBy: 'kuchyn', sending: false });
    expect(shop.queue.attempts('a')).toMatchObject([{ state: 'confirmed', pok: 'ours' }]);
    expect(shop.outcomes).toEqual([['a', 'confirmed', 'confirmed']]);
    await shop.world.advance(HOUR);
    expect(shop.authority.calls).toHaveLength(1);
  });

  it('taken over from another register says that it may have been sent', async () => {
    const shop = open();
    await shop.sell('own');
    await shop.authority.calls[0]?.answer(outcomes.confirmed('pok'));
    shop.storage.transaction(() => {
      const drafts = [{ ...draftOf('b', 5), registerId: 'kuchyn' }, draftOf('own', 5)];
      expect(shop.queue.adopt(drafts)).toBe(1);
    });
    await shop.world.advance(0);
    expect(shop.authority.calls[1]).toMatchObject({ sale: { number: 'b' }, head: { first: false } });
    expect(shop.queue.status('b')).toMatchObject({ own: false, registerId: 'kuchyn' });
  });

  it('of which no message can be made is shown as rejected and holds nobody up', async () => {
    const build = (sale: Sale, head: Head, credential: Credential) => {
      if (sale.number === 'bad') throw new Error('celk_trzba has no shape');
      return buildPlain(sale, head, credential);
    };
    const shop = open({ build });
    await shop.sell('bad', 'good');
    await shop.world.advance(10);
    expect(shop.queue.status('bad')).toMatchObject({
      state: 'rejected',
      reason: 'celk_trzba has no shape',
      left: false,
      attempts: 0,
    });
    expect(shop.authority.numbers()).toEqual(['good']);
  });
});

describe('a sale made before the start', () => {
  it('is sent at the start, and a new program is noticed all the same', async () => {
    const shop = open();
    await shop.sell('old');
    await shop.authority.calls[0]?.answer(outcomes.rejected(3));
    const next = open({ storage: shop.storage, world: shop.world, program: '2', idle: true });
    await next.sell('early');
    next.queue.start();
    next.authority.script = ({ sale }) => outcomes.confirmed(sale.number);
    await next.world.advance(10);
    expect(next.queue.counts(0)).toMatchObject({ waiting: 0, rejected: 0, confirmed: 2 });
  });
});

describe('refusals', () => {
  it('a rejected one is tried again by a person or by a new program only', async () => {
    const shop = open();
    await shop.sell('a');
    await shop.authority.calls[0]?.answer(outcomes.rejected(3));
    expect([stateOf(shop, 'a'), shop.queue.status('a')?.code]).toEqual(['rejected', 3]);
    expect(shop.queue.resend('nothing')).toBe(false);
    await shop.world.advance(20 * HOUR);
    const same = shop.restart();
    await same.world.advance(20 * HOUR);
    expect([shop.authority.calls.length, same.authority.calls.length]).toEqual([1, 0]);
    expect(same.queue.resend('a')).toBe(true);
    expect(same.queue.resend('a')).toBe(false);
    await same.world.advance(0);
    await same.authority.calls[0]?.answer(outcomes.rejected(99));
    const newer = same.restart('2');
    await newer.world.advance(0);
    expect(newer.authority.calls).toMatchObject([{ head: { first: false } }]);
  });

  it('code 8: five tries, then every six hours with an alarm', async () => {
    const shop = open();
    shop.authority.script = () => outcomes.retry(true, 8);
    await shop.sell('a');
    await shop.world.advance(5 * MINUTE);
    expect([shop.authority.calls.length, stateOf(shop, 'a')]).toEqual([5, 'rejected']);
    await shop.world.advance(5 * HOUR);
    expect(shop.authority.calls).toHaveLength(5);
    const next = shop.restart();
    next.authority.script = () => outcomes.confirmed('pok');
    await next.world.advance(30 * MINUTE);
    expect(next.authority.calls).toHaveLength(0);
    await next.world.advance(40 * MINUTE);
    expect([next.authority.calls.length, stateOf(next, 'a')]).toEqual([1, 'confirmed']);
  });

  it('code 4: the others stop after three, one is tried each hour, and all go when it passes', async () => {
    const shop = open();
    let right = false;
    shop.authority.script = ({ sale }) => (right ? outcomes.confirmed(sale.number) : outcomes.blocked(4));
    shop.storage.transaction(() =>
      shop.queue.adopt(Array.from({ length: 250 }, (_, i) => draftOf(`s${i}`, i))),
    );
    await shop.world.advance(MINUTE);
    expect(shop.authority.numbers()).toEqual(['s0', 's1', 's2']);
    expect(shop.queue.counts(0)).toMatchObject({ waiting: 0, blocked: 250 });
    expect(shop.queue.status('s200')).toMatchObject({ state: 'blocked', code: 4, attempts: 0 });
    // A new one is tried all the same.
    await shop.sell('new');
    expect(shop.authority.numbers().at(-1)).toBe('new');
    await shop.world.advance(3 * HOUR);
    expect(shop.authority.calls.length).toBe(7);
    right = true;
    await shop.world.advance(HOUR + MINUTE);
    expect(shop.queue.counts(0)).toMatchObject({ blocked: 0, waiting: 0, confirmed: 251 });
  });

  it('one refused for its own sake holds up nobody', async () => {
    const shop = open();
    shop.authority.script = ({ sale }) =>
      sale.number === 'bad' ? outcomes.blocked(6) : outcomes.confirmed(sale.number);
    await shop.sell('bad');
    await shop.sell('a', 'b', 'c', 'd', 'e');
    await shop.world.advance(3 * HOUR);
    expect(shop.queue.counts(0)).toMatchObject({ blocked: 1, waiting: 0, confirmed: 5 });
    // At most once an hour.
    expect(shop.authority.numbers().filter((number) => number === 'bad').length).toBeLessThanOrEqual(4);
  });

  it('without a certificate nothing is sent and nothing is lost; when one comes, all goes', async () => {
    const shop = open();
    shop.certificates = () => ({ blocked: 'expired' });
    shop.authority.script = ({ sale }) => outcomes.confirmed(sale.number);
    shop.storage.transaction(() =>
      shop.queue.adopt(Array.from({ length: 250 }, (_, i) => draftOf(`s${i}`, i))),
    );
    await shop.sell('new');
    await shop.world.advance(90 * MINUTE);
    expect(shop.authority.calls).toEqual([]);
    expect(shop.queue.counts(0).blocked).toBe(251);
    expect(shop.queue.status('new')).toMatchObject({ reason: 'expired', code: null, left: false });
    expect(shop.queue.attempts('new')).toEqual([]);
    shop.certificates = (_sale, environment) => paper(environment);
    shop.queue.settingsChanged();
    await shop.world.advance(MINUTE);
    expect(shop.queue.counts(0)).toMatchObject({ blocked: 0, confirmed: 251 });
    expect(shop.authority.calls.find(({ sale }) => sale.number === 'new')?.head.first).toBe(true);
  });

  it('finds by itself, within the hour, that a certificate is there after all', async () => {
    const shop = open();
    shop.certificates = () => ({ blocked: 'not valid yet' });
    shop.authority.script = ({ sale }) => outcomes.confirmed(sale.number);
    await shop.sell('a', 'b');
    shop.certificates = (_sale, environment) => paper(environment);
    await shop.world.advance(HOUR + MINUTE);
    expect(shop.queue.counts(0)).toMatchObject({ blocked: 0, confirmed: 2 });
  });

  it('takes the wall clock put right for a reason to look at the certificates again', async () => {
    const shop = open();
    shop.certificates = (_sale, environment) =>
      shop.world.wall_ms() < Date.UTC(2026, 0) ? { blocked: 'not valid yet' } : paper(environment);
    const right = shop.world.wall_ms();
    shop.world.setWall(0);
    shop.authority.script = ({ sale }) => outcomes.confirmed(sale.number);
    await shop.sell('a');
    await shop.world.advance(2 * MINUTE);
    expect(stateOf(shop, 'a')).toBe('blocked');
    shop.world.setWall(right);
    await shop.world.advance(MINUTE);
    expect(stateOf(shop, 'a')).toBe('confirmed');
  });

  it.each([
    ['another taxpayer', () => paper('production', 'CZ87654321')],
    ['the other environment', () => paper('playground')],
    ['neither environment', () => paper(null)],
  ])('a certificate of %s is never used', async (_, certificate) => {
    const shop = open();
    shop.certificates = certificate;
    await shop.sell('a');
    await shop.world.advance(HOUR);
    expect([shop.authority.calls.length, stateOf(shop, 'a')]).toEqual([0, 'blocked']);
  });

  it('each environment is a way of its own', async () => {
    const shop = open();
    shop.certificates = (_sale, environment) =>
      environment === 'playground' ? { blocked: 'none' } : paper(environment, EIC);
    shop.authority.script = ({ sale }) => outcomes.confirmed(sale.number);
    shop.storage.transaction(() => shop.queue.add(draftOf('test', 1, { environment: 'playground' })));
    await shop.sell('real');
    await shop.world.advance(MINUTE);
    expect([stateOf(shop, 'test'), stateOf(shop, 'real')]).toEqual(['blocked', 'confirmed']);
    expect(shop.authority.calls.map(({ environment }) => environment)).toEqual(['production']);
    shop.authority.script = ({ sale }) =>
      sale.number.includes('late') ? outcomes.retry(false) : outcomes.confirmed('pok');
    await shop.sell('late');
    shop.certificates = (_sale, environment) => paper(environment, EIC);
    shop.queue.settingsChanged();
    await shop.world.advance(1_000);
    expect([stateOf(shop, 'test'), stateOf(shop, 'late')]).toEqual(['confirmed', 'waiting']);
  });
});

describe('the line', () => {
  it('is probed with one while it is down, ever more rarely; new sales are tried at once', async () => {
    const shop = open();
    shop.authority.script = () => outcomes.retry(false);
    shop.storage.transaction(() =>
      shop.queue.adopt(Array.from({ length: 20 }, (_, i) => draftOf(`s${i}`, i))),
    );
    await shop.world.advance(HOUR);
    const { calls } = shop.authority;
    const gaps = calls.slice(1).map((call, i) => call.at - (calls[i]?.at ?? 0));
    expect(gaps.slice(0, 8)).toEqual(gaps.slice(0, 8).sort((a, b) => a - b));
    expect(gaps.slice(8).every((gap) => gap >= 240_000 && gap <= 300_000)).toBe(true);
    // One after another, not the same one again and again.
    expect(new Set(shop.authority.numbers().slice(0, 20)).size).toBe(20);
    const before = calls.length;
    await shop.sell('new');
    expect(shop.authority.numbers().slice(before)).toEqual(['new']);
  });

  it('opens for four at a time when it is proven, oldest first, and two new ones beside them', async () => {
    const shop = open();
    const sales = Array.from({ length: 20 }, (_, i) => draftOf(`s${i}`, 100 - i));
    shop.storage.transaction(() => shop.queue.adopt(sales));
    await shop.world.advance(MINUTE);
    expect(shop.authority.numbers()).toEqual(['s19']);
    await shop.authority.calls[0]?.answer(outcomes.confirmed('pok'));
    await shop.world.advance(10);
    expect(shop.authority.numbers()).toEqual(['s19', 's18', 's17', 's16', 's15']);
    await shop.sell('n1', 'n2', 'n3');
    await shop.world.advance(10);
    expect(shop.authority.numbers().slice(5)).toEqual(['n3', 'n2']);
    expect(shop.authority.underWay).toBe(6);
    await shop.authority.calls[5]?.answer(outcomes.confirmed('pok'));
    await shop.world.advance(10);
    expect(shop.authority.numbers().slice(7)).toEqual(['n1']);
  });

  it('one that always fails does not hold up the others', async () => {
    const shop = open();
    shop.authority.script = ({ sale }) =>
      sale.number === 's0' ? outcomes.retry(true) : outcomes.confirmed(sale.number);
    shop.storage.transaction(() =>
      shop.queue.adopt(Array.from({ length: 50 }, (_, i) => draftOf(`s${i}`, i))),
    );
    await shop.world.advance(MINUTE);
    expect(shop.queue.counts(0)).toMatchObject({ waiting: 1, confirmed: 49 });
    await shop.sell('new');
    expect(stateOf(shop, 'new')).toBe('confirmed');
  });

  it('stays proven when one fails while another comes through, and falls when all fail', async () => {
    const shop = open();
    const sales = Array.from({ length: 12 }, (_, i) => draftOf(`s${i}`, i));
    shop.storage.transaction(() => shop.queue.adopt(sales));
    await shop.world.advance(0);
    await shop.authority.calls[0]?.answer(outcomes.confirmed('pok'));
    await shop.world.advance(10);
    await shop.authority.calls[1]?.answer(outcomes.confirmed('pok'));
    await shop.authority.calls[2]?.answer(outcomes.retry(true));
    await shop.world.advance(10);
    expect(shop.authority.underWay).toBe(4);
    for (let i = 3; i < shop.authority.calls.length; i++) {
      await shop.authority.calls[i]?.answer(outcomes.retry(true));
    }
    await shop.world.advance(10);
    expect(shop.authority.underWay).toBe(0);
    // Four failures at once are one: it is tried again after two seconds, not after half a minute.
    const before = shop.authority.calls.length;
    await shop.world.advance(2_000);
    expect(shop.authority.calls.length).toBe(before + 1);
  });

  it('starts in one turn no more than one message', async () => {
    const shop = open();
    shop.storage.transaction(() => shop.queue.adopt([draftOf('proof', 0)]));
    await shop.world.advance(0);
    await shop.authority.calls[0]?.answer(outcomes.confirmed('pok'));
    shop.storage.transaction(() =>
      shop.queue.adopt(Array.from({ length: 9 }, (_, i) => draftOf(`s${i}`, i))),
    );
    const seen: number[] = [];
    const watched: ManualWorld = {
      ...shop.world,
      after: (delay_ms, run) =>
        shop.world.after(delay_ms, () => {
          const before = shop.authority.calls.length;
          run();
          seen.push(shop.authority.calls.length - before);
        }),
    };
    const next = open({ storage: shop.storage, world: watched });
    next.authority.script = () => outcomes.confirmed('pok');
    await next.world.advance(MINUTE);
    expect(next.authority.calls.length).toBe(9);
    expect(Math.max(...seen)).toBeLessThanOrEqual(1);
  });
});

describe('age', () => {
  it('is told at 12, 36, 44 and 48 hours, of blocked and rejected ones too, and taken back', async () => {
    const shop = open();
    shop.authority.script = () => outcomes.rejected(7);
    await shop.sell('a');
    await shop.world.advance(12 * HOUR + MINUTE);
    expect([shop.alarms, shop.queue.alarm()]).toEqual([[1], 1]);
    await shop.world.advance(36 * HOUR);
    expect(shop.alarms).toEqual([1, 2, 3, 4]);
    expect(shop.queue.oldest()).toMatchObject({ receiptId: 'a', left_ms: -MINUTE });
    shop.authority.script = () => outcomes.confirmed('pok');
    shop.queue.resend('a');
    await shop.world.advance(10);
    expect([shop.alarms.at(-1), shop.queue.oldest()]).toEqual([0, undefined]);
  });

  it('is not lost when the wall clock is set back, nor by restarts', async () => {
    let shop = open();
    shop.authority.script = () => outcomes.retry(true);
    await shop.sell('a');
    shop.world.setWall(0);
    for (let i = 0; i < 7; i++) {
      await shop.world.advance(2 * HOUR);
      shop = shop.restart();
      shop.authority.script = () => outcomes.retry(true);
    }
    await shop.world.advance(MINUTE);
    expect(shop.queue.alarm()).toBe(1);
    // At each kill at most a minute was lost.
    expect(shop.queue.oldest()?.age_ms).toBeGreaterThan(14 * HOUR - 8 * MINUTE);
  });

  it('counts the time the register was off', async () => {
    const shop = open();
    shop.authority.script = () => outcomes.retry(true);
    await shop.sell('a');
    shop.world.setWall(shop.world.wall_ms() + 45 * HOUR);
    const next = shop.restart();
    await next.world.advance(0);
    expect(next.queue.alarm()).toBe(3);
  });
});

describe('troubles of this register', () => {
  function failing() {
    const storage = memoryEetStorage();
    const faulty = { full: false };
    const shop = open({
      storage: {
        ...storage,
        transaction(run) {
          if (faulty.full) throw full();
          return storage.transaction(run);
        },
      },
    });
    return { shop, faulty };
  }

  it('what cannot be written down first is not sent; it goes half a minute later', async () => {
    const { shop, faulty } = failing();
    shop.storage.transaction(() => shop.queue.add(draftOf('a', 0)));
    faulty.full = true;
    await shop.world.advance(29_000);
    expect(shop.authority.calls).toEqual([]);
    faulty.full = false;
    await shop.world.advance(2_000);
    expect(shop.authority.calls).toHaveLength(1);
  });

  it('one of which anything unforeseen is the matter is set aside, and the others go on', async () => {
    const shop = open();
    shop.certificates = (sale, environment) => {
      if (sale.number === 'bad') throw new Error('unforeseen');
      return paper(environment);
    };
    shop.authority.script = ({ sale }) => outcomes.confirmed(sale.number);
    shop.storage.transaction(() => shop.queue.adopt(['bad', 'a', 'b', 'c'].map((id, i) => draftOf(id, i))));
    await shop.world.advance(10_000);
    expect(shop.queue.counts(0)).toMatchObject({ waiting: 1, confirmed: 3 });
    shop.certificates = (_sale, environment) => paper(environment);
    await shop.world.advance(30_000);
    expect(stateOf(shop, 'bad')).toBe('confirmed');
  });

  it('an answer is written even when what would go next cannot be, and that goes later, once', async () => {
    const storage = memoryEetStorage();
    const faulty = { full: false };
    const begin: EetStorage['begin'] = (attempt) => {
      if (faulty.full) throw full();
      storage.begin(attempt);
    };
    const shop = open({ storage: { ...storage, begin } });
    shop.storage.transaction(() => shop.queue.adopt(['a', 'b'].map((id, i) => draftOf(id, i))));
    await shop.world.advance(10);
    faulty.full = true;
    await shop.authority.calls[0]?.answer(outcomes.confirmed('pok-a'));
    expect([stateOf(shop, 'a'), shop.queue.status('b')]).toMatchObject([
      'confirmed',
      { state: 'waiting', sending: false, attempts: 0 },
    ]);
    await shop.world.advance(10_000);
    expect(shop.authority.numbers()).toEqual(['a']);
    faulty.full = false;
    await shop.world.advance(30_000);
    expect(shop.authority.numbers()).toEqual(['a', 'b']);
    await shop.authority.calls[1]?.answer(outcomes.confirmed('pok-b'));
    expect(shop.queue.status('b')).toMatchObject({ pok: 'pok-b', attempts: 1 });
  });

  it('writes the end of one message and the beginning of the next in one commit', async () => {
    const storage = memoryEetStorage();
    let [commits, depth] = [0, 0];
    const transaction: EetStorage['transaction'] = (run) => {
      if (depth === 0) commits++;
      depth++;
      try {
        return storage.transaction(run);
      } finally {
        depth--;
      }
    };
    const shop = open({ storage: { ...storage, transaction } });
    shop.authority.script = ({ sale }) => outcomes.confirmed(sale.number);
    storage.transaction(() => shop.queue.adopt(Array.from({ length: 100 }, (_, i) => draftOf(`s${i}`, i))));
    await shop.world.advance(1_000);
    expect(shop.queue.counts(0).confirmed).toBe(100);
    expect(commits).toBeLessThan(115);
  });

  it('an answer that cannot be written is kept until it can', async () => {
    const { shop, faulty } = failing();
    await shop.sell('a');
    faulty.full = true;
    await shop.authority.calls[0]?.answer(outcomes.confirmed('pok'));
    await shop.world.advance(MINUTE);
    expect(shop.queue.status('a')).toMatchObject({ state: 'waiting', sending: true });
    faulty.full = false;
    await shop.world.advance(5_000);
    expect(shop.queue.status('a')).toMatchObject({ state: 'confirmed', pok: 'pok' });
    expect(shop.authority.calls).toHaveLength(1);
  });

  it('stops with a full disk, too', async () => {
    const { shop, faulty } = failing();
    await shop.sell('a');
    faulty.full = true;
    const stopped = shop.queue.stop();
    await shop.world.advance(3_000);
    await stopped;
  });

  it('stops in order: what is under way is cut, written down, and nothing more leaves', async () => {
    const shop = open();
    await shop.sell('a');
    const stopped = shop.queue.stop();
    await shop.world.advance(2_000);
    expect(shop.authority.closed).toBe(true);
    await shop.world.advance(0);
    await stopped;
    expect(shop.queue.attempts('a')).toMatchObject([{ state: 'retry' }]);
    await shop.world.advance(HOUR);
    expect(shop.authority.calls).toHaveLength(1);
    await shop.queue.stop();
  });

  it('stops within two and a half seconds even when nothing comes back', async () => {
    const shop = open();
    shop.authority.close = () => {};
    await shop.sell('a');
    let ended = false;
    const stopped = shop.queue.stop().then(() => {
      ended = true;
    });
    await shop.world.advance(2_499);
    expect(ended).toBe(false);
    await shop.world.advance(1);
    await stopped;
    await shop.authority.calls[0]?.answer(outcomes.confirmed('late'));
    expect(shop.queue.status('a')?.state).toBe('waiting');
  });
});
