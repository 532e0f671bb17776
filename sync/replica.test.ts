import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CellRow,
  createReplica,
  DELETED,
  type Entry,
  held,
  isRetired,
  MEMBER,
  type MemoryStorage,
  type Message,
  memoryStorage,
  type Output,
  parseMessage,
  type Replica,
  type Row,
  takeCensus,
} from './index.ts';
import { above, formatStamp, parseStamp } from './stamp.ts';

const BUILT = Date.UTC(2026, 10, 1);

const disks = new WeakMap<Replica, MemoryStorage>();

function box(name: string, wall_ms: () => number = () => BUILT, rows_max = 1000) {
  const storage = memoryStorage(name);
  const replica = createReplica({ storage, wall_ms, built_ms: BUILT, rows_max });
  disks.set(replica, storage);
  return { storage, replica };
}

/** Carries messages between the boxes until nobody says anything; gives back the alarms. */
function talk(boxes: readonly Replica[], said: readonly Output[]): string[] {
  const alarms: string[] = [];
  const queue = [...said];
  for (let turn = 0; queue.length > 0; turn++) {
    if (turn > 1000) throw new Error('they never stop');
    const output = queue.shift() as Output;
    if (output.is === 'alarm') alarms.push(output.kind);
    if (output.is !== 'send') continue;
    const parsed = parseMessage(JSON.stringify(output.message));
    if (!parsed.ok) throw new Error(parsed.where);
    const there = boxes.find(({ origin }) => origin === output.to);
    const answers = there?.receive(parsed.message) ?? [];
    for (const answer of answers) {
      const disk = there && disks.get(there);
      if (answer.is !== 'compare') queue.push(answer);
      else if (disk) queue.push(...there.compare(answer.peer, answer.theirs, takeCensus(disk)));
    }
  }
  return alarms;
}

/** Each is linked to the other, and everything said is heard. */
function meet(a: Replica, b: Replica): string[] {
  return talk([a, b], [...a.link(b.origin), ...b.link(a.origin)]);
}

const sentTo = (outputs: readonly Output[]) =>
  outputs.flatMap((output) => (output.is === 'send' ? [output.to] : []));

const cell = (id: string, col: string, value: unknown): Entry => ({
  is: 'cell',
  tbl: 'item',
  id,
  col,
  value,
});
const fact = (id: string, body: unknown): Entry => ({ is: 'fact', kind: 'stock', id, body });
const rowsOf = (storage: MemoryStorage) => [...storage.rows()].map((row) => JSON.stringify(row)).sort();

describe('merging', () => {
  const stamped = fc
    .record({
      ms: fc.integer({ min: 0, max: 3 }),
      ctr: fc.integer({ min: 0, max: 2 }),
      origin: fc.constantFrom('a', 'b'),
    })
    .map(({ ms, ctr, origin }) => ({ origin, hlc: formatStamp({ ms, ctr }, origin) }));
  const rows = fc
    .array(fc.record({ stamped, place: fc.constantFrom('x', 'y', 'z'), fact: fc.boolean() }), {
      maxLength: 12,
    })
    .map((list) => {
      // A register never gives a number or, in one place, a stamp twice.
      const seen = new Set<string>();
      const next: Record<string, number> = {};
      return list.flatMap(({ stamped: { origin, hlc }, place, fact: isFact }): Row[] => {
        if (seen.has(`${hlc}${place}`)) return [];
        seen.add(`${hlc}${place}`);
        const seq = (next[origin] ?? 0) + 1;
        next[origin] = seq;
        const head = { origin, seq, hlc, id: place };
        return isFact
          ? [{ is: 'fact', ...head, kind: 'k', body: `${seq}` }]
          : [{ is: 'cell', ...head, tbl: 't', col: 'c', val: `${seq}` }];
      });
    });

  function merged(...lists: readonly (readonly Row[])[]): string[] {
    const storage = memoryStorage('me');
    for (const list of lists) storage.commit({ rows: list });
    return rowsOf(storage);
  }

  it('does not depend on order or grouping, and a second time changes nothing', () => {
    fc.assert(
      fc.property(rows, fc.nat(12), fc.nat(12), (all, at, to) => {
        const [a, b, c] = [all.slice(0, at), all.slice(at, at + to), all.slice(at + to)];
        const once = merged(a, b, c);
        expect(merged(c, a, b)).toEqual(once);
        expect(merged([...b, ...c], a)).toEqual(once);
        expect(merged(a, b, c, b, a, c)).toEqual(once);
        expect(merged([...all].reverse())).toEqual(once);
      }),
    );
  });

  it('orders any two stamps, of one origin or two, one way', () => {
    fc.assert(
      fc.property(stamped, stamped, stamped, ({ hlc: a }, { hlc: b }, { hlc: c }) => {
        expect(Number(a < b) + Number(a > b) + Number(a === b)).toBe(1);
        if (a < b && b < c) expect(a < c).toBe(true);
        expect(formatStamp(above(parseStamp(a)), 'a') > a).toBe(true);
      }),
    );
  });
});

