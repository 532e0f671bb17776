import type { BaseLogger } from 'pino';
import { ROLES, type Role } from '../../domain/index.ts';
import { DELETED } from '../../sync/index.ts';
import { isPinHash } from '../../wire/index.ts';
import type { Projection } from '../replication/projection.ts';
import type { Store } from '../store/store.ts';
import { type KnownPerson, STAFF, type Staff } from './staff.ts';

/**
 * People are the same on every register: whoever is taken on at one signs in at all, whoever is let go at one signs
 * in at none. Wrong attempts and sessions stay where they were made.
 */
export function createStaffProjection(options: {
  readonly store: Pick<Store, 'journal'>;
  readonly staff: Pick<Staff, 'take' | 'all'>;
  readonly log?: Pick<BaseLogger, 'warn'> | undefined;
  /** Called inside the transaction: wrong attempts at the old PIN count no more. */
  readonly onNewPin: (id: string) => void;
  /** Called inside the transaction when anybody was changed. */
  readonly onTaken: () => void;
}): Projection {
  const { store, staff, log, onNewPin, onTaken } = options;

  /** Answers whether anything is new. */
  function take(id: string): boolean {
    const cells = store.journal.record(STAFF, id);
    if (cells[DELETED]?.value === true) {
      return staff.take(id, null) !== 'nothing';
    }
    const said = Object.fromEntries(Object.entries(cells).map(([column, { value }]) => [column, value]));
    // A name, role and PIN make a person; what is still missing is on its way.
    if (said.name === undefined || said.role === undefined || said.pin === undefined) return false;
    const known = readPerson(said);
    if (!known) {
      // Neither the values nor the error: one of the fields is the PIN's hash.
      log?.warn({ table: STAFF, id }, 'a record of a sibling cannot be read');
      return false;
    }
    const news = staff.take(id, known);
    if (news === 'pin') onNewPin(id);
    return news !== 'nothing';
  }

  function takeAll(ids: Iterable<string>, gone: Iterable<string> = []): void {
    let news = false;
    for (const id of gone) news = staff.take(id, null) !== 'nothing' || news;
    for (const id of ids) news = take(id) || news;
    if (news) onTaken();
  }

  return {
    take: ({ records }) => takeAll(records.filter(({ tbl }) => tbl === STAFF).map(({ id }) => id)),
    rebuild() {
      const ids = new Set(store.journal.ids(STAFF));
      const gone = staff.all().filter(({ id }) => !ids.has(id));
      takeAll(
        ids,
        gone.map(({ id }) => id),
      );
    },
  };
}

function readPerson({
  name,
  role,
  active = true,
  pin,
}: Readonly<Record<string, unknown>>): KnownPerson | undefined {
  if (typeof name !== 'string' || name === '' || name.length > MAX_NAME) return undefined;
  if (!ROLES.includes(role as Role) || typeof active !== 'boolean') return undefined;
  if (typeof pin !== 'string' || !isPinHash(pin)) return undefined;
  return { name, role: role as Role, active, pin };
}

const MAX_NAME = 120;
