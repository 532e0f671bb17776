import pino from 'pino';
import { encode, noWords, paperText, profileWith, readPaper } from '../../drivers/index.ts';
import {
  type Attempt,
  type Credential,
  type Environment,
  faultsOf,
  identityOf,
  type Message,
  type Outcome,
} from '../../eet/index.ts';
import { localTime } from '../../wire/index.ts';
import { type ManualWorld, manualWorld } from '../../world/manual.fixture.ts';
import { createEvents } from '../events.ts';
import type { EetCertificateView, EetSettings, Event, ReceiptView, Settings } from '../http/contract.ts';
import { createBooks, createLedger } from '../ledger/index.ts';
import { newKey, SETTINGS, testCatalogue, waiter, ZONE } from '../ledger/shop.fixture.ts';
import { hear } from '../ledger/two-registers.fixture.ts';
import type { QueuePrinter } from '../printing/printer.ts';
import { createPrintQueue } from '../printing/queue.ts';
import { openStore } from '../store/database.ts';
import { testFolder } from '../store/folder.fixture.ts';
import { createEet, type Eet } from './eet.ts';
import type { Sender } from './sender.ts';

export const EET: EetSettings = {
  environment: 'playground',
  eic: 'CZ00000019',
  unitId: '11',
  delegatingEic: null,
  delegatedByMany: false,
  wait_s: 2,
};

const plain = { warnings: [], signature: 'none', test: false, reason: '' } as const;
export const outcomes = {
  confirmed: (pok: string): Outcome => ({
    ...plain,
    state: 'confirmed',
    signature: 'valid',
    pok,
    acceptedAt: '2026-11-24T12:00:01+01:00',
  }),
  unverified: (pok: string): Outcome => ({
    ...plain,
    state: 'confirmed-unverified',
    signature: 'untrusted',
    pok,
    acceptedAt: null,
    reason: 'signed by somebody else',
  }),
  down: { ...plain, state: 'retry', left: false, code: null, reason: 'ECONNREFUSED' } satisfies Outcome,
  refused: (code: number): Outcome => ({ ...plain, state: 'blocked', code, reason: `code ${code}` }),
  rejected: (code: number): Outcome => ({ ...plain, state: 'rejected', code, reason: `code ${code}` }),
  verified: { ...plain, state: 'verified-only' } satisfies Outcome,
};

/** POKs as the authority gives them, one after another. */
export const pokOf = (n: number): string => `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}-02`;

/** The authority as a test wants it: `answer` decides, at once or when its promise does. */
export interface FakeAuthority {
  answer: (identity: string, to: { environment: Environment }) => Outcome | Promise<Outcome>;
  /** What has come, in order. */
  readonly came: { readonly identity: string; readonly first: boolean; readonly environment: Environment }[];
  /** How often what sends was loaded. */
  loads: number;
  /** A word instead of a certificate. */
  missing: string | undefined;
  /** EIČ besides the shop's own for which a certificate was to be taken in. */
  owed: readonly string[] | undefined;
  /** Thrown by loading. */
  fault: Error | undefined;
  certificateChanged(): void;
}

/** One register with a real database, ledger, print queue and queue of sales; the authority and the printer stand in. */
export interface Box {
  readonly id: string;
  readonly world: ManualWorld;
  readonly store: ReturnType<typeof openStore>;
  readonly ledger: ReturnType<typeof createLedger>;
  readonly eet: Eet;
  readonly authority: FakeAuthority;
  readonly events: Event[];
  /** Papers as they came out, receipts and orders. */
  readonly papers: string[];
  /** Of other registers. */
  readonly linked: Set<string>;
  set(settings: Partial<Settings>): void;
  /** Sells one item for cash and answers the receipt. */
  sell(itemId?: string): ReceiptView;
  /** Takes in what the other holds, in one transaction. */
  hear(other: Box): void;
  restart(): Promise<Box>;
  stop(): Promise<void>;
}

const log = pino({ level: 'silent' });
let boxes = 0;

export interface BoxOptions {
  readonly id?: string;
  readonly eet?: EetSettings | null;
  readonly authority?: FakeAuthority;
  readonly world?: ManualWorld;
}

