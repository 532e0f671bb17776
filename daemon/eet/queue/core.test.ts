import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Environment, Outcome } from '../../../eet/index.ts';
import { type QueueEvent, step } from './core.ts';
import { FRESH_MS, LIMITS, plan } from './plan.ts';
import { FRESH, isConfirmed, type SaleRow, statusOf } from './row.ts';
import { nextSale } from './sale.ts';
import { draftOf, outcomes } from './shop.fixture.ts';
import { applied, newState, type QueueState, type Tracked, track } from './state.ts';
import { ageOf, alarmOf, HOUR_MS, type Moment, wait_ms } from './timing.ts';

type Deed =
  | { do: 'add' | 'adopt'; environment: Environment; sold_ms: number }
  | { do: 'answer'; which: number; outcome: Outcome }
  | { do: 'wait'; ms: number }
  | { do: 'jump'; to_ms: number }
  | { do: 'certificate'; there: boolean }
  | { do: 'resend' | 'elsewhere'; which: number }
  | { do: 'delay'; which: number; ms: number }
  | { do: 'restart'; newProgram: boolean };

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(outcomes.confirmed('pok')) },
  fc.constant(outcomes.unverified('pok')),
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.boolean(), fc.constantFrom(null, -1, 8))
      .map(([left, code]) => outcomes.retry(left || code !== null, code)),
  },
  fc.constantFrom(4, 6).map(outcomes.blocked),
  fc.constantFrom(2, 3, 7, 99, null).map(outcomes.rejected),
);
const environment = fc.constantFrom<Environment>('production', 'playground');
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('add' as const), environment, sold_ms: fc.nat(1e6) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('adopt' as const), environment, sold_ms: fc.nat(1e6) }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('answer' as const), which: fc.nat(20), outcome }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 400_000 })),
    }),
  },
  fc.record({ do: fc.constant('jump' as const), to_ms: fc.integer({ min: 0, max: 1e12 }) }),
  fc.record({ do: fc.constant('certificate' as const), there: fc.boolean() }),
  fc.record({ do: fc.constantFrom('resend' as const, 'elsewhere' as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant('delay' as const), which: fc.nat(20), ms: fc.nat(600_000) }),
  fc.record({ do: fc.constant('restart' as const), newProgram: fc.boolean() }),
);

/** The pure core driven by hand: what it is told, what it chooses, and the disk as it would stand. */
function drive() {
  const disk = new Map<string, SaleRow>();
  const sent = new Map<string, number>();
  let state: QueueState = newState();
  let [now, wall_ms, random, certificate] = [0, 0, 0.5, true];
  const at = (): Moment => ({ now, wall_ms, random });

  function take(change: ReturnType<typeof step>): void {
    for (const sale of change.written) {
      const row = disk.get(sale.receiptId) as SaleRow;
      expect(isConfirmed(row)).toBe(false);
      disk.set(sale.receiptId, { ...row, ...statusOf(sale) });
    }
    state = applied(state, change);
  }
  const tell = (event: QueueEvent) => take(step(state, event, at()));
  const flying = () => [...state.flights.values()];

  /** What may go on the proven way of its environment, seen without the core's own eyes. */
  const eligible = (sale: Tracked) => {
    const gate = state.gates.get(sale.party);
    const fresh = sale.tried < 0 && sale.attempts === 0 && sale.freshUntil_ms > now;
    return sale.state === 'waiting' && (sale.due_ms ?? Infinity) <= now && !gate?.closed && !fresh;
  };

  function judge(chosen: Tracked, first: boolean): void {
    const flight = state.flights.get(chosen.receiptId);
    expect(isConfirmed(disk.get(chosen.receiptId) as SaleRow)).toBe(false);
    expect(first).toBe(!(disk.get(chosen.receiptId) as SaleRow).left);
    if (chosen.state !== 'blocked') expect(chosen.due_ms ?? Infinity).toBeLessThanOrEqual(now);
    const others = flying().filter(({ receiptId }) => receiptId !== chosen.receiptId);
    const inLane = others.filter(({ lane }) => lane === flight?.lane).length;
    if (flight?.lane === 'fresh') {
      expect(inLane).toBeLessThan(LIMITS.fresh);
      return;
    }
    expect(inLane).toBeLessThan(LIMITS.backlog);
    const sameWay = others.filter(
      (other) => other.lane === 'backlog' && other.environment === chosen.environment,
    );
    if (!state.lines[chosen.environment].up) expect(sameWay).toEqual([]);
    else {
      const older = [...state.sales.values()].filter(
        (sale) =>
          sale.environment === chosen.environment &&
          !state.flights.has(sale.receiptId) &&
          eligible(sale) &&
          ageOf(sale, at()) > ageOf(chosen, at()),
      );
      expect(older).toEqual([]);
    }
  }

  function settle(): void {
    for (let round = 0; round < 1_000; round++) {
      const { change, effects } = plan(state, at());
      take(change);
      const send = effects.find(({ kind }) => kind === 'send');
      if (send?.kind === 'send') {
        const { receiptId, first } = send;
        judge(state.sales.get(receiptId) as Tracked, first);
        if (certificate) {
          tell({ kind: 'sending', receiptId });
          sent.set(receiptId, (sent.get(receiptId) ?? 0) + 1);
        } else tell({ kind: 'unsigned', receiptId, reason: 'none' });
      } else if (!effects.some((effect) => effect.kind === 'wake' && effect.at_ms <= now)) return;
    }
    throw new Error('the plan never comes to rest');
  }

  function does(deed: Deed): void {
    random = (random * 7 + 0.31) % 1;
    switch (deed.do) {
      case 'add':
      case 'adopt': {
        const own = deed.do === 'add';
        const draft = draftOf(`s${disk.size}`, deed.sold_ms, { environment: deed.environment });
        const row: SaleRow = { ...FRESH, ...draft, own, left: !own, since_ms: now };
        disk.set(row.receiptId, row);
        tell({ kind: 'added', sales: [track(row, own ? now + FRESH_MS : 0)] });
        break;
      }
      case 'answer': {
        const flight = flying()[deed.which % Math.max(1, flying().length)];
        if (!flight) break;
        tell({
          kind: 'ended',
          receiptId: flight.receiptId,
          outcome: deed.outcome,
          endedAt: '',
          registerId: 'bar',
        });
        break;
      }
      case 'wait':
        now += deed.ms;
        wall_ms += deed.ms;
        break;
      case 'jump':
        wall_ms = deed.to_ms;
        tell({ kind: 'clock-jumped' });
        break;
      case 'certificate':
        certificate = deed.there;
        if (certificate) tell({ kind: 'settings' });
        break;
      case 'delay':
        tell({ kind: 'delayed', receiptIds: [`s${deed.which}`], for_ms: deed.ms });
        break;
      case 'resend':
        tell({ kind: 'resend', receiptId: `s${deed.which}` });
        break;
      case 'elsewhere': {
        const confirmation = {
          state: 'confirmed',
          pok: 'theirs',
          confirmedAt: '',
          registerId: 'x',
          test: false,
        } as const;
        tell({ kind: 'elsewhere', receiptId: `s${deed.which}`, confirmation });
        break;
      }
      case 'restart': {
        state = newState();
        const sales = [...disk.values()].filter((row) => !isConfirmed(row)).map((row) => track(row, 0));
        tell({ kind: 'started', sales, newProgram: deed.newProgram });
      }
    }
    settle();
  }

  return { disk, sent, does, flying, state: () => state };
}

