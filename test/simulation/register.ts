import {
  createReplica,
  type MemoryStorage,
  type Message,
  type Replica,
  type Row,
  type Storage,
} from '../../sync/index.ts';

const YEAR_MS = 365 * 86_400_000;
export const BUILT_MS = Date.UTC(2026, 10, 1);

/** What may be broken on purpose, to see whether the simulation notices. */
export interface Sabotage {
  readonly follow_ms?: number;
  readonly storage?: (storage: Storage) => Storage;
  readonly message?: (message: Message) => Message;
  /** A power cut takes commits with it that had already returned. */
  readonly loses_commits?: boolean;
}

/** What a box keeps its rows on. */
export type MakeDisk = (origin: string) => MemoryStorage;

export type Clock = 'right' | 'a little ahead' | 'years ahead' | 'an hour behind' | 'dead';

/** One box: its disk stays, its replica lives from switching on to the power cut. */
export interface Register {
  readonly index: number;
  disk: MemoryStorage;
  /** A state of the disk that is certain to have reached it, where disks lose commits. */
  flushed: MemoryStorage | undefined;
  backup: MemoryStorage | undefined;
  replica: Replica | undefined;
  clock: Clock;
  /** Its clock once ran years ahead, so its own stamps stay there. */
  spoiled: boolean;
  offSince_ms: number;
  nextTick_ms: number;
  nextNumber: number;
  retired: boolean;
}

export function createRegister(index: number, disk: MemoryStorage): Register {
  return {
    index,
    disk,
    flushed: undefined,
    backup: undefined,
    replica: undefined,
    clock: 'right',
    spoiled: false,
    offSince_ms: 0,
    nextTick_ms: 0,
    nextNumber: 1,
    retired: false,
  };
}

function wall(register: Register, now_ms: number): number {
  switch (register.clock) {
    case 'right':
      return now_ms;
    case 'a little ahead':
      return now_ms + 30_000.5;
    case 'years ahead':
      return now_ms + 3 * YEAR_MS;
    case 'an hour behind':
      return now_ms - 3_600_000;
    case 'dead':
      return now_ms % 1_000_000;
  }
}

export function switchOn(
  register: Register,
  now_ms: () => number,
  rows_max: number,
  sabotage: Sabotage,
): void {
  register.replica = createReplica({
    storage: sabotage.storage ? sabotage.storage(register.disk) : register.disk,
    wall_ms: () => wall(register, now_ms()),
    built_ms: BUILT_MS,
    follow_ms: sabotage.follow_ms ?? 60_000,
    rows_max,
  });
  // A series belongs to a database: after a restore it is a new one, as its origin is.
  const own = [...register.disk.rows()].filter((row) => row.origin === register.disk.origin());
  register.nextNumber = 1 + own.filter(isReceipt).length;
}

export const isReceipt = (row: Row) => row.is === 'fact' && row.kind === 'receipt';