export function openBox(options: BoxOptions = {}, folder = testFolder(), number = ++boxes): Box {
  const id = options.id ?? `pokladna-${number}`;
  const shared = options.world ?? manualWorld();
  const world = {
    ...shared,
    uuid: () => shared.uuid().replace(/^.{8}/, number.toString(16).padStart(8, '0')),
  };
  const store = openStore({ dir: folder.dir, world, log });
  store.db.pragma('synchronous = OFF');
  const events = createEvents((error) => {
    throw error;
  });
  const heard: Event[] = [];
  events.listen((event) => heard.push(event));
  let settings: Settings = { ...SETTINGS, eet: options.eet === undefined ? EET : options.eet };
  const catalogue = { ...testCatalogue(world), settings: () => settings };
  const authority = options.authority ?? fakeAuthority();
  const linked = new Set<string>();
  const register = { id, name: `Pokladna ${number}`, series: `R${number}`, timezone: ZONE };
  const books = createBooks(store, register);
  const papers: string[] = [];
  const eet = createEet({
    store,
    world,
    events,
    log,
    register,
    version: '1',
    settings: () => settings.eet,
    load: async () => {
      authority.loads++;
      if (authority.fault) throw authority.fault;
      return senderOf(authority);
    },
    registerName: (of) => (of === id ? register.name : of),
    linked: () => [...linked],
    drawing: () => false,
    onPaper: () => printing.wake(),
  });
  const printing = createPrintQueue({
    store,
    world,
    events,
    log,
    printers: [printerOf(papers)],
    now: () => localTime(world.wall_ms(), ZONE),
    sources: { receipt: books.receipt, settings: () => settings, fiscal: eet },
    cashPaper: () => {
      throw new Error('no slip is printed here');
    },
    reportPaper: () => {
      throw new Error('no report is printed here');
    },
  });
  const ledger = createLedger({
    store,
    catalogue,
    world,
    events,
    printing,
    staffName: (of) => of,
    log,
    register,
    stock: { sold() {} },
    fiscal: eet,
    onSale: () => {},
    onCash: () => {},
  });
  ledger.start();
  if (!ledger.shifts.current().shift) ledger.shifts.open({ float_haler: 0 }, waiter);
  eet.start();
  printing.start();

  const box: Box = {
    id,
    world,
    store,
    ledger,
    eet,
    authority,
    events: heard,
    papers,
    linked,
    set(patch) {
      settings = { ...settings, ...patch };
      events.emit({ kind: 'catalogue', version: 1 });
    },
    sell(itemId = 'svickova') {
      const bill = ledger.bills.open({ tableId: null, guests: null }, waiter);
      const { sum } = ledger.bills.addLine(
        bill.bill.id,
        { lineId: world.uuid(), itemId, quantity: 1_000 },
        waiter,
      );
      const pay = {
        expectedTotal_haler: sum.total_haler,
        tip_haler: 0,
        tenders: [{ typeId: 'hotovost', amount: Math.ceil(sum.total_haler / 100) * 100 }],
      };
      return ledger.receipts.pay(bill.bill.id, pay, newKey(), waiter);
    },
    hear(other) {
      store.transaction(() => {
        const taken = hear(store, { ledger }, other.store);
        eet.projection.take(taken);
      });
    },
    async restart() {
      await halt();
      return openBox({ ...options, id, authority, world: shared, eet: settings.eet }, folder, number);
    },
    async stop() {
      await halt();
      folder[Symbol.dispose]();
    },
  };
  return box;

  async function halt(): Promise<void> {
    const stopping = Promise.all([printing.stop(), eet.stop()]);
    await world.advance(5_000);
    await stopping;
    store.close();
  }
}

export function fakeAuthority(): FakeAuthority {
  let n = 0;
  const listeners: (() => void)[] = [];
  const authority: FakeAuthority & { listeners: (() => void)[] } = {
    answer: () => outcomes.confirmed(pokOf(++n)),
    came: [],
    loads: 0,
    missing: undefined,
    owed: undefined,
    fault: undefined,
    listeners,
    certificateChanged() {
      for (const run of listeners) run();
    },
  };
  return authority;
}

function senderOf(authority: FakeAuthority): Sender {
  const { listeners } = authority as FakeAuthority & { listeners: (() => void)[] };
  const sent = new Map<string, { identity: string; first: boolean }>();
  return {
    build(sale, head): Message {
      const [fault] = faultsOf(sale, head);
      if (fault) throw new Error(`${fault.official} does not fit`);
      const identity = identityOf(sale);
      sent.set(head.uuid, { identity, first: head.first });
      return { uuid: head.uuid, xml: identity, sha256: 'ab'.repeat(32) };
    },
    authority: {
      async send({ uuid }, { environment }): Promise<Attempt> {
        const message = sent.get(uuid);
        if (!message) throw new Error(`nobody has built ${uuid}`);
        authority.came.push({ ...message, environment });
        const outcome = await authority.answer(message.identity, { environment });
        const test = environment === 'playground';
        return { outcome: { ...outcome, test }, httpStatus: 200, transactionId: 'tx-1', answer: '<answer/>' };
      },
      close() {},
    },
    credentials: {
      current: (environment, eic) => authority.missing ?? ({ eic, environment } as Credential),
      import(_p12, _password, owed) {
        authority.owed = owed;
        return { eic: EET.eic } as EetCertificateView;
      },
      views: () => [],
      onChange: (run) => void listeners.push(run),
      health: () => [],
    },
    renewal: () => null,
    start() {},
    async stop() {},
  };
}

function printerOf(papers: string[]): QueuePrinter {
  const profile = profileWith('generic-80');
  return {
    id: 'bar',
    name: 'Bar',
    url: 'virtual:',
    model: 'Zkušební',
    routes: ['receipt', 'report', 'bar', 'kuchyn'],
    standIn: null,
    size: profile,
    columns: profile.columns,
    codePage: 18,
    dots: 576,
    qr: true,
    encode: (document) => encode(document, profile),
    codePages: () => ({ bytes: Uint8Array.of(0x0a), substitutions: [] }),
    async print(bytes) {
      papers.push(paperText(readPaper(bytes, profile)));
      return { state: 'printed', proof: 'fence' };
    },
    status: () => ({
      link: 'up',
      reason: noWords,
      paper: 'ok',
      cover: 'closed',
      online: 'yes',
      error: 'none',
      drawerPin: 'low',
      learnt: { realtime: 'yes', processId: 'no', fence: 'yes' },
    }),
  };
}