describe('the clock', () => {
  it('follows a sibling a little ahead, and not one years ahead, whose values can still be overwritten', () => {
    for (const [ahead_ms, followed] of [
      [59_000, true],
      [61_000, false],
      [3 * 365 * 86_400_000, false],
    ] as const) {
      const [a, b] = [box('a', () => BUILT + ahead_ms), box('b')];
      meet(a.replica, b.replica);
      const first = a.replica.write([cell('i', 'price', 1)]);
      talk([a.replica, b.replica], first.ok ? first.outputs : []);
      const second = b.replica.write([cell('i', 'price', 2), fact('i', {})]);
      talk([a.replica, b.replica], second.ok ? second.outputs : []);
      expect(a.storage.cell('item', 'i', 'price')?.val).toBe('2');
      expect(parseStamp(b.storage.clock() as string).ms).toBe(followed ? BUILT + ahead_ms : BUILT);
    }
  });

  it('stamps a movement above the stock-take it has seen, with a dead battery too', () => {
    const [a, b] = [box('a', () => BUILT + 86_400_000), box('b', () => 12_345)];
    meet(a.replica, b.replica);
    const take = a.replica.write([fact('i', { take: 5 })]);
    talk([a.replica, b.replica], take.ok ? take.outputs : []);
    const moved = b.replica.write([fact('i', { delta: -1 }), fact('i', { delta: -2 })]);
    const stamps = [...(take.ok ? take.rows : []), ...(moved.ok ? moved.rows : [])].map(({ hlc }) => hlc);
    expect(stamps).toEqual([...stamps].sort());
    expect(new Set(stamps).size).toBe(3);
  });
});

