import { describe, expect, it } from 'vitest';
import { type AttemptEnd, FRESH, type SaleRow, type SaleStatus, statusOf } from './row.ts';
import { ATTEMPTS_SHOWN, type EetStorage } from './storage.ts';

/** What every storage owes the queue. `open` gives an empty one. */
export function eetStorageContract(name: string, open: () => EetStorage): void {
  const row = (receiptId: string, more: Partial<SaleRow> = {}): SaleRow => ({
    ...FRESH,
    receiptId,
    registerId: 'bar',
    environment: 'production',
    sale: {
      eic: 'CZ12345678',
      unitId: '11',
      registerId: 'R1',
      number: `R1-${receiptId}`,
      soldAt: '2027-01-02T12:00:00+01:00',
      total: '120.50',
      delegatedByMany: true,
    },
    identity: `CZ12345678|11|R1|R1-${receiptId}|2027-01-02T12:00:00+01:00|120.50`,
    sold_ms: 1000,
    since_ms: 7,
    own: true,
    ...more,
  });
  const attempt = (uuid: string, receiptId: string, first = true) => ({
    uuid,
    receiptId,
    sha256: 'ab',
    first,
    startedAt: '2027-01-02T12:00:01+01:00',
  });
  const end = (more: Partial<AttemptEnd> = {}): AttemptEnd => ({
    endedAt: '2027-01-02T12:00:02+01:00',
    state: 'confirmed',
    code: null,
    httpStatus: 200,
    transactionId: 'x',
    pok: 'pok-1',
    warnings: [{ code: 1, text: 'differs' }],
    answer: '<a/>',
    reason: '',
    ...more,
  });
  const confirmed: SaleStatus = {
    ...FRESH,
    state: 'confirmed',
    left: true,
    attempts: 1,
    pok: 'pok-1',
    confirmedAt: '2027-01-02T12:00:02+01:00',
    confirmed_ms: 5000,
    confirmedBy: 'bar',
  };
  const within = (storage: EetStorage, run: (storage: EetStorage) => void) =>
    storage.transaction(() => run(storage));

  describe(`${name} as a storage of sales`, () => {
    it('gives a sale back as it was put in, and keeps the first of two under one receipt', () => {
      const storage = open();
      within(storage, () => {
        expect(storage.add(row('a'))).toBe(true);
        expect(storage.add(row('a', { sold_ms: 9 }))).toBe(false);
      });
      expect(storage.get('a')).toEqual(row('a'));
      expect(storage.get('b')).toBeUndefined();
    });

    it('changes the status alone, whatever else is handed to it', () => {
      const storage = open();
      const status: SaleStatus = {
        ...FRESH,
        state: 'blocked',
        left: true,
        attempts: 3,
        step: 2,
        faults: 1,
        due_ms: null,
        code: 4,
        reason: 'bad signature',
      };
      within(storage, () => {
        storage.add(row('a'));
        storage.put('a', { ...row('a', { identity: 'another', sold_ms: 1 }), ...status });
      });
      expect(storage.get('a')).toEqual({ ...row('a'), ...status });
      expect(() => within(storage, () => storage.put('b', status))).toThrow('not there');
    });

    it('never changes a confirmed one again', () => {
      const storage = open();
      within(storage, () => {
        storage.add(row('a'));
        storage.put('a', confirmed);
      });
      expect(() => within(storage, () => storage.put('a', { ...confirmed, pok: 'pok-2' }))).toThrow(
        'never changed',
      );
      expect(statusOf(storage.get('a') as SaleRow)).toEqual(confirmed);
    });

    it('lists and counts by state', () => {
      const storage = open();
      within(storage, () => {
        for (const [i, id] of ['w2', 'w1', 'b', 'r', 'u', 'c', 'c0'].entries())
          storage.add(row(id, { sold_ms: 9 - i }));
        storage.put('b', { ...FRESH, state: 'blocked' });
        storage.put('r', { ...FRESH, state: 'rejected', due_ms: null });
        storage.put('u', { ...confirmed, state: 'confirmed-unverified' });
        storage.put('c', confirmed);
        storage.put('c0', { ...confirmed, confirmed_ms: 4999 });
      });
      expect(storage.counts(5000)).toEqual({
        waiting: 2,
        blocked: 1,
        rejected: 1,
        unverified: 1,
        confirmed: 1,
      });
      expect(storage.list('waiting', 9).map((sale) => sale.receiptId)).toEqual(['w1', 'w2']);
      expect(storage.list('waiting', 1).map((sale) => sale.receiptId)).toEqual(['w1']);
      expect(
        storage
          .open()
          .map((sale) => sale.receiptId)
          .sort(),
      ).toEqual(['b', 'r', 'w1', 'w2']);
    });

    it('keeps attempts from their beginning, in order, and ends each once', () => {
      const storage = open();
      within(storage, () => {
        storage.add(row('a'));
        storage.add(row('b'));
        storage.begin(attempt('u1', 'a'));
        storage.begin(attempt('u2', 'b'));
        storage.begin(attempt('u3', 'a', false));
      });
      expect(storage.underWay().map(({ uuid, state }) => [uuid, state])).toEqual([
        ['u1', null],
        ['u2', null],
        ['u3', null],
      ]);
      expect(storage.last()).toBeUndefined();
      within(storage, () => {
        storage.end('u2', end());
        storage.end('u1', end({ state: 'retry', answer: 'x'.repeat(70_000), reason: 'HTML' }));
        storage.end('u3', end({ state: 'interrupted', endedAt: null }));
      });
      expect(storage.underWay()).toEqual([]);
      expect(storage.attempts('b')).toEqual([{ ...attempt('u2', 'b'), ...end() }]);
      expect(storage.attempts('a').map(({ uuid, first, answer }) => [uuid, first, answer?.length])).toEqual([
        ['u1', true, 65_536],
        ['u3', false, 4],
      ]);
      // The newest begun of those that came to an end.
      expect(storage.last()?.uuid).toBe('u2');
      expect(() => within(storage, () => storage.end('u1', end()))).toThrow('not under way');
      expect(() => within(storage, () => storage.end('u9', end()))).toThrow('not under way');
    });

    it('refuses a uuid that was used before, and an attempt of a sale that is not there', () => {
      const storage = open();
      within(storage, () => {
        storage.add(row('a'));
        storage.begin(attempt('u1', 'a'));
      });
      expect(() => within(storage, () => storage.begin(attempt('u1', 'a')))).toThrow();
      expect(() => within(storage, () => storage.begin(attempt('u2', 'b')))).toThrow();
      expect(storage.attempts('a')).toHaveLength(1);
    });

    it('shows the newest attempts when there are very many', () => {
      const storage = open();
      within(storage, () => {
        storage.add(row('a'));
        for (let i = 0; i < ATTEMPTS_SHOWN + 5; i++) storage.begin(attempt(`u${i}`, 'a'));
      });
      const uuids = storage.attempts('a').map(({ uuid }) => uuid);
      expect([uuids.length, uuids[0], uuids.at(-1)]).toEqual([
        ATTEMPTS_SHOWN,
        'u5',
        `u${ATTEMPTS_SHOWN + 4}`,
      ]);
    });

    it('keeps nothing of a transaction that fails, and tells its followers only of one that does not', () => {
      const storage = open();
      const told: string[] = [];
      within(storage, () => {
        storage.add(row('a'));
        storage.begin(attempt('u1', 'a'));
        storage.afterCommit(() => told.push('first'));
        expect(told).toEqual([]);
      });
      const before = [storage.get('a'), storage.underWay(), storage.clock()];
      expect(() =>
        within(storage, () => {
          storage.add(row('b'));
          storage.put('a', confirmed);
          storage.end('u1', end());
          storage.begin(attempt('u2', 'b'));
          storage.noteClock({ running_ms: 9, program: '2' });
          storage.afterCommit(() => told.push('second'));
          throw new Error('the disk is full');
        }),
      ).toThrow('the disk is full');
      expect(told).toEqual(['first']);
      expect([storage.get('a'), storage.underWay(), storage.clock()]).toEqual(before);
      expect([storage.get('b'), storage.attempts('b'), storage.last()]).toEqual([undefined, [], undefined]);
      expect(storage.open()).toHaveLength(1);
    });

    it('joins the transaction of its caller', () => {
      const storage = open();
      expect(() =>
        within(storage, () => {
          within(storage, () => storage.add(row('a')));
          throw new Error('no');
        }),
      ).toThrow('no');
      expect(storage.get('a')).toBeUndefined();
    });

    it('writes only inside a transaction', () => {
      const storage = open();
      expect(() => storage.add(row('a'))).toThrow('inside a transaction');
      expect(() => storage.noteClock({ running_ms: 1, program: '' })).toThrow('inside a transaction');
    });

    it('remembers the running clock and the program', () => {
      const storage = open();
      expect(storage.clock()).toEqual({ running_ms: 0, program: '' });
      within(storage, () => storage.noteClock({ running_ms: 61_000, program: '1.2' }));
      expect(storage.clock()).toEqual({ running_ms: 61_000, program: '1.2' });
    });
  });
}
