import { expect, test, vi } from 'vitest';
import { PERMISSIONS_OF, type Permission } from '../../backoffice/accounts/roles.ts';
import { describeBoth } from '../../backoffice/database/both.fixture.ts';
import type { Database } from '../../backoffice/database/database.ts';
import type { RunningBackoffice } from '../../backoffice/index.ts';
import {
  Client,
  makeStore,
  PASSWORD,
  pairRegister,
  startTestBackoffice,
} from '../../backoffice/server.fixture.ts';
import { type Operation, operationsOf, sampleOf } from './operations.fixture.ts';

/** Whatever is open to everybody is told here, and nowhere else. */
const OPEN = ['GET /health', 'GET /api/session', 'POST /api/session', 'POST /api/v1/pair'];
/** A word that stands in everything of the other store. */
const MARK = 'Cizokraj';

interface Town {
  readonly backoffice: RunningBackoffice;
  readonly ours: string;
  readonly theirs: string;
  readonly operations: readonly Operation[];
}

/** Two stores of two owners, each with a register that has sold something. */
async function openTown(url: string): Promise<Town> {
  const backoffice = await startTestBackoffice(url);
  const ours = await makeStore(backoffice, 'Domov', 'jana@example.cz');
  const theirs = await makeStore(backoffice, MARK, 'cizi@example.cz');
  for (const [store, id] of [
    [ours, 'domaci'],
    [theirs, 'cizokrajna'],
  ] as const) {
    const register = await pairRegister(backoffice, store, id, { origin: `db-${id}`, shop: `shop-${id}` });
    const origin = `db-${id}`;
    const hlc = (seq: number) => `${1_764_000_000_000 + seq}.0000.${origin}`;
    const name = store === theirs ? `${MARK} guláš` : 'Guláš';
    const cells = Object.entries({ name, price_haler: 100, vatClass: 'a', categoryId: 'c' });
    const rows = [
      ...cells.map(([col, val], i) => ({
        ...{ is: 'cell', origin, seq: i + 1, hlc: hlc(i + 1), tbl: 'item', id: `item-${id}` },
        ...{ col, val: JSON.stringify(val) },
      })),
      {
        ...{ is: 'fact', origin, seq: 5, hlc: hlc(5), kind: 'drawer-opening', id: `f-${id}` },
        body: JSON.stringify({ note: name }),
      },
    ];
    const message = {
      ...{ type: 'changes', origin, base: {}, from: {}, upto: { [origin]: 5 } },
      ...{ done: true, rows, whole: true },
    };
    const taken = await register.post('/api/v1/exchange', { origin, messages: [message] });
    expect(taken.json?.vv).toMatchObject({ [origin]: 5 });
  }
  return { backoffice, ours, theirs, operations: await operationsOf(backoffice.url) };
}

/** All that the database has of a store, as text. */
async function everythingOf(database: Database, store: string): Promise<string> {
  return database.read(async (sql) => {
    const named = await sql.all<{ name: string }>(
      database.kind === 'sqlite'
        ? `SELECT m.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'store'
           WHERE m.type = 'table' ORDER BY m.name`
        : `SELECT table_name AS name FROM information_schema.columns
           WHERE column_name = 'store' AND table_schema = current_schema() ORDER BY table_name`,
    );
    expect(named.length).toBeGreaterThan(12);
    const parts: string[] = [];
    for (const { name } of named) {
      const rows = await sql.all<Record<string, unknown>>(`SELECT * FROM ${name} WHERE store = ?`, store);
      parts.push(name, ...rows.map((row) => JSON.stringify({ ...row, contact_ms: null })).sort());
    }
    return parts.join('\n');
  });
}

const isOfStore = ({ path }: Operation) => path.startsWith('/api/stores/{store}');
const isPermission = (access: string): access is Permission =>
  (PERMISSIONS_OF.owner as readonly string[]).includes(access);
/** The ids that a stranger could know: of the other store's register, item, and person. */
const addressOf = ({ path }: Operation, store: string, id: string) =>
  path.replace('{store}', store).replace(/\{[^}]+\}/g, encodeURIComponent(id));
const bodyOf = ({ method, body }: Operation) =>
  body ? sampleOf(body) : method === 'GET' || method === 'DELETE' ? undefined : {};

// Every operation is called many times, over both databases.
vi.setConfig({ testTimeout: 120_000 });