describe('an exchange', () => {
  it('goes in parts of the size allowed, and is taken in as one', () => {
    const [a, b] = [box('a', () => BUILT, 7), box('b', () => BUILT, 7)];
    for (let i = 0; i < 50; i++) a.replica.write([cell(`i${i % 20}`, 'price', i), fact('i', i)]);
    const sizes: number[] = [];
    const held_: number[] = [];
    let [output] = b.replica.link('a') as Output[];
    for (let turn = 0; output && turn < 100; turn++) {
      if (output.is !== 'send') throw new Error(output.is);
      const to = output.to === 'a' ? a : b;
      if (output.message.type === 'changes') sizes.push(output.message.rows.length);
      held_.push(held(b.storage.vector(), 'a'));
      output = to.replica.receive(output.message)[0];
    }
    expect(sizes.slice(0, -1).every((size) => size === 7)).toBe(true);
    expect(sizes.length).toBe(10);
    expect(new Set(held_)).toEqual(new Set([0]));
    expect(rowsOf(b.storage)).toEqual(rowsOf(a.storage));
  });

  it('refuses changes over a gap and asks for what is missing', () => {
    const [a, b] = [box('a'), box('b')];
    a.replica.write([cell('i', 'price', 1)]);
    a.replica.link('b');
    // The answer to it is lost.
    for (const output of b.replica.link('a')) if (output.is === 'send') a.replica.receive(output.message);
    const second = a.replica.write([cell('i', 'name', 'x')]);
    const push = (second.ok ? second.outputs : []) as readonly { message: Message }[];
    const answer = b.replica.receive((push[0] as { message: Message }).message);
    expect(rowsOf(b.storage)).toEqual([]);
    expect(answer).toMatchObject([{ is: 'send', to: 'a', message: { type: 'hello', vv: { b: 0 } } }]);
    expect(talk([a.replica, b.replica], answer)).toEqual([]);
    expect(rowsOf(b.storage)).toEqual(rowsOf(a.storage));
  });

  it('of which the disk refuses the commit is begun again, as if it had not come', () => {
    const [a, b] = [box('a'), box('b')];
    let full = true;
    const storage: MemoryStorage = {
      ...b.storage,
      commit(change) {
        if (full) throw new Error('full');
        b.storage.commit(change);
      },
    };
    const replica = createReplica({ storage, wall_ms: () => BUILT, built_ms: BUILT });
    meet(a.replica, replica);
    const first = a.replica.write([cell('i', 'price', 1)]);
    expect(() => talk([a.replica, replica], first.ok ? first.outputs : [])).toThrow('full');
    full = false;
    expect(talk([a.replica, replica], replica.link('a'))).toEqual([]);
    expect(rowsOf(b.storage)).toEqual(rowsOf(a.storage));
  });

  it('finds damage by the checksums, says so, and repairs it', () => {
    const [a, b] = [box('a'), box('b')];
    meet(a.replica, b.replica);
    const first = a.replica.write([cell('i', 'price', 1), cell('j', 'price', 2)]);
    talk([a.replica, b.replica], first.ok ? first.outputs : []);
    expect(talk([a.replica, b.replica], a.replica.tick(takeCensus(a.storage)))).toEqual([]);
    b.storage.commit({ drop: [{ tbl: 'item', id: 'i' }] });
    expect(talk([a.replica, b.replica], a.replica.tick())).toEqual([]);
    expect(talk([a.replica, b.replica], a.replica.tick(takeCensus(a.storage)))).toEqual(['differs']);
    expect(rowsOf(b.storage)).toEqual(rowsOf(a.storage));
    expect(talk([a.replica, b.replica], b.replica.tick(takeCensus(b.storage)))).toEqual([]);
  });

  it('pulls back what its own disk lost, and says so', () => {
    const [a, b] = [box('a'), box('b')];
    const before = a.storage.copy();
    meet(a.replica, b.replica);
    const first = a.replica.write([cell('i', 'price', 1)]);
    talk([a.replica, b.replica], first.ok ? first.outputs : []);
    const again = createReplica({ storage: before, wall_ms: () => BUILT, built_ms: BUILT });
    expect(talk([again, b.replica], again.link('b'))).toEqual([]);
    expect(rowsOf(before)).toEqual(rowsOf(b.storage));
    const behind = createReplica({ storage: memoryStorage('a'), wall_ms: () => BUILT, built_ms: BUILT });
    expect(talk([behind, b.replica], b.replica.tick())).toEqual(['own-tail-lost']);
    expect(again.write([cell('i', 'price', 2)])).toMatchObject({ rows: [{ seq: 2 }] });
  });
});

describe('news', () => {
  it('goes to a sibling that has said hello since it was linked, and to no other', () => {
    const [a, b, c] = [box('a'), box('b'), box('c')];
    const write = () => {
      const written = a.replica.write([fact('i', {})]);
      return written.ok ? sentTo(written.outputs) : [];
    };
    meet(a.replica, b.replica);
    a.replica.link('c');
    expect([write(), a.replica.heard('b'), a.replica.heard('c')]).toEqual([['b'], true, false]);
    talk([a.replica, c.replica], c.replica.tick());
    expect(write()).toEqual(['b']);
    talk([a.replica, c.replica], c.replica.link('a'));
    expect(write()).toEqual(['b', 'c']);
    a.replica.link('b');
    expect(write()).toEqual(['c']);
    a.replica.unlink('c');
    expect([write(), a.replica.heard('c')]).toEqual([[], false]);
  });

  it('need not wait for the next hello of a sibling that knew later that it is linked', () => {
    const [a, b] = [box('a'), box('b')];
    a.replica.link('b');
    talk([a.replica, b.replica], b.replica.link('a'));
    expect([a.replica.heard('b'), b.replica.heard('a')]).toEqual([true, true]);
  });
});

