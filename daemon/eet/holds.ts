import type { World } from '../../world/index.ts';

/** Receipts whose paper waits a moment for the POK. Nothing of it outlives a restart. */
export interface Holds {
  begin(receiptId: string, for_ms: number): void;
  /** It waits no longer, whatever came; of one that does not wait nothing happens. */
  end(receiptId: string): void;
  has(receiptId: string): boolean;
  stop(): void;
}

/** `onEnd` is called each time that a paper need not wait any more. */
export function createHolds(world: Pick<World, 'after'>, onEnd: () => void): Holds {
  const waiting = new Map<string, () => void>();

  function end(receiptId: string): void {
    const cancel = waiting.get(receiptId);
    if (!cancel) return;
    cancel();
    waiting.delete(receiptId);
    onEnd();
  }

  return {
    begin(receiptId, for_ms) {
      waiting.get(receiptId)?.();
      waiting.set(
        receiptId,
        world.after(for_ms, () => end(receiptId)),
      );
    },
    end,
    has: (receiptId) => waiting.has(receiptId),
    stop() {
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
    },
  };
}
