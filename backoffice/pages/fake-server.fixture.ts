import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { MemberAdded, MemberView, StoreView } from '../http/contract/accounts.ts';
import type { StoreEvent } from '../http/contract/live.ts';
import type { PairingCode, PairingState, ParkedRow, RegisterView } from '../http/contract/registers.ts';
import { type FakeBooks, openFakeBooks } from './fake-history.fixture.ts';
import type { Session } from './store/session.ts';

const DIST = join(import.meta.dirname, 'dist');
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  png: 'image/png',
  woff2: 'font/woff2',
};

export const EMAIL = 'jana@utrilip.cz';
export const PASSWORD = 'zelena kacka na streše';
const CSRF = 'fake-csrf';

const STORE: StoreView = {
  id: 's1',
  name: 'Restaurace U Tří lip',
  role: 'owner',
  may: [
    'read-books',
    'export',
    'read-price-list',
    'write-price-list',
    'read-stock',
    'write-stock',
    'read-staff',
    'write-staff',
    'read-registers',
    'manage-registers',
    'manage-members',
    'manage-store',
  ],
};

export interface FakeServer {
  readonly url: string;
  readonly books: FakeBooks;
  registers: RegisterView[];
  parked: ParkedRow[];
  members: MemberView[];
  /** What the next pages are to be answered with, in place of what they ask for. */
  fault: { readonly status: number; readonly body: string; readonly type: string } | null;
  /** A register has used the code that is open. */
  pair(name: string): void;
  tell(event: StoreEvent): void;
  stop(): Promise<void>;
  /** Listens again, on the same port. */
  start(): Promise<void>;
}

type Reply = readonly [status: number, body?: unknown];

const problem = (status: number, code: string, title: string, hint: string): Reply => [
  status,
  { type: `urn:kasad:${code}`, status, code, title, titleEn: title, hint, hintEn: hint },
];

/**
 * Speaks the contract of the backoffice from memory, and hands out the built pages: for looking at every state of a
 * page, also those that a healthy server does not get into.
 */