describe('hellos', () => {
  it('become seldom while both hold the same, and are said at every tick as long as they do not', () => {
    const [a, b, c] = [box('a'), box('b'), box('c')];
    const ticks = (count: number) =>
      Array.from({ length: count }, () => {
        const said = a.replica.tick();
        talk([a.replica, b.replica], said);
        return sentTo(said).join('');
      });
    meet(a.replica, b.replica);
    expect(ticks(13)).toEqual(['b', 'b', 'b', '', '', 'b', '', '', '', '', '', 'b', '']);
    expect(sentTo(a.replica.tick(takeCensus(a.storage)))).toEqual(['b']);

    // What it has written is lost on the way.
    a.replica.write([fact('i', {})]);
    const first = a.replica.tick();
    expect([sentTo(first), sentTo(a.replica.tick())]).toEqual([['b'], ['b']]);
    talk([a.replica, b.replica], first);
    expect(rowsOf(b.storage)).toEqual(rowsOf(a.storage));
    expect(ticks(5)).toEqual(['b', 'b', 'b', 'b', 'b']);
    talk([a.replica, b.replica], b.replica.tick());
    expect(ticks(4)).toEqual(['b', 'b', 'b', '']);

    // It holds more, and its word of that is lost, too.
    b.replica.write([fact('i', {})]);
    talk([a.replica, b.replica], b.replica.tick());
    expect(rowsOf(a.storage)).toEqual(rowsOf(b.storage));

    // One that has never been heard is told at every tick.
    a.replica.link('c');
    expect(ticks(8).every((to) => to.includes('c'))).toBe(true);
    talk([a.replica, c.replica], c.replica.link('a'));
    expect(rowsOf(c.storage)).toEqual(rowsOf(a.storage));
  });
});

describe('an old image of a disk, put back', () => {
  /** Sold `lost` after the image was made, and `again` from it, before any sibling is heard. */
  function putBack(lost: number, again: number, letOut?: number) {
    const [a, b] = [box('a'), box('b')];
    meet(a.replica, b.replica);
    const image = a.storage.copy();
    for (let i = 0; i < lost; i++) {
      const written = a.replica.write([fact('i', { lost: i })]);
      talk([a.replica, b.replica], written.ok ? written.outputs : []);
    }
    let old = createReplica({ storage: image, wall_ms: () => BUILT, built_ms: BUILT });
    for (let i = 0; i < again; i++) old.write([fact('i', { again: i })]);
    if (letOut !== undefined) {
      old = createReplica({ storage: image, wall_ms: () => BUILT, built_ms: BUILT, letOut });
    }
    const greeting = old.link('b');
    const late = old.write([fact('i', { again })]);
    expect(late.ok && late.outputs).toEqual([]);
    return { old, b, greeting };
  }

  it.each([
    ['fewer', 3, 0, undefined],
    ['as many', 2, 1, undefined],
    ['more', 1, 4, undefined],
    ['more, and was started again,', 1, 4, 0],
  ])('that has sold %s since says so at the first hello, and lets nothing out', (_, lost, again, letOut) => {
    const { old, b } = putBack(lost, again, letOut);
    const rows = rowsOf(b.storage);
    expect(talk([old, b.replica], b.replica.tick()).slice(0, 1)).toEqual(['own-tail-lost']);
    for (let i = 0; i < 3; i++) talk([old, b.replica], [...old.tick(), ...b.replica.tick()]);
    expect([rowsOf(b.storage), old.heard('b')]).toEqual([rows, false]);
    expect(old.write([fact('i', {})])).toMatchObject({ outputs: [] });
  });

  it('is not seen in the parts of an answer, which begin with what was asked for', () => {
    const [a, b] = [box('a', () => BUILT, 7), box('b', () => BUILT, 7)];
    for (let i = 0; i < 30; i++) a.replica.write([fact('i', i)]);
    b.replica.link('a');
    b.replica.write([fact('i', {})]);
    expect(talk([a.replica, b.replica], b.replica.tick())).toEqual([]);
    expect(rowsOf(b.storage)).toEqual(rowsOf(a.storage));
  });

  it('says so as well when the sibling answers before it says hello, and does not mix the rows', () => {
    const { old, b, greeting } = putBack(3, 0);
    const vector = b.storage.vector();
    expect(talk([old, b.replica], greeting)).toContain('own-tail-lost');
    expect(b.storage.vector()).toEqual(vector);
  });
});

