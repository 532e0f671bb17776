import { type AttemptRow, isConfirmed, NOT_ENDED, type SaleRow, statusOf } from './row.ts';
import { ANSWER_MAX, ATTEMPTS_SHOWN, type EetStorage, type RunningClockRow } from './storage.ts';

/** Sales and attempts that last as long as the process: for tests and simulations. */
export function memoryEetStorage(): EetStorage {
  const sales = new Map<string, SaleRow>();
  const unfinished = new Set<string>();
  const attempts = new Map<string, AttemptRow>();
  const ofSale = new Map<string, string[]>();
  const begun = new Set<string>();
  const order = new Map<string, number>();
  let lastEnded: string | undefined;
  let clock: RunningClockRow = { running_ms: 0, program: '' };
  let running = false;
  let undo: (() => void)[] = [];
  let followers: (() => void)[] = [];

  function inside(): void {
    if (!running) throw new Error('sales are written only inside a transaction');
  }

  function setSale(row: SaleRow): void {
    const [before, wasOpen] = [sales.get(row.receiptId), unfinished.has(row.receiptId)];
    undo.push(() => {
      if (before) sales.set(row.receiptId, before);
      else sales.delete(row.receiptId);
      if (wasOpen) unfinished.add(row.receiptId);
      else unfinished.delete(row.receiptId);
    });
    sales.set(row.receiptId, row);
    if (isConfirmed(row)) unfinished.delete(row.receiptId);
    else unfinished.add(row.receiptId);
  }

  const rowsOf = (ids: Iterable<string>) => Array.from(ids, (id) => sales.get(id) as SaleRow);
  const count = (state: SaleRow['state']) => [...sales.values()].filter((row) => row.state === state).length;

  return {
    transaction(run) {
      if (running) return run();
      running = true;
      try {
        const result = run();
        const due = followers;
        running = false;
        for (const follower of due) follower();
        return result;
      } catch (error) {
        if (running) for (const back of undo.reverse()) back();
        throw error;
      } finally {
        running = false;
        undo = [];
        followers = [];
      }
    },
    afterCommit(run) {
      inside();
      followers.push(run);
    },
    add(row) {
      inside();
      if (sales.has(row.receiptId)) return false;
      setSale(row);
      return true;
    },
    get: (receiptId) => sales.get(receiptId),
    put(receiptId, status) {
      inside();
      const row = sales.get(receiptId);
      if (!row) throw new Error(`sale ${receiptId} is not there`);
      if (isConfirmed(row)) throw new Error('a confirmed sale is never changed');
      setSale({ ...row, ...statusOf(status) });
    },
    open: () => rowsOf(unfinished),
    list: (state, limit) =>
      [...sales.values()]
        .filter((row) => row.state === state)
        .sort((a, b) => a.sold_ms - b.sold_ms)
        .slice(0, limit),
    counts: (since_ms) => ({
      waiting: count('waiting'),
      blocked: count('blocked'),
      rejected: count('rejected'),
      unverified: count('confirmed-unverified'),
      confirmed: [...sales.values()].filter(
        (row) => row.state === 'confirmed' && (row.confirmed_ms ?? 0) >= since_ms,
      ).length,
    }),
    begin(draft) {
      inside();
      if (attempts.has(draft.uuid)) throw new Error(`uuid ${draft.uuid} was used before`);
      if (!sales.has(draft.receiptId)) throw new Error(`sale ${draft.receiptId} is not there`);
      const uuids = ofSale.get(draft.receiptId) ?? [];
      ofSale.set(draft.receiptId, uuids);
      attempts.set(draft.uuid, { ...draft, ...NOT_ENDED });
      order.set(draft.uuid, order.size);
      uuids.push(draft.uuid);
      begun.add(draft.uuid);
      undo.push(() => {
        attempts.delete(draft.uuid);
        order.delete(draft.uuid);
        begun.delete(draft.uuid);
        uuids.pop();
      });
    },
    end(uuid, end) {
      inside();
      const attempt = attempts.get(uuid);
      if (!attempt || attempt.state !== null) throw new Error(`attempt ${uuid} is not under way`);
      const lastBefore = lastEnded;
      attempts.set(uuid, { ...attempt, ...end, answer: end.answer?.slice(0, ANSWER_MAX) ?? null });
      begun.delete(uuid);
      const place = (of: string | undefined) => (of === undefined ? -1 : (order.get(of) ?? -1));
      if (end.endedAt !== null && place(uuid) > place(lastEnded)) lastEnded = uuid;
      undo.push(() => {
        attempts.set(uuid, attempt);
        begun.add(uuid);
        lastEnded = lastBefore;
      });
    },
    underWay: () => Array.from(begun, (uuid) => attempts.get(uuid) as AttemptRow),
    attempts: (receiptId) =>
      (ofSale.get(receiptId) ?? []).slice(-ATTEMPTS_SHOWN).map((uuid) => attempts.get(uuid) as AttemptRow),
    last: () => (lastEnded === undefined ? undefined : attempts.get(lastEnded)),
    clock: () => clock,
    noteClock(next) {
      inside();
      const before = clock;
      clock = next;
      undo.push(() => {
        clock = before;
      });
    },
  };
}
