import {
  type CellRow,
  createReplica,
  type Entry,
  type FactRow,
  type MemoryStorage,
  type Message,
  memoryStorage,
  type Output,
  parseMessage,
  type Replica,
  type Row,
} from '../../sync/index.ts';
import type { Database } from '../database/database.ts';
import type { StoreReplica } from './replica.ts';

export const BUILT = Date.UTC(2026, 10, 1);

/** A register as the backoffice sees it: a replica of sync/, and what it wants to say. */
export interface Register {
  readonly origin: string;
  readonly storage: MemoryStorage;
  replica: Replica;
  /** Said to the backoffice and not sent yet. */
  outbox: Message[];
  write(...entries: readonly Entry[]): readonly Row[];
  /** Keeps what is to be said to the backoffice. */
  note(outputs: readonly Output[]): void;
  /** Hears messages of the backoffice, as they come over the wire. */
  hear(messages: readonly unknown[]): void;
  /** The next request's messages, with what is held now as the last one. */
  take(): unknown[];
}

export function register(
  origin: string,
  backoffice: () => string,
  options: { wall_ms?: () => number; storage?: MemoryStorage; rows_max?: number; sponsor?: string } = {},
): Register {
  const { wall_ms = () => BUILT, storage = memoryStorage(origin), rows_max = 1000 } = options;
  if (options.sponsor) storage.commit({ sponsor: options.sponsor });
  const replica = createReplica({ storage, wall_ms, built_ms: BUILT, rows_max });
  let linked = '';
  const self: Register = {
    origin,
    storage,
    replica,
    outbox: [],
    write(...entries) {
      const written = self.replica.write(entries);
      if (!written.ok) throw new Error(written.fault);
      say(written.outputs);
      return written.rows;
    },
    note: say,
    hear(messages) {
      link();
      for (const message of messages) {
        const parsed = parseMessage(JSON.stringify(message));
        if (!parsed.ok) throw new Error(parsed.where);
        say(self.replica.receive(parsed.message));
      }
    },
    take() {
      link();
      const said = self.outbox;
      self.outbox = [];
      const hello = { type: 'hello', proto: 1, origin, vv: storage.vector() };
      return wired([...said, hello]) as unknown[];
    },
  };

  function link(): void {
    if (linked === backoffice()) return;
    if (linked) self.replica.unlink(linked);
    linked = backoffice();
    say(self.replica.link(linked));
  }

  function say(outputs: readonly Output[]): void {
    for (const output of outputs) {
      if (output.is === 'send' && output.to === linked && !isGreeting(output.message))
        self.outbox.push(output.message);
    }
  }

  return self;
}

const isGreeting = (message: Message) =>
  message.type === 'hello' && message.at === undefined && message.full === undefined;

const wired = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/**
 * The register asks until both hold the same; says in how many requests. When it has nothing to say and yet they do
 * not, time passes: its replica ticks, as it does every five seconds.
 */
export async function meet(
  one: Register,
  store: StoreReplica,
  wait: () => Promise<void> = async () => {
    throw new Error('they have nothing to say and do not hold the same');
  },
): Promise<number> {
  for (let requests = 1; requests <= 300; requests++) {
    const said = await unlessDrawing(store.exchange(`id-${one.origin}`, one.origin, one.take()));
    if (!said) {
      await wait();
      continue;
    }
    one.hear(said.messages);
    if (one.outbox.length > 0) continue;
    if (sameVector(one.storage.vector(), said.vv)) return requests;
    if (requests % 3 > 0) continue;
    one.note(one.replica.tick());
    await wait();
  }
  throw new Error('they never agree');
}

/** Undefined when the register has to wait for another one's backlog. */
export function unlessDrawing<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error) => {
    if (error.code !== 'store-drawing') throw error;
    return undefined;
  });
}

export function sameVector(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => (a[name] ?? 0) === (b[name] ?? 0));
}

export const cell = (id: string, col: string, value: unknown, tbl = 'item'): Entry => ({
  is: 'cell',
  tbl,
  id,
  col,
  value,
});
export const fact = (id: string, body: unknown, kind = 'receipt'): Entry => ({ is: 'fact', kind, id, body });

export const rowsOf = (storage: Register['storage']) =>
  [...storage.rows()].map((row) => JSON.stringify(row)).sort();

export async function rowsIn(db: Database, store: string): Promise<string[]> {
  const rows = await db.read(async (sql): Promise<Row[]> => {
    const cells = await sql.all<Omit<CellRow, 'is'>>(
      'SELECT origin, seq, hlc, tbl, id, col, val FROM cell WHERE store = ?',
      store,
    );
    const facts = await sql.all<Omit<FactRow, 'is'>>(
      'SELECT origin, seq, hlc, kind, id, body FROM fact WHERE store = ?',
      store,
    );
    return [
      ...cells.map((row): Row => ({ is: 'cell', ...row })),
      ...facts.map((row): Row => ({ is: 'fact', ...row })),
    ];
  });
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** What two registers tell each other in the shop, until neither has anything to say. */
export function gossip(a: Register, b: Register): void {
  const queue = [...a.replica.link(b.origin), ...b.replica.link(a.origin)];
  for (let turn = 0; queue.length > 0; turn++) {
    if (turn > 1000) throw new Error('they never stop');
    const output = queue.shift() as Output;
    if (output.is !== 'send') continue;
    const to = [a, b].find(({ origin }) => origin === output.to);
    if (to) queue.push(...to.replica.receive(wired(output.message) as Message));
  }
  a.replica.unlink(b.origin);
  b.replica.unlink(a.origin);
}
