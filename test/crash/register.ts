import { appendFileSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { createEvents } from '../../daemon/events.ts';
import { noFiscal } from '../../daemon/fiscal/fiscal.ts';
import { createBooks, createLedger } from '../../daemon/ledger/index.ts';
import { manager, SETTINGS, testCatalogue, waiter, ZONE } from '../../daemon/ledger/shop.fixture.ts';
import type { QueuePrinter } from '../../daemon/printing/printer.ts';
import { createPrintQueue } from '../../daemon/printing/queue.ts';
import { openStore } from '../../daemon/store/database.ts';
import type { Store } from '../../daemon/store/store.ts';
import { encode, noWords, type Outcome, profileWith } from '../../drivers/index.ts';
import { localTime, Refusal } from '../../wire/index.ts';
import { realWorld as world } from '../../world/index.ts';
import { type Deadly, fingerprint, type Question, type Told } from './protocol.ts';

/**
 * A register to be killed: real file, real ledger, real print queue, printers whose paper is a file. Requests come
 * as messages and are answered by messages; argv[2] is the data folder, argv[3] may name a defect to be built in,
 * argv[4] the point at which it kills itself, argv[5] how often that is passed before.
 */
const [, , dir = '', defect = '', deadly = '', passes = '0'] = process.argv;
let left = Number(passes);
function pass(point: Deadly): void {
  if (point === deadly && left-- <= 0) process.kill(process.pid, 'SIGKILL');
}
const log = pino({ level: 'silent' });
const tell = (message: Told) => process.send?.(message);

const real = openStore({ dir, world, log });
let deed: Question['do'] | undefined;
const store = defect === 'answer-before-commit' ? answeringBeforeCommit(real) : watched(real);
const events = createEvents((error) => {
  throw error;
});
const books = createBooks(store, { id: 'r1', name: 'Bar' });

function printer(id: string, routes: readonly string[]): QueuePrinter {
  const size = profileWith('generic-80');
  return {
    id,
    name: id,
    url: 'virtual:',
    model: 'file',
    routes,
    standIn: null,
    columns: 48,
    codePage: 18,
    dots: 576,
    qr: true,
    size,
    encode: (document) => encode(document, size),
    codePages: () => ({ bytes: Uint8Array.of(10), substitutions: [] }),
    async print(bytes): Promise<Outcome> {
      pass('print/noted');
      appendFileSync(path.join(dir, 'paper.txt'), `${fingerprint(bytes)}\n`);
      pass('print/out');
      // Paper takes its time: the proof comes later than the bytes.
      await new Promise((resolve) => setTimeout(resolve, 3));
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

const queue = createPrintQueue({
  store,
  world,
  events,
  log,
  printers: [printer('bar', ['receipt', 'report', 'bar']), printer('kuchyn', ['kuchyn'])],
  now: () => localTime(world.wall_ms(), ZONE),
  sources: { receipt: (id) => books.receipt(id), settings: () => SETTINGS, fiscal: noFiscal },
  cashPaper: (movement) => ({
    movement,
    staffName: movement.staffId,
    allowedByName: movement.allowedBy,
    register: 'Bar',
  }),
  reportPaper: (kind, { report, openBills }) => ({
    kind,
    report,
    openBills,
    seller: SETTINGS.seller,
    register: 'Bar',
    at: localTime(world.wall_ms(), ZONE),
    staff: {},
    categories: {},
  }),
});
const ledger = createLedger({
  store,
  catalogue: testCatalogue(world),
  world,
  events,
  printing: queue,
  staffName: (id) => id,
  log,
  register: { id: 'r1', name: 'Bar', series: 'R1', timezone: ZONE },
  stock: { sold() {} },
  fiscal: noFiscal,
  onSale: () => {},
  onCash: () => {},
});
ledger.start();
const interrupted = new Set(
  queue
    .list()
    .filter((job) => job.state === 'sending')
    .map((job) => job.id),
);
queue.start();
const claimed = queue.list().filter((job) => interrupted.has(job.id) && job.state !== 'unknown').length;
if (deadly === 'copy/under-way') {
  // The copying thread has begun; how far it got is as good as random.
  void store.copy();
  setTimeout(() => pass('copy/under-way'), left);
  left = 0;
}

const waiting = () => queue.list().filter((job) => job.state === 'queued' || job.state === 'sending').length;

function answer(question: Question): unknown {
  const { bills, receipts, shifts } = ledger;
  switch (question.do) {
    case 'open':
      return bills.open({ tableId: question.tableId, guests: null }, waiter);
    case 'add':
      return bills.addLine(question.billId, { lineId: question.lineId, itemId: question.itemId }, waiter);
    case 'order':
      return bills.order(question.billId, waiter);
    case 'void':
      return bills.voidLine(question.billId, question.lineId, { quantity: 1000, reason: 'omyl' }, manager);
    case 'pay':
      return receipts.pay(question.billId, question.request, question.key, waiter);
    case 'reverse':
      return receipts.reverse(question.receiptId, { reason: 'reklamace' }, question.key, manager);
    case 'open-shift':
      return shifts.open({ float_haler: 1_000_000 }, waiter);
    case 'close':
      return shifts.close(
        { counted_haler: question.counted_haler, countedForeign: {} },
        question.key,
        manager,
      );
    case 'cash':
      // The reason tells slips of one minute apart on the paper.
      return shifts.cash(
        { amount_haler: question.amount_haler, reason: question.key },
        question.key,
        manager,
      );
  }
}

process.on('message', (message: { id: number; question: Question | { do: 'drain' } }) => {
  const { id, question } = message;
  if (question.do === 'drain') {
    const done = () => {
      if (waiting() > 0) return;
      stop();
      tell({ kind: 'answer', id, result: null });
    };
    const stop = events.listen(done);
    done();
    return;
  }
  try {
    deed = question.do;
    const result = answer(question);
    pass(`${deed}/committed` as Deadly);
    tell({ kind: 'answer', id, result });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    tell({ kind: 'refusal', id, code: error.code });
  } finally {
    deed = undefined;
  }
});
// Whoever drives this is gone: nothing is left behind.
process.on('disconnect', () => process.exit(0));
tell({ kind: 'ready', claimed });

/** Dies, if it is to, when all of a deed is written and nothing committed. */
function watched(store: Store): Store {
  return {
    ...store,
    transaction(run) {
      const outermost = !store.db.inTransaction;
      return store.transaction(() => {
        const result = run();
        if (outermost && deed !== undefined) pass(`${deed}/written` as Deadly);
        return result;
      });
    },
  };
}

/** The defect that the kill test has to find: several requests share one commit, which comes after the answers. */
function answeringBeforeCommit(store: Store): Store {
  return {
    ...store,
    transaction(run) {
      if (!store.db.inTransaction) {
        store.db.exec('BEGIN IMMEDIATE');
        setTimeout(() => store.db.exec('COMMIT'), 15);
      }
      return run();
    },
    afterCommit: (run) => queueMicrotask(run),
  };
}
