import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { DELETED, type Entry, type MemoryStorage } from '../../sync/index.ts';
import { type ManualWorld, manualWorld } from '../../world/manual.fixture.ts';
import { describeBoth } from '../database/both.fixture.ts';
import type { Database } from '../database/database.ts';
import { Died, dying } from '../database/dying.fixture.ts';
import {
  BUILT,
  cell,
  fact,
  gossip,
  meet,
  type Register,
  register,
  rowsIn,
  rowsOf,
  sameVector,
  unlessDrawing,
} from './register.fixture.ts';
import type { Exchanged, StoreReplica } from './replica.ts';
import { createReplicas } from './replicas.ts';
import { replicaSteps } from './schema.ts';

/** What the way does to a request and its answer. */
const WAYS = [
  'whole',
  'whole',
  'asked-in-vain',
  'answer-lost',
  'asked-twice',
  'asked-late',
  'heard-late',
  'heard-twice',
] as const;

const id = fc.constantFrom('x', 'y', 'z');
const entry: fc.Arbitrary<Entry> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(id, fc.constantFrom('a', 'b'), fc.nat(9)).map(([i, col, n]) => cell(i, col, n)),
  },
  { weight: 4, arbitrary: fc.tuple(id, fc.nat(9)).map(([i, n]) => fact(i, n)) },
  { weight: 1, arbitrary: id.map((i) => cell(i, DELETED, true)) },
);
const entries = fc.array(entry, { minLength: 1, maxLength: 12 });
const who = fc.nat(2);

const event = fc.oneof(
  { weight: 5, arbitrary: fc.record({ is: fc.constant('write' as const), who, entries }) },
  {
    weight: 8,
    arbitrary: fc.record({ is: fc.constant('ask' as const), who, way: fc.constantFrom(...WAYS) }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('own' as const), entries }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('gossip' as const), who, other: who }) },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('die' as const), after: fc.integer({ min: 1, max: 60 }) }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('copy' as const), who }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('restore' as const), who }) },
);
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

let stores = 0;

/** One shop: registers with clocks of their own, the way, and a backoffice that is killed and started again. */
async function play(
  db: Database,
  world: ManualWorld,
  events: readonly Event[],
  count: number,
): Promise<void> {
  const name = `shop${++stores}`;
  let process = dying(db);
  let store: StoreReplica | undefined;
  let minted = count;
  let origin = '';
  const late: { to: Register; said?: Exchanged; asked?: unknown[] }[] = [];
  const copies = new Map<number, MemoryStorage>();
  const clocks = [() => BUILT, () => BUILT + 40_000, () => BUILT + 3 * 365 * 86_400_000];
  const make = (i: number, as: string, storage?: MemoryStorage) =>
    register(as, () => origin, {
      rows_max: 3,
      wall_ms: clocks[i] as () => number,
      ...(storage ? { storage } : {}),
    });

  /** Undefined when the backoffice died over it. */
  async function alive<T>(run: (store: StoreReplica) => Promise<T>): Promise<T | undefined> {
    if (process.dead) {
      process = dying(db);
      store = undefined;
    }
    try {
      store ??= await createReplicas({ database: process, world, projections: [], rows_max: 4 }).of(name);
      origin = store.origin;
      return await run(store);
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      return undefined;
    }
  }
  await alive(async () => {});
  const registers = Array.from({ length: count }, (_, i) => make(i, `r${i}`));
  const at = (i: number) => registers[i % count] as Register;
  const deliver = (to: Register, messages: unknown[]) =>
    alive((it) => unlessDrawing(it.exchange(`id-${to.origin}`, to.origin, messages)));

  async function ask(to: Register, way: (typeof WAYS)[number]): Promise<void> {
    const asked = to.take();
    if (way === 'asked-late') return void late.push({ to, asked });
    if (way === 'asked-in-vain') return;
    const said = await deliver(to, asked);
    if (way === 'asked-twice') await deliver(to, asked);
    if (!said || way === 'answer-lost') return;
    if (way === 'heard-late') return void late.push({ to, said });
    to.hear(said.messages);
    if (way === 'heard-twice') to.hear(said.messages);
  }

  /** What was held up comes now, the newest first. */
  async function arrive(): Promise<void> {
    const one = late.pop();
    if (!one || !registers.includes(one.to)) return;
    const said = one.said ?? (one.asked && (await deliver(one.to, one.asked)));
    if (said) one.to.hear(said.messages);
  }

  for (const it of events) {
    await arrive();
    if (it.is === 'write') {
      const one = at(it.who);
      const written = one.replica.write(it.entries);
      if (written.ok) one.note(written.outputs);
    } else if (it.is === 'ask') await ask(at(it.who), it.way);
    else if (it.is === 'own') await alive((s) => s.write(it.entries));
    else if (it.is === 'gossip' && it.who % count !== it.other % count) gossip(at(it.who), at(it.other));
    else if (it.is === 'die') process.dieAfter(it.after);
    else if (it.is === 'copy') copies.set(it.who % count, at(it.who).storage.copy());
    else if (it.is === 'restore') {
      const copy = copies.get(it.who % count)?.copy();
      if (!copy) continue;
      const as = `r${minted++}`;
      copy.commit({ origin: as, sponsor: origin });
      registers[it.who % count] = make(it.who % count, as, copy);
    }
  }

  // Nothing is lost any more.
  process.dieAfter(Number.POSITIVE_INFINITY);
  while (late.length > 0) await arrive();
  const last = (await alive(async (it) => it)) as StoreReplica;
  for (let round = 0; ; round++) {
    if (round > 6) throw new Error('they never agree');
    for (const one of registers) await meet(one, last, () => world.advance(30_000));
    if (registers.every((one) => sameVector(one.storage.vector(), last.vector()))) break;
  }
  const rows = await rowsIn(db, name);
  for (const one of registers) expect(rowsOf(one.storage)).toEqual(rows);
  expect(registers.every((one) => one.storage.sponsor() === undefined)).toBe(true);
  const left = await db.read((sql) => sql.get('SELECT COUNT(*) AS n FROM stage WHERE store = ?', name));
  expect(left).toEqual({ n: 0 });
}

describeBoth('a shop and its backoffice', (open) => {
  let db: Database;
  beforeEach(async () => {
    db = await open();
    await db.migrate(replicaSteps);
  });

  it('hold the same in the end, whatever the way and the kills have done', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), fc.integer({ min: 2, max: 3 }), (events, count) =>
        play(db, manualWorld(), events, count),
      ),
      { numRuns: Number(process.env.KASAD_SHOPS ?? (open.kind === 'sqlite' ? 150 : 20)) },
    );
  });
});