describe('a deleted record', () => {
  const member = (id: string, col: string): Entry => ({ is: 'cell', tbl: MEMBER.tbl, id, col, value: true });

  it('is edited no more, stays until every member knows, and does not come back with an old copy', () => {
    const [a, b] = [box('a'), box('b')];
    const both = [a.replica, b.replica];
    meet(a.replica, b.replica);
    const say = (written: ReturnType<Replica['write']>) => talk(both, written.ok ? written.outputs : []);
    say(a.replica.write([member('a', MEMBER.in), member('b', MEMBER.in), cell('i', 'price', 1)]));
    const backup = b.storage.copy();
    const deleted = a.replica.write([cell('i', DELETED, true)]);
    expect(a.replica.write([cell('i', 'price', 2)])).toEqual({ ok: false, fault: 'deleted' });
    expect(a.replica.collect()).toBe(0);
    say(deleted);
    talk(both, [...a.replica.tick(), ...b.replica.tick()]);
    expect([a.replica.collect(), b.replica.collect()]).toEqual([1, 1]);
    expect(a.storage.record('item', 'i')).toEqual([]);

    backup.commit({ origin: 'c', sponsor: 'a' });
    const restored = createReplica({ storage: backup, wall_ms: () => BUILT, built_ms: BUILT });
    expect(restored.write([cell('i', 'price', 3)])).toEqual({ ok: false, fault: 'unsponsored' });
    talk([a.replica, restored], [...restored.link('a'), ...a.replica.link('c')]);
    expect(rowsOf(backup)).toEqual(rowsOf(a.storage));
    expect(restored.write([cell('k', 'price', 3)])).toMatchObject({
      ok: true,
      rows: [{ origin: 'c', seq: 1 }],
    });
  });
});

describe('a deleted record that was thrown away', () => {
  const member = (id: string, col: string): Entry => ({ is: 'cell', tbl: MEMBER.tbl, id, col, value: true });
  const say = (boxes: readonly Replica[], written: ReturnType<Replica['write']>) =>
    talk(boxes, written.ok ? written.outputs : []);

  it('does not come back with an answer that was long under way', () => {
    const [a, b] = [box('a'), box('b')];
    const both = [a.replica, b.replica];
    const early = b.replica.link('a');
    meet(a.replica, b.replica);
    say(both, a.replica.write([member('a', MEMBER.in), member('b', MEMBER.in)]));
    say(both, a.replica.write([cell('i', 'price', 1)]));
    say(both, a.replica.write([cell('i', DELETED, true)]));
    talk(both, [...a.replica.tick(), ...b.replica.tick()]);
    // What b asked for at first reaches a only now, together with what b does not know yet.
    a.replica.write([fact('i', {})]);
    const late = early.flatMap((output) => (output.is === 'send' ? a.replica.receive(output.message) : []));
    expect(b.replica.collect()).toBe(1);
    const parsed = late.flatMap((output) => (output.is === 'send' ? [output.message] : []));
    for (const message of parsed) b.replica.receive(message);
    expect(held(b.storage.vector(), 'a')).toBe(held(a.storage.vector(), 'a'));
    expect(b.storage.record('item', 'i')).toEqual([]);
  });

  it('stays until every member knows who was put out, whose last edits may lie with one of them', () => {
    const [a, b, c] = [box('a'), box('b'), box('c')];
    const all = [a.replica, b.replica, c.replica];
    for (const [one, other] of [
      [a, b],
      [a, c],
      [b, c],
    ] as const) {
      meet(one.replica, other.replica);
    }
    say(all, a.replica.write(['a', 'b', 'c'].map((id) => member(id, MEMBER.in))));
    say(all, a.replica.write([cell('i', 'price', 1)]));
    c.replica.unlink('a');
    a.replica.unlink('c');
    const edit = c.replica.write([cell('i', 'price', 2)]);
    const ab = [a.replica, b.replica];
    say(ab, a.replica.write([cell('i', DELETED, true)]));
    talk(ab, b.replica.tick());
    a.replica.write([member('c', MEMBER.out)]);
    expect(a.replica.collect()).toBe(0);
    say([b.replica], edit);
    for (let i = 0; i < 2; i++) talk(ab, [...a.replica.tick(), ...b.replica.tick()]);
    expect([a.replica.collect(), b.replica.collect()]).toEqual([1, 1]);
    expect(rowsOf(a.storage)).toEqual(rowsOf(b.storage));
    expect(held(a.storage.vector(), 'c')).toBe(1);
  });
});

