import type { Environment } from '../../../eet/index.ts';
import { type Gate, OPEN } from './gate.ts';
import { type Flight, type Line, NEW_LINE } from './line.ts';
import { isConfirmed, type SaleRow, type SaleStatus, statusOf } from './row.ts';
import type { AlarmLevel } from './timing.ts';

/** What the queue keeps in mind of a sale that is not confirmed; the rest stays on the disk. */
export interface Tracked extends SaleStatus {
  readonly receiptId: string;
  readonly environment: Environment;
  /** Whose sale it is, and which system it belongs to: what a certificate has to match. */
  readonly party: string;
  readonly sold_ms: number;
  readonly since_ms: number;
  /** The turn of the queue in which it was last tried in this run; -1: not yet. */
  readonly tried: number;
  /** The turn in which it was blocked. */
  readonly held: number;
  /** Running clock: until then it has a lane of its own. */
  readonly freshUntil_ms: number;
}

export interface QueueState {
  readonly sales: ReadonlyMap<string, Tracked>;
  readonly flights: ReadonlyMap<string, Flight>;
  readonly lines: Readonly<Record<Environment, Line>>;
  /** By party. */
  readonly gates: ReadonlyMap<string, Gate>;
  readonly alarm: AlarmLevel;
  /** Counts the steps. */
  readonly turn: number;
  /** Running clock: before it nothing is sent, for a reason of this register's own. */
  readonly pausedUntil_ms: number;
}

export function newState(): QueueState {
  return {
    sales: new Map(),
    flights: new Map(),
    lines: { production: NEW_LINE, playground: NEW_LINE },
    gates: new Map(),
    alarm: 0,
    turn: 1,
    pausedUntil_ms: 0,
  };
}

export function track(row: SaleRow, freshUntil_ms: number): Tracked {
  const { receiptId, environment, sold_ms, since_ms } = row;
  const party = `${environment} ${row.sale.eic}`;
  return {
    ...statusOf(row),
    receiptId,
    environment,
    party,
    sold_ms,
    since_ms,
    tried: -1,
    held: 0,
    freshUntil_ms,
  };
}

export const gateOf = (state: Pick<QueueState, 'gates'>, { party }: Pick<Tracked, 'party'>): Gate =>
  state.gates.get(party) ?? OPEN;

/** What one step changes: everything but the sales is small and stands whole. */
export interface Change {
  readonly sales: ReadonlyMap<string, Tracked>;
  /** Those of them whose status has to be on the disk first. */
  readonly written: readonly Tracked[];
  readonly rest: Omit<QueueState, 'sales'>;
}

/**
 * Takes a change in. The sales are one large table that is written in place; whoever holds an older state must not
 * use it any more.
 */
export function applied(state: QueueState, change: Change): QueueState {
  const sales = state.sales as Map<string, Tracked>;
  for (const [id, sale] of change.sales) {
    if (isConfirmed(sale)) sales.delete(id);
    else sales.set(id, sale);
  }
  return { ...change.rest, sales };
}

/** The state as it was, when what was taken in since did not reach the disk. `sales`: what each changed one was. */
export function restored(before: QueueState, sales: ReadonlyMap<string, Tracked | undefined>): QueueState {
  const table = before.sales as Map<string, Tracked>;
  for (const [id, sale] of sales) {
    if (sale) table.set(id, sale);
    else table.delete(id);
  }
  return before;
}
