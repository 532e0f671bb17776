import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { replicaSchema, replicaStep } from '../../sync/index.ts';
import { createPins, Refusal } from '../../wire/index.ts';
import { type ManualWorld, manualWorld } from '../../world/manual.fixture.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { requireRight } from './actor.ts';
import { createDoorman, type Doorman } from './doorman.ts';
import { lockedFor_ms } from './lockout.ts';
import { schema } from './schema.ts';
import { idle_ms } from './sessions.ts';

const here = '127.0.0.1';
let folder: string;
let world: ManualWorld;
let store: Store;
let doorman: Doorman;
let manager: string;
let waiter: string;

const open = () => {
  store = openStore({
    dir: folder,
    world,
    log: pino({ level: 'silent' }),
    migrations: [replicaSchema + replicaStep + schema],
  });
  doorman = createDoorman({ store, world, pinCost: 4 });
};
const restart = () => {
  store.close();
  open();
};
const refusal = async (run: Promise<unknown>): Promise<Refusal> => {
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
};
const wrong = (client = here, id = waiter) => refusal(doorman.signIn(id, '0000', client));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-staff-'));
  world = manualWorld();
  open();
  manager = (await doorman.addPerson({ name: 'Jana', role: 'manager', pin: '1111' })).id;
  waiter = (await doorman.addPerson({ name: 'Petr', role: 'waiter', pin: '2222' })).id;
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

describe('the lock-out', () => {
  test('the ladder is climbed rung by rung, each wait is served, and a right PIN takes it down', async () => {
    for (let i = 0; i < 4; i++) expect((await wrong()).code).toBe('wrong-pin');
    for (const wait_s of [30, 60, 300, 900, 900]) {
      expect(await wrong()).toMatchObject({
        code: 'locked-out',
        status: 429,
        extra: { retryAfter_s: wait_s },
      });
      await world.advance(wait_s * 1000 - 1);
      // The right PIN too: whoever guesses must not learn that this one was it.
      expect((await refusal(doorman.signIn(waiter, '2222', here))).code).toBe('locked-out');
      await world.advance(1);
    }
    await doorman.signIn(waiter, '2222', here);
    expect((await wrong()).code).toBe('wrong-pin');
  });

  test('the wait is told in words', async () => {
    for (let i = 0; i < 5; i++) await wrong();
    expect((await wrong()).message).toBe('Příliš mnoho chybných PINů. Další pokus bude možný za 30 s.');
    await world.advance(30_000);
    await wrong();
    await world.advance(60_000);
    expect((await wrong()).message).toContain('za 5 min');
  });

  test('it outlives a restart', async () => {
    for (let i = 0; i < 5; i++) await wrong();
    restart();
    expect((await refusal(doorman.signIn(waiter, '2222', here))).code).toBe('locked-out');
  });

  test('attempts sent side by side are no more than attempts one after another', async () => {
    const codes = await Promise.all(Array.from({ length: 20 }, async () => (await wrong()).code));
    // Each that was looked at after the fifth would be one too many.
    expect(codes.filter((code) => code === 'wrong-pin').length).toBeLessThanOrEqual(4);
    expect(lockedFor_ms('person', 5)).toBe(30_000);
    expect((await wrong()).extra.retryAfter_s).toBe(30);
  });

  test('one person locked leaves the others free', async () => {
    for (let i = 0; i < 5; i++) await wrong();
    await doorman.signIn(manager, '1111', here);
  });

  test('a client that tries everyone is locked too, by made-up names as well', async () => {
    for (let i = 0; i < 19; i++) expect((await wrong('10.0.0.9', `nobody-${i}`)).code).toBe('wrong-pin');
    expect((await wrong('10.0.0.9', 'nobody')).code).toBe('locked-out');
    expect((await refusal(doorman.signIn(manager, '1111', '10.0.0.9'))).code).toBe('locked-out');
    await doorman.signIn(manager, '1111', here);
    const rows = store.db.prepare('SELECT subject FROM pin_attempt').pluck().all();
    expect(rows).toEqual(['client:10.0.0.9']);
  });

  test('a wall clock set back a year does not lock for a year', async () => {
    for (let i = 0; i < 5; i++) await wrong();
    world.setWall(world.wall_ms() - 365 * 86_400_000);
    expect((await wrong()).extra.retryAfter_s).toBe(30);
    await world.advance(30_000);
    await doorman.signIn(waiter, '2222', here);
  });

  test('a wall clock set forward frees nobody early', async () => {
    for (let i = 0; i < 5; i++) await wrong();
    world.setWall(world.wall_ms() + 10 * 365 * 86_400_000);
    expect((await wrong()).extra.retryAfter_s).toBe(30);
    await world.advance(29_999);
    expect((await refusal(doorman.signIn(waiter, '2222', here))).code).toBe('locked-out');
    await world.advance(1);
    await doorman.signIn(waiter, '2222', here);
  });

  test('a new PIN from the manager opens at once', async () => {
    for (let i = 0; i < 5; i++) await wrong();
    await doorman.patchPerson(waiter, { pin: '3333' });
    await doorman.signIn(waiter, '3333', here);
  });

  test('law: more wrong attempts never mean a shorter wait, nor more than 15 minutes', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.constantFrom('person' as const, 'client' as const), (wrongs, kind) => {
        expect(lockedFor_ms(kind, wrongs + 1)).toBeGreaterThanOrEqual(lockedFor_ms(kind, wrongs));
        expect(lockedFor_ms(kind, wrongs)).toBeLessThanOrEqual(900_000);
      }),
    );
  });
});

