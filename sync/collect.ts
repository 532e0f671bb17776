import { type CellRow, isLasting } from './rows.ts';
import type { Change, Storage } from './storage.ts';
import { exceeds, held, join, type Vector } from './vector.ts';

/**
 * Who belongs to the shop is itself replicated: a record per origin, whose cell `in` is set by the one who lets it
 * in, and `out` by the one who retires it. Out is for ever, also when somebody lets it in at the same moment.
 */
export const MEMBER = { tbl: 'member', in: 'in', out: 'out' } as const;

export function isRetired(storage: Storage, origin: string): boolean {
  return storage.cell(MEMBER.tbl, origin, MEMBER.out) !== undefined;
}

/** Origins that were let in and have not been put out. */
export function membersOf(storage: Storage): string[] {
  return storage
    .column(MEMBER.tbl, MEMBER.in)
    .map(({ id }) => id)
    .filter((id) => !isRetired(storage, id));
}

/**
 * The deleted records that can be thrown away without ever coming back. `reports` is what each member last said
 * to hold.
 *
 * A member that holds the deletion no longer edits the record, so every edit it could still have in hand is
 * covered by what it reported; when this replica holds all of that too, and every member holds each cell of the
 * record, nobody can bring an older edit any more. The changes of membership count along: what a retired register
 * left behind lies with members that reported after they had learnt of it.
 *
 * `linked` are the siblings that can be written to now. One of whom nothing is known yet may have been let in by a
 * register that is gone, and hold edits: as long as it is a stranger, nothing is thrown away.
 */
export function collectable(
  storage: Storage,
  reports: Readonly<Record<string, Vector>>,
  linked: readonly string[],
): Change | undefined {
  const members = storage.column(MEMBER.tbl, MEMBER.in);
  const membership = [...members, ...storage.column(MEMBER.tbl, MEMBER.out)];
  const known = new Set(membership.map(({ id }) => id));
  if ([...Object.keys(reports), ...linked].some((origin) => !known.has(origin))) return undefined;
  const vector = storage.vector();
  const said: Vector[] = [];
  for (const { id } of members) {
    if (id === storage.origin() || isRetired(storage, id)) continue;
    const report = Object.hasOwn(reports, id) ? reports[id] : undefined;
    if (!report || exceeds(report, vector)) return undefined;
    said.push(report);
  }
  const isHeld = (cell: CellRow) => said.every((report) => held(report, cell.origin) >= cell.seq);
  if (!membership.every(isHeld)) return undefined;
  const drop: CellRow[] = [];
  let floor: Vector = {};
  for (const deletion of storage.deletions()) {
    if (isLasting(deletion.tbl)) continue;
    const record = storage.record(deletion.tbl, deletion.id);
    if (!record.every(isHeld)) continue;
    drop.push(deletion);
    for (const cell of record) floor = join(floor, { [cell.origin]: cell.seq });
  }
  return drop.length > 0 ? { drop, floor } : undefined;
}
