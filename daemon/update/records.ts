import { held } from '../../sync/index.ts';
import { ARCHES, type Arch, isVersion, readPackageName } from '../../systemd/index.ts';
import type { Projection } from '../replication/projection.ts';
import type { Replication } from '../replication/replication.ts';
import type { Store } from '../store/store.ts';
import { type Attempt, type Plan, STATES, type State, type Stop } from './plan.ts';

/** What a register says of itself, for all of the shop to know. */
export interface RegisterRecord {
  /** That it runs; null until it has said so. */
  readonly version: string | null;
  readonly arch: Arch | null;
  /** Names of the packages that it has and has verified. */
  readonly holds: readonly string[];
  readonly attempt: Attempt | null;
}

/** What the registers know of each other's updates: the records `update` and `update-register` of the replica. */
export interface Records {
  plan(): Plan | null;
  /** Of that plan; null while it is not stopped. */
  stop(): Stop | null;
  of(registerId: string): RegisterRecord;
  /** Throw a Refusal while cells may not be written, and then nothing is. */
  write(registerId: string, patch: Partial<RegisterRecord>): void;
  writePlan(plan: Plan): void;
  writeStop(stop: Stop): void;
  /** The linked register holds what `own` said last, and what it had said by then is here. */
  agrees(registerId: string, own: string): boolean;
}

const PLAN = 'update';
const SHOP = 'shop';
const REGISTER = 'update-register';
const HOLDS_MAX = 8;

export function createRecords(
  { journal, transaction }: Pick<Store, 'journal' | 'transaction'>,
  replication: Pick<Replication, 'vector' | 'heldBy' | 'databasesOf'>,
): Records {
  const values = (table: string, id: string) => {
    const record = journal.record(table, id);
    return (column: string): unknown => record[column]?.value;
  };

  function write(table: string, id: string, patch: object): void {
    const known = values(table, id);
    const news = Object.entries(patch).filter(
      ([column, value]) => JSON.stringify(known(column)) !== JSON.stringify(value),
    );
    if (news.length > 0) transaction(() => journal.cells(table, id, Object.fromEntries(news)));
  }

  const plan = () => readPlan(values(PLAN, SHOP)('plan'));

  return {
    plan,
    stop() {
      const stop = readStop(values(PLAN, SHOP)('stop'));
      return stop !== null && stop.plan === plan()?.id ? stop : null;
    },
    of(registerId) {
      const value = values(REGISTER, registerId);
      const [version, arch] = [value('version'), value('arch')];
      return {
        version: typeof version === 'string' && isVersion(version) ? version : null,
        arch: ARCHES.find((one) => one === arch) ?? null,
        holds: readHolds(value('holds')),
        attempt: readAttempt(value('attempt')),
      };
    },
    write: (registerId, patch) => write(REGISTER, registerId, patch),
    writePlan: (plan) => write(PLAN, SHOP, { plan }),
    writeStop: (stop) => write(PLAN, SHOP, { stop }),
    agrees(registerId, own) {
      const theirs = replication.heldBy(registerId);
      if (theirs === null) return false;
      const ours = replication.vector();
      const said = Object.values(journal.record(REGISTER, own)).every(
        ({ origin, seq }) => held(theirs, origin) >= seq,
      );
      const heard = replication
        .databasesOf(registerId)
        .every((origin) => held(ours, origin) >= held(theirs, origin));
      return said && heard;
    },
  };
}

/** `changed` follows the commit in which a sibling's word on updates came. */
export function updateProjection(store: Pick<Store, 'afterCommit'>, changed: () => void): Projection {
  return {
    take({ records }) {
      if (records.some(({ tbl }) => tbl === PLAN || tbl === REGISTER)) store.afterCommit(changed);
    },
    rebuild: () => store.afterCommit(changed),
  };
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const text = (value: unknown, max: number): string | null =>
  typeof value === 'string' && value.length > 0 && value.length <= max ? value : null;

function readPlan(value: unknown): Plan | null {
  const it = object(value);
  const [id, version, by, at] = [text(it.id, 40), text(it.version, 40), text(it.by, 40), text(it.at, 40)];
  return id && version && by && at && isVersion(version) ? { id, version, by, at } : null;
}

function readStop(value: unknown): Stop | null {
  const it = object(value);
  const [plan, by] = [text(it.plan, 40), text(it.by, 40)];
  const reason = (['person', 'rolled-back', 'failed'] as const).find((one) => one === it.reason);
  return plan && by && reason ? { plan, by, reason, detail: text(it.detail, 400) } : null;
}

function readAttempt(value: unknown): Attempt | null {
  const it = object(value);
  const plan = text(it.plan, 40);
  const state = STATES.find((one): one is State => one === it.state);
  return plan && state ? { plan, state, detail: text(it.detail, 400) } : null;
}

function readHolds(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((one) => typeof one === 'string' && readPackageName(one) !== undefined)
    .slice(0, HOLDS_MAX);
}