describe('whatever happens', () => {
  it('no more are under way than may be, none before its time, the oldest first, no confirmed one again', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 80 }), (deeds) => {
        const queue = drive();
        for (const each of deeds) queue.does(each);
        // The core keeps in mind exactly what is not confirmed on the disk.
        const open = [...queue.disk.values()].filter((row) => !isConfirmed(row)).map((row) => row.receiptId);
        expect([...queue.state().sales.keys()].sort()).toEqual(open.sort());
      }),
      { numRuns: 400 },
    );
  });

  it('every sale is confirmed once the certificate is there and the authority takes them', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
        const queue = drive();
        for (const each of deeds) queue.does(each);
        queue.does({ do: 'restart', newProgram: true });
        queue.does({ do: 'certificate', there: true });
        for (let round = 0; round < 400 && queue.state().sales.size > 0; round++) {
          while (queue.flying().length > 0)
            queue.does({ do: 'answer', which: 0, outcome: outcomes.confirmed('pok') });
          queue.does({ do: 'wait', ms: 60_000 });
        }
        expect([...queue.state().sales.keys()]).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a confirmed sale', () => {
  it.each(['confirmed', 'confirmed-unverified'] as const)('%s: is changed by nothing', (state) => {
    const sale = { ...FRESH, state, pok: 'first' };
    const at = { now: 1, wall_ms: 1, random: 0 };
    const late = { first: true, endedAt: '', registerId: 'bar' };
    const theirs = {
      state: 'confirmed',
      pok: 'theirs',
      confirmedAt: '',
      registerId: 'x',
      test: false,
    } as const;
    for (const event of [
      { kind: 'sending' },
      { kind: 'unmade', reason: '' },
      { kind: 'held', code: 4, reason: '' },
      { kind: 'released' },
      { kind: 'delayed', until_ms: 5 },
      { kind: 'elsewhere', confirmation: theirs },
      { kind: 'outcome', outcome: outcomes.confirmed('second'), ...late },
      { kind: 'outcome', outcome: outcomes.rejected(3), ...late },
      { kind: 'outcome', outcome: outcomes.retry(false), ...late },
    ] as const) {
      expect(nextSale(sale, event, at), event.kind).toBeUndefined();
    }
  });
});

describe('times', () => {
  it('waits grow from two seconds to five minutes, up to a fifth shorter', () => {
    const most = Array.from({ length: 12 }, (_, i) => wait_ms(i, 1) / 1000);
    expect(most).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
    expect(Array.from({ length: 12 }, (_, i) => wait_ms(i, 0) / 1000)).toEqual(most.map((s) => s * 0.8));
    expect(wait_ms(1e9, 0.5)).toBeLessThanOrEqual(300_000);
  });

  it('alarms at 12, 36, 44 and 48 hours', () => {
    const hours = [11.99, 12, 35.99, 36, 43.99, 44, 47.99, 48, 1e6];
    expect(hours.map((h) => alarmOf(h * HOUR_MS))).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it('an age is the longer of what the two clocks say', () => {
    const sale = { sold_ms: 1_000, since_ms: 0 };
    expect(ageOf(sale, { now: 50, wall_ms: 2_000, random: 0 })).toBe(1_000);
    expect(ageOf(sale, { now: 50, wall_ms: 0, random: 0 })).toBe(50);
  });
});