describeBoth('stores apart', (open) => {
  test('every operation says who may call it, and only these are open to everybody', async () => {
    const { backoffice, operations } = await openTown(await open.url());
    try {
      expect(operations.length).toBeGreaterThan(20);
      const told = operations.map(({ method, path, access }) => ({ call: `${method} ${path}`, access }));
      const open_ = told.filter(({ access }) => access === 'open').map(({ call }) => call);
      expect(open_.sort()).toEqual([...OPEN].sort());
      for (const { call, access } of told) {
        const right = call.includes('/api/stores/{store}')
          ? isPermission(access)
          : ['open', 'account', 'register'].includes(access);
        expect({ call, right }).toEqual({ call, right: true });
      }
    } finally {
      await backoffice.stop();
    }
  });

  test('nobody who is not signed in gets anywhere', async () => {
    const { backoffice, operations, theirs } = await openTown(await open.url());
    try {
      const stranger = new Client(backoffice.url);
      for (const operation of operations.filter(({ access }) => access !== 'open')) {
        const answer = await stranger.ask(
          operation.method,
          addressOf(operation, theirs, 'x'),
          bodyOf(operation),
        );
        expect([operation.method, operation.path, answer.status]).toEqual([
          operation.method,
          operation.path,
          401,
        ]);
      }
    } finally {
      await backoffice.stop();
    }
  });

  test('an account of one store reads and writes nothing of another, on every operation', async () => {
    const { backoffice, operations, ours, theirs } = await openTown(await open.url());
    try {
      const before = await everythingOf(backoffice.database, theirs);
      expect(before).toContain(MARK);
      const members = await backoffice.members.list(theirs);
      const jana = new Client(backoffice.url);
      await jana.signIn('jana@example.cz');
      const ids = ['cizokrajna', 'item-cizokrajna', 'f-cizokrajna', members[0]?.id ?? ''];
      for (const operation of operations.filter(isOfStore)) {
        const { method, path } = operation;
        const direct = await jana.ask(method, addressOf(operation, theirs, ids[0] ?? ''), bodyOf(operation));
        expect([method, path, direct.status, direct.json?.code]).toEqual([
          method,
          path,
          404,
          'store-unknown',
        ]);
        if (operation.stream) continue;
        // By way of her own store, with names out of the other.
        for (const id of path.match(/\{/g)?.length === 1 ? ids.slice(0, 1) : ids) {
          const answer = await jana.ask(method, addressOf(operation, ours, id), bodyOf(operation));
          expect([method, path, answer.status < 500]).toEqual([method, path, true]);
          expect(answer.text).not.toContain(MARK);
        }
      }
      expect(await everythingOf(backoffice.database, theirs)).toBe(before);
    } finally {
      await backoffice.stop();
    }
  });

  test('a register’s token reads and writes nothing of another store, on every operation', async () => {
    const { backoffice, operations, ours, theirs } = await openTown(await open.url());
    try {
      const register = await pairRegister(backoffice, ours, 'druha', {
        shop: 'shop-domaci',
        origin: 'db-druha',
      });
      const before = await everythingOf(backoffice.database, theirs);
      for (const operation of operations.filter(({ access, stream }) => access !== 'register' && !stream)) {
        if (operation.access === 'open') continue;
        const { method, path } = operation;
        const answer = await register.ask(method, addressOf(operation, ours, 'x'), bodyOf(operation));
        expect([method, path, answer.status]).toEqual([method, path, 401]);
      }
      // As the other store's register, in every way that a request can say so.
      const hello = { type: 'hello', proto: 1, origin: 'db-cizokrajna', vv: {} };
      const bodies: Record<string, unknown> = {
        '/api/v1/exchange': { origin: 'db-cizokrajna', messages: [hello] },
        '/api/v1/shifts/check': {
          ...{ shiftId: 's', count: 1, sum: '0'.repeat(64) },
          facts: [['db-cizokrajna', 5]],
        },
        '/api/v1/shifts/repair': {
          shiftId: 's',
          rows: [
            {
              ...{ is: 'fact', origin: 'db-cizokrajna', seq: 5, hlc: '1764000000005.0000.db-cizokrajna' },
              ...{ kind: 'drawer-opening', id: 'f-cizokrajna', body: '{}' },
            },
          ],
        },
        '/api/v1/report': {
          ...{ registerId: 'cizokrajna', name: 'x', version: null, origin: null, vv: null, eet: null },
          ...{ health: { state: 'ok', cs: '', en: '' }, siblings: [] },
        },
      };
      const called = operations.filter(({ access, stream }) => access === 'register' && !stream);
      expect(called.map(({ path }) => path).sort()).toEqual(Object.keys(bodies).sort());
      for (const { method, path } of called) {
        const answer = await register.ask(method, path, bodies[path]);
        expect(answer.text).not.toContain(MARK);
        if (path.endsWith('/check')) expect(answer.json.lacking).toEqual([['db-cizokrajna', 5]]);
      }
      expect(await everythingOf(backoffice.database, theirs)).toBe(before);
    } finally {
      await backoffice.stop();
    }
  });

  test('what a role does not have is refused on every operation, and what it has is not', async () => {
    const { backoffice, operations, ours } = await openTown(await open.url());
    try {
      const owner = new Client(backoffice.url);
      await owner.signIn('jana@example.cz');
      for (const role of ['manager', 'accountant'] as const) {
        const email = `${role}@example.cz`;
        const added = await owner.post(`/api/stores/${ours}/members`, { email, name: role, role });
        const person = new Client(backoffice.url);
        await person.signIn(email, added.json.password);
        const early = await person.get(`/api/stores/${ours}/events`);
        expect([early.status, early.json.code]).toEqual([403, 'password-initial']);
        const changed = await person.ask('PUT', '/api/session/password', {
          current: added.json.password,
          next: PASSWORD,
        });
        expect(changed.status).toBe(200);
        await person.signIn(email);
        for (const operation of operations.filter((one) => isOfStore(one) && !one.stream)) {
          const { method, path, access } = operation;
          const may = (PERMISSIONS_OF[role] as readonly string[]).includes(access);
          const answer = await person.ask(method, addressOf(operation, ours, 'nothing'), bodyOf(operation));
          const refused = answer.json?.code === 'not-allowed';
          expect([role, method, path, refused]).toEqual([role, method, path, !may]);
        }
      }
    } finally {
      await backoffice.stop();
    }
  });
});