describe('a register that nobody here has heard of', () => {
  it('holds back the throwing away, linked or only heard, until it is known to be in or out', () => {
    const member = (id: string, col: string): Entry => ({
      is: 'cell',
      tbl: MEMBER.tbl,
      id,
      col,
      value: true,
    });
    const [a, b] = [box('a'), box('b')];
    a.replica.write([member('a', MEMBER.in)]);
    a.replica.write([cell('i', 'price', 1), cell('i', DELETED, true)]);
    a.replica.link('b');
    expect(a.replica.collect()).toBe(0);
    talk([a.replica, b.replica], b.replica.link('a'));
    a.replica.unlink('b');
    expect(a.replica.collect()).toBe(0);
    a.replica.write([member('b', MEMBER.out)]);
    expect(a.replica.collect()).toBe(1);
  });
});

describe('a new database', () => {
  it('has drawn everything when its sponsor has answered, and not when news has come from it', () => {
    const [a, b, c] = [box('a'), box('b'), box('c')];
    b.replica.write([cell('i', 'price', 1)]);
    meet(a.replica, b.replica);
    c.replica.sponsor('a');
    a.replica.link('c');
    const asked = c.replica.link('a');
    // The answer is lost, and the first row of the sponsor's own comes before the next one.
    for (const output of asked) if (output.is === 'send') a.replica.receive(output.message);
    const news = a.replica.write([fact('i', {})]);
    const toC = (news.ok ? news.outputs : []).filter((output) => output.is === 'send' && output.to === 'c');
    expect(talk([c.replica], toC)).toEqual([]);
    expect(held(c.storage.vector(), 'a')).toBe(1);
    expect(c.replica.write([cell('i', 'price', 2)])).toEqual({ ok: false, fault: 'unsponsored' });
    talk([a.replica, c.replica], c.replica.tick());
    expect(c.replica.write([cell('i', 'price', 2)])).toMatchObject({ ok: true });
  });
});

describe('what comes from outside', () => {
  const row: CellRow = {
    is: 'cell',
    origin: 'a',
    seq: 2,
    hlc: formatStamp({ ms: BUILT, ctr: 0 }, 'a'),
    tbl: 'item',
    id: 'i',
    col: 'price',
    val: '1',
  };
  const good = {
    type: 'changes',
    origin: 'a',
    base: { a: 1 },
    from: { a: 1 },
    upto: { a: 2 },
    done: true,
    whole: true,
    rows: [row],
  };

  it('is read as it was said', () => {
    expect(parseMessage(JSON.stringify(good))).toEqual({ ok: true, message: good });
    const odd = { type: 'hello', proto: 1, origin: 'constructor', vv: { constructor: 3 } };
    expect(parseMessage(JSON.stringify(odd))).toEqual({ ok: true, message: odd });
  });

  it.each([
    ['rows[0].seq', { rows: [{ ...row, seq: 3 }] }],
    ['rows[0].seq', { rows: [{ ...row, seq: 1 }] }],
    ['rows[0].hlc', { rows: [{ ...row, hlc: row.hlc.replace('.a', '.b') }] }],
    ['rows[0].hlc', { rows: [{ ...row, hlc: row.hlc.replace('.a', '.ba') }] }],
    ['rows[0].hlc', { rows: [{ ...row, hlc: '9999999999999.9999.a' }] }],
    ['rows[0].hlc', { rows: [{ ...row, hlc: `${BUILT}.5.a` }] }],
    ['rows[0].val', { rows: [{ ...row, val: '{' }] }],
    ['rows[0].val', { rows: [{ ...row, val: 1 }] }],
    ['rows[0].is', { rows: [{ ...row, is: 'x' }] }],
    ['rows[0].id', { rows: [{ ...row, id: '' }] }],
    ['rows', { rows: Array.from({ length: 1001 }, () => row) }],
    ['base.a', { base: { a: -1 } }],
    ['base', { base: { 'a b': 1 } }],
    ['base', { base: [] }],
    ['done', { done: 1 }],
    ['type', { type: 'bye' }],
  ])('is refused at %s', (where, wrong) => {
    expect(parseMessage(JSON.stringify({ ...good, ...wrong }))).toEqual({
      ok: false,
      fault: 'malformed',
      where,
    });
  });

  it('never makes it throw', () => {
    expect(parseMessage('['.repeat(1_000_000))).toMatchObject({ ok: false, fault: 'not-json' });
    fc.assert(fc.property(fc.string(), (text) => void parseMessage(text)));
    const anything = fc.record(
      {
        type: fc.constantFrom('hello', 'changes'),
        origin: fc.oneof(fc.constant('a'), fc.anything()),
        proto: fc.oneof(fc.constant(1), fc.anything()),
        vv: fc.oneof(fc.dictionary(fc.string(), fc.integer()), fc.anything()),
        base: fc.dictionary(fc.string(), fc.integer()),
        from: fc.constant({}),
        upto: fc.constant({ a: 5 }),
        rows: fc.array(fc.anything()),
      },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(anything, (value) => {
        const parsed = parseMessage(JSON.stringify(value));
        if (parsed.ok) box('b').replica.receive(parsed.message);
      }),
    );
  });
});

