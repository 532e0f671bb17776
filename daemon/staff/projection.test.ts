import { beforeEach, describe, expect, test } from 'vitest';
import { Refusal } from '../../wire/index.ts';
import { type ManualWorld, manualWorld } from '../../world/manual.fixture.ts';
import { memoryStore } from '../catalogue/memory-store.fixture.ts';
import type { Event } from '../http/contract.ts';
import type { Store } from '../store/store.ts';
import { createDoorman, type Doorman } from './doorman.ts';

interface Box {
  readonly store: Store;
  readonly doorman: Doorman;
  readonly world: ManualWorld;
  readonly told: Event[];
  readonly warned: unknown[];
}

/** One of two registers; `offset` sets their drawn ids apart. */
function box(origin: string, offset: number): Box {
  const world = manualWorld();
  for (let i = 0; i < offset; i++) world.uuid();
  const store = memoryStore(undefined, { origin, wall_ms: () => world.wall_ms() }) as Store;
  const told: Event[] = [];
  const warned: unknown[] = [];
  const doorman = createDoorman({
    store,
    world,
    pinCost: 4,
    events: { emit: (event) => told.push(event) },
    log: { warn: (...said: unknown[]) => void warned.push(said) } as never,
  });
  return { store, doorman, world, told, warned };
}

/** Copies cells as the replica does, and tells the doorman what is new. */
function pass(from: Box, to: Box): void {
  const cells = from.store.db.prepare('SELECT * FROM cell').all() as Record<string, string>[];
  take(to, cells);
}

function take(to: Box, cells: readonly Record<string, unknown>[]): void {
  const put = to.store.db.prepare(
    `INSERT INTO cell (tbl, id, col, val, hlc, origin, seq) VALUES (@tbl, @id, @col, @val, @hlc, @origin, @seq)
     ON CONFLICT DO UPDATE SET val = excluded.val, hlc = excluded.hlc, origin = excluded.origin, seq = excluded.seq
     WHERE excluded.hlc > cell.hlc`,
  );
  to.store.transaction(() => {
    const ids = new Set<string>();
    for (const cell of cells) if (put.run(cell).changes > 0) ids.add(cell.id as string);
    to.doorman.projection.take({ records: [...ids].map((id) => ({ tbl: 'staff', id })), facts: [] });
  });
}

const said = (id: string, col: string, value: unknown) => ({
  tbl: 'staff',
  id,
  col,
  val: JSON.stringify(value),
  hlc: `${(manualWorld().wall_ms() + 1_000).toString()}.0000.other`,
  origin: 'other',
  seq: 1,
});

let one: Box;
let two: Box;
let petr: string;
let jana: string;

beforeEach(async () => {
  [one, two] = [box('one', 0), box('two', 500)];
  petr = (await one.doorman.addPerson({ name: 'Petr', role: 'manager', pin: '2580' })).id;
  jana = (await one.doorman.addPerson({ name: 'Jana', role: 'waiter', pin: '1472' })).id;
  pass(one, two);
});

const code = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'in',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );
const signIn = (at: Box, id: string, pin: string) => at.doorman.signIn(id, pin, 'screen');