describe('sessions', () => {
  test('a restart keeps people signed in, and the database does not hold the token', async () => {
    const { token } = await doorman.signIn(waiter, '2222', here);
    restart();
    expect(doorman.session(token)?.person.name).toBe('Petr');
    const rows = JSON.stringify(store.db.prepare('SELECT * FROM session').all());
    expect(rows).not.toContain(token);
  });

  test('twelve idle hours end it, use prolongs it', async () => {
    const { token } = await doorman.signIn(waiter, '2222', here);
    await world.advance(idle_ms - 1);
    expect(doorman.session(token)).toBeDefined();
    await world.advance(idle_ms);
    expect(doorman.session(token)).toBeDefined();
    await world.advance(idle_ms + 1);
    expect(doorman.session(token)).toBeUndefined();
  });

  test('a changed PIN, role or dismissal ends it; a changed name does not', async () => {
    for (const patch of [{ pin: '4444' }, { role: 'technician' as const }, { active: false }]) {
      await doorman.patchPerson(waiter, { pin: '2222', role: 'waiter', active: true });
      const { token } = await doorman.signIn(waiter, '2222', here);
      await doorman.patchPerson(waiter, { name: 'Petr Novák' });
      expect(doorman.session(token)?.person.name).toBe('Petr Novák');
      await doorman.patchPerson(waiter, patch);
      expect(doorman.session(token)).toBeUndefined();
    }
    expect((await refusal(doorman.signIn(waiter, '2222', here))).code).toBe('wrong-pin');
  });
});