export async function startFakeServer(now: string): Promise<FakeServer> {
  const books = openFakeBooks(now);
  const streams = new Set<ServerResponse>();
  let signedIn = false;
  let stores = [STORE];
  let pairing: PairingState = { open: null, paired: null };
  let port = 0;

  const session = (): Session => ({
    account: { id: 'a1', email: EMAIL, name: 'Jana Majitelka' },
    csrf: CSRF,
    stores,
    passwordIsInitial: false,
    mayCreateStore: true,
  });

  function answer(method: string, url: URL, body: Record<string, unknown>, csrf: unknown): Reply {
    const route = `${method} ${url.pathname}`;
    if (route === 'POST /api/session') {
      if (body.email !== EMAIL || body.password !== PASSWORD) {
        return problem(
          401,
          'wrong-password',
          'E-mail nebo heslo nesouhlasí.',
          'Zkontrolujte obojí a zkuste to znovu.',
        );
      }
      signedIn = true;
      return [200, session()];
    }
    if (!signedIn) return problem(401, 'signed-out', 'Nejste přihlášeni.', 'Přihlaste se.');
    if (method !== 'GET' && csrf !== CSRF)
      return problem(403, 'csrf', 'Požadavek nepřišel z této stránky.', '');
    if (route === 'GET /api/session') return [200, session()];
    if (route === 'DELETE /api/session') {
      signedIn = false;
      return [204];
    }
    if (route === 'PUT /api/session/password') {
      return body.current === PASSWORD
        ? [200, session()]
        : problem(403, 'wrong-password', 'Dosavadní heslo nesouhlasí.', 'Napište ho znovu.');
    }
    if (route === 'POST /api/stores') {
      const made = { ...STORE, id: `s${stores.length + 1}`, name: String(body.name) };
      stores = [...stores, made];
      return [200, made];
    }
    const [, , , store, noun, id, verb] = url.pathname.split('/');
    if (!stores.some((one) => one.id === store)) return problem(404, 'not-found', 'Provozovna tu není.', '');
    return inStore(method, [noun, id, verb], url.searchParams, body);
  }

  function inStore(
    method: string,
    [noun, id, verb]: readonly (string | undefined)[],
    query: URLSearchParams,
    body: Record<string, unknown>,
  ): Reply {
    switch (`${method} ${noun ?? ''}`) {
      case 'PATCH ':
        stores = stores.map((one) => ({ ...one, name: String(body.name) }));
        return [200, stores[0]];
      case 'GET portal':
        return [200, books.portal(query.get('from') ?? '', query.get('to') ?? '')];
      case 'GET receipts': {
        const found = id === undefined ? books.list(query) : books.look(id, verb, query);
        return found
          ? [200, found]
          : problem(404, 'not-found', 'Taková účtenka tu není.', 'Vraťte se na seznam.');
      }
      case 'GET registers':
        return [200, fake.registers];
      case 'POST registers': {
        fake.registers = fake.registers.map((one) =>
          one.id === id ? { ...one, state: 'revoked', connected: false, revokedAt: now } : one,
        );
        return [200, fake.registers.find((one) => one.id === id)];
      }
      case 'GET parked':
        return [200, fake.parked];
      case 'POST pairing': {
        const expiresAt = new Date(Date.parse(now) + 900_000).toISOString();
        pairing = { open: { expiresAt, triesLeft: 5 }, paired: null };
        const code: PairingCode = { code: '7K3M-0Q8X-ZZT1', expiresAt, url: 'https://backoffice.utrilip.cz' };
        return [200, code];
      }
      case 'GET pairing':
        return [200, pairing];
      case 'DELETE pairing':
        pairing = { open: null, paired: null };
        return [204];
      case 'GET members':
        return [200, fake.members];
      case 'POST members': {
        const member = {
          ...(body as unknown as MemberView),
          id: `m${fake.members.length}`,
          addedAt: now,
          lastSeenAt: null,
          you: false,
        };
        fake.members = [...fake.members, member];
        return [200, { member, password: 'kobyla-malina-dvere-42' } satisfies MemberAdded];
      }
      case 'PATCH members':
        if (id === 'm0') {
          return problem(
            409,
            'last-owner',
            'Poslední majitel musí zůstat.',
            'Nejdřív jmenujte majitelem někoho dalšího.',
          );
        }
        fake.members = fake.members.map((one) => (one.id === id ? { ...one, ...body } : one));
        return [200, fake.members.find((one) => one.id === id)];
      case 'DELETE members':
        fake.members = fake.members.filter((one) => one.id !== id);
        return [204];
      default:
        return problem(404, 'not-found', 'Taková adresa tu není.', '');
    }
  }

  function page(path: string, response: ServerResponse): void {
    const file = path === '/' ? '/index.html' : path;
    try {
      const bytes = readFileSync(join(DIST, file));
      response
        .writeHead(200, { 'content-type': TYPES[file.split('.').at(-1) ?? ''] ?? 'text/plain' })
        .end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    if (!url.pathname.startsWith('/api/')) return page(url.pathname, response);
    if (fake.fault && url.pathname !== '/api/session') {
      const { status, body, type } = fake.fault;
      response.writeHead(status, { 'content-type': type }).end(body);
      return;
    }
    if (url.pathname.endsWith('/events') && signedIn) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': here\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const [status, value] = answer(request.method ?? 'GET', url, body, request.headers['x-csrf-token']);
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, value === undefined ? {} : { 'content-type': `${type}; charset=utf-8` });
    response.end(value === undefined ? undefined : JSON.stringify(value));
  }

  const server = createServer((request, response) => void handle(request, response));
  const fake: FakeServer = {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    books,
    registers: fakeRegisters(now),
    parked: [],
    members: [
      {
        id: 'm0',
        email: EMAIL,
        name: 'Jana Majitelka',
        role: 'owner',
        addedAt: now,
        lastSeenAt: now,
        you: true,
      },
      {
        id: 'm1',
        email: 'ucetni@example.cz',
        name: 'Účetní kancelář Malá',
        role: 'accountant',
        addedAt: now,
        lastSeenAt: null,
        you: false,
      },
    ],
    fault: null,
    pair(name) {
      pairing = { open: null, paired: { id: 'r9', name, at: now } };
      fake.tell({ kind: 'register' });
    },
    tell(event) {
      for (const stream of streams) stream.write(`data: ${JSON.stringify(event)}\n\n`);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    async start() {
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
    },
  };
  await fake.start();
  return fake;
}

function fakeRegisters(now: string): RegisterView[] {
  const before = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();
  const base = {
    pairedAt: '2026-10-01T08:00:00Z',
    revokedAt: null,
    version: '0.1.0',
    origin: 'k3x',
  } as const;
  const eet = {
    waiting: 0,
    blocked: 0,
    rejected: 0,
    deadlineAt: null,
    certificateUntil: '2028-03-31T00:00:00Z',
  };
  const said = (
    registerId: string,
    name: string,
    waiting: number,
  ): NonNullable<RegisterView['report']>['said'] => ({
    registerId,
    name,
    version: '0.1.0',
    origin: 'k3x',
    vv: null,
    health: { state: 'ok', cs: 'Vše v pořádku.', en: 'All is well.' },
    eet: { ...eet, waiting },
    siblings: [
      {
        registerId: 'r2',
        name: 'Zahrádka',
        version: '0.1.0',
        origin: 'z1',
        vv: null,
        linked: waiting === 0,
        since: null,
      },
    ],
  });
  return [
    {
      ...base,
      id: 'r1',
      name: 'Bar',
      state: 'paired',
      lastContactAt: before(0),
      connected: true,
      condition: {
        level: 'ok',
        text: { cs: 'Vše v pořádku.', en: 'All is well.' },
        hint: { cs: '', en: '' },
      },
      unsent: { count: 0, at: before(0), by: { id: 'r1', name: 'Bar', itself: true } },
      report: { at: before(0), said: said('r1', 'Bar', 0) },
    },
    {
      ...base,
      id: 'r2',
      name: 'Zahrádka',
      state: 'paired',
      lastContactAt: before(190),
      connected: false,
      condition: {
        level: 'attention',
        text: { cs: 'Tři hodiny se neozvala.', en: 'Silent for three hours.' },
        hint: {
          cs: 'Prodává dál a účtenky pošle, až se dostane k internetu. Zkontrolujte na místě Wi-Fi.',
          en: 'It goes on selling and sends its receipts once it is online. Check the Wi-Fi there.',
        },
      },
      unsent: { count: 1240, at: before(4), by: { id: 'r1', name: 'Bar', itself: false } },
      report: { at: before(190), said: said('r2', 'Zahrádka', 3) },
    },
    {
      ...base,
      id: 'r3',
      name: 'Salonek v prvním patře s okny do parku, pokladna u krbu č. 3',
      state: 'sibling',
      pairedAt: null,
      lastContactAt: null,
      connected: false,
      condition: {
        level: 'ok',
        text: {
          cs: 'Připojená není, její účtenky posílají ostatní pokladny.',
          en: 'Not paired; others send its receipts.',
        },
        hint: { cs: '', en: '' },
      },
      version: null,
      origin: null,
      unsent: null,
      report: null,
    },
  ];
}