describe('who belongs to the shop', () => {
  it('is remembered, whoever says that the record is deleted: who is out stays out', () => {
    const [a, b] = [box('a'), box('b')];
    const both = [a.replica, b.replica];
    const of = (id: string, col: string): Entry => ({ is: 'cell', tbl: MEMBER.tbl, id, col, value: true });
    const say = (written: ReturnType<Replica['write']>) => talk(both, written.ok ? written.outputs : []);
    meet(...(both as [Replica, Replica]));
    say(a.replica.write([of('a', MEMBER.in), of('b', MEMBER.in), of('thief', MEMBER.out)]));
    say(b.replica.write([of('thief', DELETED), cell('i', DELETED, true)]));
    talk(both, [...a.replica.tick(), ...b.replica.tick()]);
    expect(a.replica.collect()).toBe(1);
    expect(isRetired(a.storage, 'thief')).toBe(true);
    expect(a.replica.write([of('thief', MEMBER.out)])).toMatchObject({ ok: true });
  });
});

describe('one that draws everything', () => {
  const drawing = () => {
    const [a, b] = [box('a'), box('b')];
    a.replica.write([cell('i', 'price', 1)]);
    meet(a.replica, b.replica);
    b.replica.sponsor('a');
    return { a, b };
  };

  it('is done when the sponsor holds nothing more, and waits for no answer that will never come', () => {
    const { a, b } = drawing();
    expect(b.replica.write([cell('i', 'price', 2)])).toEqual({ ok: false, fault: 'unsponsored' });
    talk([a.replica, b.replica], a.replica.tick());
    expect(b.storage.sponsor()).toBeUndefined();
    expect(b.replica.write([cell('i', 'price', 2)])).toMatchObject({ ok: true });
  });

  it('is not done by what others hold, nor by a question of the sponsor', () => {
    const { a, b } = drawing();
    const c = box('c');
    talk([b.replica], [...b.replica.link('c'), ...c.replica.link('b')]);
    expect(b.storage.sponsor()).toBe('a');
    const hello = { type: 'hello', proto: 1, origin: 'a', vv: { a: 0 }, reply: true } as const;
    b.replica.receive({ ...hello, full: true });
    b.replica.receive({ ...hello, at: { a: 0 } });
    expect(b.storage.sponsor()).toBe('a');
    a.replica.write([cell('k', 'price', 1)]);
    b.replica.receive({ ...hello, vv: a.storage.vector() });
    expect(b.storage.sponsor()).toBe('a');
  });
});

describe('a sibling that speaks of more databases than a shop ever has', () => {
  it('is not taken in, so that all others can still talk', () => {
    const [a, b] = [box('a'), box('b')];
    meet(a.replica, b.replica);
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`x${i}`, 1]));
    const message = {
      type: 'changes',
      origin: 'b',
      base: {},
      from: {},
      upto: many,
      done: true,
      whole: true,
      rows: [],
    } as const;
    expect(parseMessage(JSON.stringify(message)).ok).toBe(true);
    expect(a.replica.receive(message)).toEqual([{ is: 'alarm', kind: 'crowd', peer: 'b' }]);
    expect(a.storage.vector()).toEqual({ a: 0 });
    // Nor when it comes in parts.
    const [c] = [box('c')];
    meet(a.replica, c.replica);
    const part = { ...message, origin: 'c', done: false };
    a.replica.receive(part);
    a.replica.receive({ ...part, base: {}, from: many, upto: { ...many, y: 1 }, done: true });
    expect(a.storage.vector()).toEqual({ a: 0 });
    // Those that were there before are still heard.
    const written = b.replica.write([cell('i', 'price', 1)]);
    talk([a.replica], written.ok ? written.outputs : []);
    expect(a.storage.vector()).toEqual({ a: 0, b: 1 });
  });
});