describe('approvals', () => {
  const lend = async () => {
    const { token } = await doorman.signIn(waiter, '2222', here);
    const signedIn = doorman.session(token);
    if (!signedIn) throw new Error('not signed in');
    const approval = await doorman.approve(
      signedIn.session.id,
      { staffId: manager, pin: '1111', right: 'discount' },
      here,
    );
    return { signedIn, approval: approval.token };
  };

  test('one lends one right for one deed', async () => {
    const { signedIn, approval } = await lend();
    const actor = doorman.actor(signedIn, approval, 'deed');
    expect(actor).toMatchObject({ staffId: waiter, approved: 'discount', allowedBy: manager });
    requireRight(actor, 'discount');
    expect(() => requireRight(actor, 'close-shift')).not.toThrow();
    expect(() => requireRight(actor, 'edit-items')).toThrow(Refusal);
    const again = doorman.actor(signedIn, approval, 'deed');
    expect(again).toMatchObject({ approved: null, allowedBy: waiter });
    expect(() => requireRight(again, 'discount')).toThrow(
      expect.objectContaining({ code: 'needs-approval', status: 403, extra: { right: 'discount' } }),
    );
  });

  test('whoever was allowed to look may look on for the minute, and act by it no more', async () => {
    const { signedIn, approval } = await lend();
    const look = () => doorman.actor(signedIn, approval, 'reading');
    expect([look(), look()]).toMatchObject([
      { approved: 'discount', allowedBy: manager },
      { approved: 'discount' },
    ]);
    await world.advance(59_999);
    expect(look().approved).toBe('discount');
    await world.advance(1);
    expect(look().approved).toBeNull();

    const other = await lend();
    expect(doorman.actor(other.signedIn, other.approval, 'reading').approved).toBe('discount');
    expect(doorman.actor(other.signedIn, other.approval, 'deed').approved).toBeNull();
    expect(doorman.actor(other.signedIn, other.approval, 'reading').approved).toBeNull();

    const stolen = await lend();
    const thief = doorman.session((await doorman.signIn(waiter, '2222', here)).token);
    if (!thief) throw new Error('not signed in');
    expect(doorman.actor(thief, stolen.approval, 'reading').approved).toBeNull();
  });

  test('it is good for a minute, in its own session, while its lender works here', async () => {
    const late = await lend();
    await world.advance(60_000);
    expect(doorman.actor(late.signedIn, late.approval, 'deed').approved).toBeNull();

    const stolen = await lend();
    const other = doorman.session((await doorman.signIn(waiter, '2222', here)).token);
    if (!other) throw new Error('not signed in');
    expect(doorman.actor(other, stolen.approval, 'deed').approved).toBeNull();

    const dismissed = await lend();
    await doorman.addPerson({ name: 'Eva', role: 'manager', pin: '5555' });
    await doorman.patchPerson(manager, { active: false });
    expect(doorman.actor(dismissed.signedIn, dismissed.approval, 'deed').approved).toBeNull();
  });

  test('nobody lends what they do not have', async () => {
    const error = await refusal(
      doorman.approve('any', { staffId: waiter, pin: '2222', right: 'discount' }, here),
    );
    expect(error.code).toBe('cannot-approve');
  });
});

describe('people', () => {
  test('the last manager stays, whichever way out is tried', async () => {
    for (const patch of [{ active: false }, { role: 'waiter' as const }]) {
      expect((await refusal(doorman.patchPerson(manager, patch))).code).toBe('last-manager');
    }
    const other = await doorman.addPerson({ name: 'Eva', role: 'manager', pin: '5555' });
    await doorman.patchPerson(manager, { active: false });
    expect((await refusal(doorman.patchPerson(other.id, { active: false }))).code).toBe('last-manager');
  });

  test('two people may have one PIN; the journal holds the hash and never the PIN', async () => {
    await doorman.addPerson({ name: 'Eva', role: 'waiter', pin: '2222' });
    const cells = store.db.prepare("SELECT val FROM cell WHERE tbl = 'staff' AND col = 'pin'").pluck().all();
    expect(cells).toHaveLength(3);
    for (const cell of cells) expect(cell).toMatch(/^"scrypt\$/);
    expect(new Set(cells).size).toBe(3);
  });

  test('Czech order of names', async () => {
    for (const name of ['Žaneta', 'Čeněk', 'Cyril'])
      await doorman.addPerson({ name, role: 'waiter', pin: '9999' });
    expect(doorman.staff.active().map(({ name }) => name)).toEqual([
      'Cyril',
      'Čeněk',
      'Jana',
      'Petr',
      'Žaneta',
    ]);
  });
});

describe('PIN hashes', () => {
  const pins = createPins({ bytes: (count) => new Uint8Array(count), cost: 4 });

  // RFC 7914 section 12, with our parameters: computed by Python's hashlib.scrypt.
  test('are scrypt as others compute it', async () => {
    expect(await pins.hash('1234')).toBe(
      'scrypt$4$8$1$AAAAAAAAAAAAAAAAAAAAAA$OXn_kS_xCo5D8Ja5g-BPYb2Ms6avx4iEN7ra4ItOaEM',
    );
  });

  test('match only their PIN, and nobody matches nothing', async () => {
    const hash = await pins.hash('1234');
    expect(await pins.matches('1234', hash)).toBe(true);
    expect(await pins.matches('1235', hash)).toBe(false);
    expect(await pins.matches('1234', null)).toBe(false);
  });

  test('wait in a queue that has an end', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => pins.matches('1', null)));
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(6);
    expect(await pins.matches('1', null)).toBe(false);
  });

  test('of a cost that would take the box down are not computed', async () => {
    await expect(pins.matches('1', `scrypt$30$8$1$AAAA$${'A'.repeat(43)}`)).rejects.toThrow('nobody wrote');
  });
});