describe('people of another register', () => {
  test('sign in here by the same PIN, and the screens are told once', async () => {
    expect(two.doorman.staff.all()).toEqual(one.doorman.staff.all());
    expect(two.told).toEqual([{ kind: 'staff' }]);
    expect(await code(signIn(two, jana, '1472'))).toBe('in');
    expect(await code(signIn(two, jana, '1473'))).toBe('wrong-pin');
    pass(one, two);
    expect(two.told).toHaveLength(1);
  });

  test('who is let go there is out here at once', async () => {
    const { token } = await signIn(two, jana, '1472');
    const other = (await signIn(two, petr, '2580')).token;
    await one.doorman.patchPerson(jana, { active: false });
    expect(two.doorman.session(token)).toBeDefined();
    pass(one, two);
    expect(two.doorman.session(token)).toBeUndefined();
    expect(two.doorman.session(other)).toBeDefined();
    expect(two.told.at(-1)).toEqual({ kind: 'staff' });
    expect(await code(signIn(two, jana, '1472'))).toBe('wrong-pin');
    await one.doorman.patchPerson(jana, { active: true });
    pass(one, two);
    // Taken on again, but the old session is gone.
    expect(two.doorman.session(token)).toBeUndefined();
    expect(await code(signIn(two, jana, '1472'))).toBe('in');
  });

  test('a new PIN or role there ends sessions here, a new name does not', async () => {
    let { token } = await signIn(two, jana, '1472');
    await one.doorman.patchPerson(jana, { name: 'Jana Nová' });
    pass(one, two);
    expect(two.doorman.session(token)?.person.name).toBe('Jana Nová');
    await one.doorman.patchPerson(jana, { role: 'manager' });
    pass(one, two);
    expect(two.doorman.session(token)).toBeUndefined();
    token = (await signIn(two, jana, '1472')).token;
    await one.doorman.patchPerson(jana, { pin: '9999' });
    pass(one, two);
    expect(two.doorman.session(token)).toBeUndefined();
    expect(await code(signIn(two, jana, '9999'))).toBe('in');
  });

  test('wrong attempts stay at their register until the PIN is another', async () => {
    for (let i = 0; i < 5; i++) expect(await code(signIn(two, jana, '0000'))).not.toBe('in');
    expect(await code(signIn(two, jana, '1472'))).toBe('locked-out');
    expect(await code(signIn(one, jana, '1472'))).toBe('in');
    await one.doorman.patchPerson(jana, { name: 'Jana Nová' });
    pass(one, two);
    expect(await code(signIn(two, jana, '1472'))).toBe('locked-out');
    await one.doorman.patchPerson(jana, { pin: '9999' });
    pass(one, two);
    expect(await code(signIn(two, jana, '9999'))).toBe('in');
  });

  test('a record that nobody could have written changes nobody, and its hash is not told', async () => {
    const before = two.doorman.staff.all();
    for (const [col, value] of [
      ['pin', `scrypt$30$8$1$AAAA$${'A'.repeat(43)}`],
      ['pin', '1472'],
      ['role', 'owner'],
      ['active', 'yes'],
      ['name', ''],
    ] as const) {
      const fresh = box('fresh', 900);
      pass(one, fresh);
      take(fresh, [said(jana, col, value), said('x', 'name', 'Nikdo')]);
      expect(fresh.doorman.staff.all()).toEqual(before);
      expect(JSON.stringify(fresh.warned)).toBe(
        `[[{"table":"staff","id":"${jana}"},"a record of a sibling cannot be read"]]`,
      );
      expect(await code(signIn(fresh, jana, '1472'))).toBe('in');
    }
  });

  test('managers demoted at two registers at once leave a shop that can begin again', async () => {
    const eva = (await one.doorman.addPerson({ name: 'Eva', role: 'manager', pin: '5555' })).id;
    pass(one, two);
    await one.doorman.patchPerson(eva, { role: 'waiter' });
    await two.doorman.patchPerson(petr, { active: false });
    pass(one, two);
    pass(two, one);
    expect(one.doorman.staff.all()).toEqual(two.doorman.staff.all());
    expect(one.doorman.staff.active().filter(({ role }) => role === 'manager')).toEqual([]);
  });

  test('everything is read anew from the cells', async () => {
    const before = two.doorman.staff.all();
    two.store.db.exec("UPDATE staff SET name = '?', active = 0");
    two.store.db.exec("INSERT INTO staff VALUES ('ghost', 'Duch', 'waiter', 1, 'x')");
    two.store.transaction(() => two.doorman.projection.rebuild());
    expect(two.doorman.staff.all()).toEqual(before);
    take(two, [said(jana, '_del', true)]);
    expect(two.doorman.staff.all().map(({ id }) => id)).toEqual([petr]);
  });
});
