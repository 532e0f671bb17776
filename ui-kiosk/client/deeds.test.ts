import { describe, expect, test } from 'vitest';
import { createDeeds, type Deed } from './deeds.ts';
import type { Answer, Fault } from './fault.ts';
import type { Request } from './request.ts';

const silent: Fault = { kind: 'unreachable' };
const problem = (status: number, code = 'x'): Fault => ({
  kind: 'problem',
  problem: { type: '', title: 'Nejde to.', titleEn: 'No.', status, code, hint: '', hintEn: '' },
});

/** A register that answers by a script; what it was asked is kept. */
function rig(script: readonly (Fault | 'ok')[], drawer = new Map<string, string>()) {
  const asked: Request[] = [];
  const pauses: number[] = [];
  const told: (Deed | null)[] = [];
  let keys = 0;
  const deeds = createDeeds({
    drawer: {
      getItem: (name) => drawer.get(name) ?? null,
      setItem: (name, value) => void drawer.set(name, value),
      removeItem: (name) => void drawer.delete(name),
    },
    send: async <T>(request: Request): Promise<Answer<T>> => {
      const step = script[asked.length];
      asked.push(request);
      if (step === undefined) throw new Error('asked more often than the script says');
      return step === 'ok' ? { value: 'receipt' as T } : { fault: step };
    },
    newKey: () => `key-${++keys}`,
    pause: async (delay_ms) => void pauses.push(delay_ms),
    pending: (deed) => void told.push(deed),
  });
  return { deeds, asked, pauses, told, drawer };
}

describe('a deed', () => {
  test('is answered at once and leaves nothing behind', async () => {
    const { deeds, asked, drawer, told } = rig(['ok']);
    expect(await deeds.run('/api/bills/b/pay', { tip: 0 })).toEqual({ value: 'receipt' });
    expect(asked).toEqual([{ method: 'POST', path: '/api/bills/b/pay', body: { tip: 0 }, key: 'key-1' }]);
    expect(drawer.size).toBe(0);
    expect(told.at(-1)).toBeNull();
  });

  test('is repeated with the same key until the register answers', async () => {
    const { deeds, asked } = rig([silent, silent, silent, silent, silent, silent, 'ok']);
    expect(await deeds.run('/api/bills/b/pay', {})).toEqual({ value: 'receipt' });
    expect(new Set(asked.map((request) => request.key))).toEqual(new Set(['key-1']));
    expect(asked.length).toBe(7);
  });

  test('waits longer and longer, with an end to it', async () => {
    const { deeds, pauses } = rig([silent, silent, silent, silent, silent, silent, 'ok']);
    await deeds.run('/x', {});
    expect(pauses).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
  });

  test('a refusal ends it: the next one has its own key', async () => {
    const { deeds, asked, drawer } = rig([problem(409, 'bill-changed'), 'ok']);
    expect(await deeds.run('/api/bills/b/pay', {})).toEqual({ fault: problem(409, 'bill-changed') });
    expect(drawer.size).toBe(0);
    await deeds.run('/api/bills/b/pay', {});
    expect(asked.map((request) => request.key)).toEqual(['key-1', 'key-2']);
  });

  test('a full disk is a refusal, not an accident', async () => {
    const { deeds, asked } = rig([problem(507, 'disk-full')]);
    await deeds.run('/x', {});
    expect(asked.length).toBe(1);
  });

  test('a session that ended in the meantime is waited for', async () => {
    const { deeds, asked } = rig([silent, problem(401, 'signed-out'), 'ok']);
    expect(await deeds.run('/x', {})).toEqual({ value: 'receipt' });
    expect(asked.length).toBe(3);
  });

  test('an inner failure is told after three attempts; the same deed by hand keeps its key', async () => {
    const { deeds, asked } = rig([problem(500), problem(500), problem(500), 'ok']);
    expect(await deeds.run('/x', { a: 1 })).toEqual({ fault: problem(500) });
    expect(await deeds.run('/x', { a: 1 })).toEqual({ value: 'receipt' });
    expect(asked.map((request) => request.key)).toEqual(['key-1', 'key-1', 'key-1', 'key-1']);
  });

  test('another deed after an inner failure is another deed', async () => {
    const { deeds, asked } = rig([problem(500), problem(500), problem(500), 'ok']);
    await deeds.run('/x', { a: 1 });
    await deeds.run('/x', { a: 2 });
    expect(asked.at(-1)?.key).toBe('key-2');
  });
});

describe('after a reload', () => {
  test('what was sent and not answered is carried on with its key', async () => {
    const drawer = new Map<string, string>();
    // The page goes away while the request is on its way: send never answers.
    const before = rig([], drawer);
    const lost = createDeeds({
      drawer: {
        getItem: () => null,
        setItem: (name, value) => void drawer.set(name, value),
        removeItem: () => {},
      },
      send: () => new Promise(() => {}),
      newKey: () => 'key-of-old',
      pause: async () => {},
      pending: () => {},
    });
    void lost.run('/api/bills/b/pay', { tip: 5 });
    expect(before.asked.length).toBe(0);

    const { deeds, asked } = rig([silent, 'ok'], drawer);
    const resumed = await deeds.resume();
    expect(resumed?.answer).toEqual({ value: 'receipt' });
    expect(asked.map((request) => request.key)).toEqual(['key-of-old', 'key-of-old']);
    expect(asked[0]?.body).toEqual({ tip: 5 });
    expect(drawer.size).toBe(0);
  });

  test('nothing is carried on when nothing was left', async () => {
    expect(await rig([]).deeds.resume()).toBeNull();
  });

  test('what a person was told of is not done behind their back', async () => {
    const first = rig([problem(500), problem(500), problem(500)]);
    await first.deeds.run('/api/shift/cash', { amount_haler: -5 });
    const { deeds, asked } = rig([], first.drawer);
    expect(await deeds.resume()).toBeNull();
    expect(asked.length).toBe(0);
  });

  test('a damaged note is thrown away', async () => {
    const drawer = new Map([['kasad-pending-deed', '{"key":']]);
    expect(await rig([], drawer).deeds.resume()).toBeNull();
    expect(drawer.size).toBe(0);
  });
});
