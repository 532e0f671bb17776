import { held, join, type Vector } from '../../sync/index.ts';
import type { RegisterView, Unsent } from '../http/contract/registers.ts';
import { conditionOf } from './condition.ts';
import type { Register } from './register.ts';
import { missingOf, type Witness } from './unsent.ts';

export interface Sight {
  readonly registers: readonly Register[];
  readonly isConnected: (registerId: string) => boolean;
  /** What the backoffice holds of the store. */
  readonly ours: Vector;
  /** What databases said to hold when they last exchanged, by origin. */
  readonly exchanged: Readonly<Record<string, Vector>>;
  readonly now_ms: number;
}

/** A register by what somebody says of it. */
interface Known {
  readonly id: string;
  readonly name: string;
  readonly origin: string | null;
}

/** All registers of a store: the paired ones, and then those that only their siblings know. */
export function viewsOf(sight: Sight): RegisterView[] {
  const { registers } = sight;
  const paired = new Set(registers.map(({ id }) => id));
  const heardOf = new Map<string, Known>();
  for (const { report } of registers) {
    for (const sibling of report?.siblings ?? []) {
      if (!paired.has(sibling.registerId)) {
        heardOf.set(sibling.registerId, {
          id: sibling.registerId,
          name: sibling.name,
          origin: sibling.origin,
        });
      }
    }
  }
  const witnesses = witnessesOf(sight);
  const owners = ownersOf([...registers, ...heardOf.values()]);
  return [
    ...registers.map((one) => pairedView(one, sight, unsentOf(one, owners, witnesses, sight.ours))),
    ...[...heardOf.values()].map((one) => siblingView(one, unsentOf(one, owners, witnesses, sight.ours))),
  ];
}

function pairedView(one: Register, sight: Sight, unsent: Unsent | null): RegisterView {
  const state = one.revoked_ms === null ? 'paired' : 'revoked';
  const connected = sight.isConnected(one.id);
  const seen = {
    state,
    contact_ms: one.contact_ms,
    connected,
    health: one.report?.health ?? null,
    unsent: unsent?.count ?? null,
  } as const;
  return {
    id: one.id,
    name: one.name,
    state,
    pairedAt: timeOf(one.paired_ms),
    revokedAt: one.revoked_ms === null ? null : timeOf(one.revoked_ms),
    lastContactAt: one.contact_ms === null ? null : timeOf(one.contact_ms),
    connected,
    condition: conditionOf(seen, sight.now_ms),
    version: one.version,
    origin: one.origin,
    unsent,
    report:
      one.report === null || one.report_ms === null ? null : { at: timeOf(one.report_ms), said: one.report },
  };
}

function siblingView({ id, name, origin }: Known, unsent: Unsent | null): RegisterView {
  const seen = {
    state: 'sibling',
    contact_ms: null,
    connected: false,
    health: null,
    unsent: unsent?.count ?? null,
  } as const;
  return {
    id,
    name,
    state: 'sibling',
    pairedAt: null,
    revokedAt: null,
    lastContactAt: null,
    connected: false,
    condition: conditionOf(seen, 0),
    version: null,
    origin,
    unsent,
    report: null,
  };
}

/** Every one who has said what a database holds: each of itself, and what it last heard from its siblings. */
function witnessesOf({ registers, exchanged }: Sight): Witness[] {
  return registers.flatMap((one) => {
    const { id: registerId, name, report, report_ms } = one;
    // What it said in an exchange may be newer than its report, and never claims what it does not hold.
    const said = one.origin !== null && Object.hasOwn(exchanged, one.origin) ? exchanged[one.origin] : {};
    const own: Witness = { registerId, name, at_ms: latest(one), vv: join(one.vv ?? {}, said ?? {}) };
    const heard = (report?.siblings ?? []).flatMap(({ vv }) =>
      vv === null ? [] : [{ registerId, name, at_ms: report_ms ?? 0, vv }],
    );
    return [own, ...heard];
  });
}

function latest({ contact_ms, vv_ms, paired_ms }: Register): number {
  return Math.max(contact_ms ?? 0, vv_ms ?? 0, paired_ms);
}

/** Whose database each is, as far as anybody says. */
function ownersOf(known: readonly Known[]): Map<string, string> {
  return new Map(
    known.flatMap(({ id, origin }): [string, string][] => (origin === null ? [] : [[origin, id]])),
  );
}

/** Of its database now, and of earlier ones that it alone speaks of: before a copy was put back it had another. */
function unsentOf(
  one: Known & Partial<Pick<Register, 'vv'>>,
  owners: ReadonlyMap<string, string>,
  witnesses: readonly Witness[],
  ours: Vector,
): Unsent | null {
  const earlier = Object.keys(one.vv ?? {}).filter((origin) => !owners.has(origin));
  const origins = [...(one.origin === null ? [] : [one.origin]), ...earlier].filter(
    (origin) => origin === one.origin || held(one.vv ?? {}, origin) > held(ours, origin),
  );
  const missing = missingOf(origins, ours, witnesses);
  if (!missing) return null;
  const { registerId: id, name, at_ms } = missing.by;
  return { count: missing.count, at: timeOf(at_ms), by: { id, name, itself: id === one.id } };
}

const timeOf = (at_ms: number) => new Date(at_ms).toISOString();
