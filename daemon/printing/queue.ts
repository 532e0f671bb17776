import type { BaseLogger } from 'pino';
import type { CashMovement } from '../../domain/index.ts';
import { type Document, readPaper } from '../../drivers/index.ts';
import type { ReportPaper } from '../../paper/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Events } from '../events.ts';
import type { Fiscal } from '../fiscal/fiscal.ts';
import type { HealthPart, PaperView, PrintJobView } from '../http/contract.ts';
import type { Store } from '../store/store.ts';
import type { CashPaper } from './cash-document.ts';
import { createDispatcher } from './dispatcher.ts';
import { printerHealth } from './health.ts';
import type { Order, PrintingIntake } from './intake.ts';
import { type Decision, decisionsFor, isWaiting } from './job.ts';
import { createJobs, type Job, type JobDraft } from './jobs.ts';
import { documentOf, type PaperSources, type Payload, titleOf } from './papers.ts';
import { printerFor, type QueuePrinter } from './printer.ts';

const keep_ms = 90 * 24 * 3_600_000;
const prune_every_ms = 3_600_000;
const prune_batch = 500;

export interface PrintQueueOptions {
  readonly store: Pick<Store, 'db' | 'transaction' | 'afterCommit'>;
  readonly world: World;
  readonly events: Pick<Events, 'emit'>;
  readonly log: BaseLogger;
  readonly printers: readonly QueuePrinter[];
  /** Local time now, RFC 3339. */
  readonly now: () => string;
  readonly sources: PaperSources & { readonly fiscal: Pick<Fiscal, 'holds'> };
  /** Names for a report, as they are at this moment. */
  readonly reportPaper: (kind: 'x' | 'z', body: Parameters<PrintingIntake['report']>[3]) => ReportPaper;
  readonly cashPaper: (movement: CashMovement) => CashPaper;
  /** How long a printer may be away before another one takes its orders; half a minute by default. */
  readonly standIn_ms?: number;
}

export interface PrintQueue extends PrintingIntake {
  /** Decides about what the last run left half sent, and begins to print. */
  start(): void;
  /** Ends after the jobs under way, or after two seconds: what was being sent is then unknown at the next start. */
  stop(): Promise<void>;
  /** Jobs of a receipt, an order, a shift or a bill, oldest first. */
  jobsOf(ref: string): PrintJobView[];
  /** Not finished ones and the last fifty others, newest first. */
  list(): PrintJobView[];
  decide(jobId: string, decision: Decision): PrintJobView;
  test(printerId: string, page: 'basic' | 'code-pages'): PrintJobView;
  /** Told by the devices whenever a printer's status changed. */
  printerChanged(printerId: string): void;
  /** The paper of the very bytes that were printed first, or of those that would be (`preview`). */
  paperOf(receiptId: string): PaperView;
  health(): HealthPart[];
}

/** The durable queue of each printer. A dead printer never blocks a sale, and a bad job never blocks the others. */
export function createPrintQueue(options: PrintQueueOptions): PrintQueue {
  const { store, world, events, log, printers, sources } = options;
  const jobs = createJobs(store, world.wall_ms);
  const dispatcher = createDispatcher({
    jobs,
    store,
    world,
    log,
    printers,
    encode: (job, printer) =>
      (job.payload as Payload).what === 'code-pages'
        ? printer.codePages()
        : printer.encode(documentFor(job, printer)),
    tell,
    unprintable: (job) => ({
      reason: {
        cs: `${titleOf(job, sources).cs} se nedá vytisknout, ostatní tisky pokračují.`,
        en: `${titleOf(job, sources).en} cannot be printed; other prints go on.`,
      },
      hint: {
        cs: 'Zrušte tento tisk a nahlaste to správci pokladny.',
        en: 'Cancel this print and tell whoever looks after the register.',
      },
    }),
    standIn_ms: options.standIn_ms ?? 30_000,
    holds: (job) => job.kind === 'receipt' && sources.fiscal.holds(job.ref),
  });
  let cancelPrune = () => {};

  const printerOf = (id: string) => printers.find((printer) => printer.id === id);
  const nameOf = (id: string) => printerOf(id)?.name ?? id;

  function documentFor(
    job: Pick<Job, 'ref' | 'payload' | 'copy' | 'meantFor'>,
    { columns, codePage, dots, qr }: QueuePrinter,
  ): Document {
    const insteadOf = job.meantFor === null ? null : nameOf(job.meantFor);
    return documentOf(job, { columns, codePage, dots, qr, copy: job.copy, insteadOf }, sources);
  }

  function add(draft: Omit<JobDraft, 'id' | 'createdAt'>): Job {
    const job = jobs.add({ ...draft, id: world.uuid(), createdAt: options.now() });
    store.afterCommit(() => tell(job));
    return job;
  }

  /** Where a job goes that has no printer of its own any more. */
  function newHome(job: Job): QueuePrinter | undefined {
    const payload = job.payload as Payload;
    const route = payload.what === 'order' ? payload.order.route : job.kind;
    return printerFor(printers, route === 'bill' ? 'receipt' : route);
  }

  function settleLastRun(): void {
    store.transaction(() => {
      for (const job of jobs.unfinished()) {
        const now = jobs.apply(job, { kind: 'boot' }) ?? job;
        // Whoever asked for a test page has long gone.
        if (job.kind === 'test' && isWaiting(job)) jobs.apply(job, { kind: 'decided', decision: 'cancel' });
        else if (!printerOf(now.printer)) {
          // The configuration no longer has its printer.
          const home = newHome(now);
          if (home) jobs.move(now, home.id, null);
        }
      }
    });
  }

  function prune(): void {
    try {
      const count = store.transaction(() => jobs.prune(world.wall_ms() - keep_ms, prune_batch));
      if (count > 0) log.info({ count }, 'old print jobs deleted');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      log.warn({ code: error.code }, 'old print jobs cannot be deleted now');
    }
    cancelPrune = world.after(prune_every_ms, prune);
  }

  function view(job: Job): PrintJobView {
    return {
      id: job.id,
      printerId: job.printer,
      printerName: nameOf(job.printer),
      kind: job.kind,
      title: titleOf(job, sources),
      copy: job.copy,
      state: job.state,
      proof: job.proof,
      attempts: job.attempts,
      reason: job.reason ?? job.substituted,
      hint: job.hint,
      createdAt: job.createdAt,
      insteadOf: job.meantFor,
    };
  }

  function tell(job: Job): void {
    events.emit({ kind: 'job', job: view(jobs.get(job.id) ?? job) });
  }

  return {
    receipt(receiptId, copy) {
      const printer = printerFor(printers, 'receipt');
      // A copy was asked for by a person, who has to be told; a sale goes on without a printer.
      if (!printer && copy) throw noPrinter();
      const payload: Payload = { what: 'receipt' };
      if (printer) add({ kind: 'receipt', ref: receiptId, payload, printer: printer.id, copy });
    },
    order(order) {
      const printer = printerFor(printers, order.route);
      add({
        kind: 'order',
        ref: order.id,
        payload: { what: 'order', order } satisfies Payload,
        printer: printer?.id ?? order.route,
        copy: false,
        ...(!printer && { parked: nowhere(order) }),
      });
    },
    bill(paper) {
      const printer = printerFor(printers, 'receipt');
      if (!printer) throw noPrinter();
      const payload: Payload = { what: 'bill', paper };
      add({ kind: 'bill', ref: paper.billId, payload, printer: printer.id, copy: false });
    },
    report(shiftId, kind, copy, body) {
      const printer = printerFor(printers, 'report');
      if (!printer && (copy || kind === 'x')) throw noPrinter();
      const payload: Payload = { what: 'report', paper: options.reportPaper(kind, body) };
      if (printer) add({ kind: 'report', ref: shiftId, payload, printer: printer.id, copy });
    },
    cash(movement) {
      const printer = printerFor(printers, 'report');
      const payload: Payload = { what: 'cash', paper: options.cashPaper(movement) };
      if (printer) add({ kind: 'report', ref: movement.id, payload, printer: printer.id, copy: false });
    },
    test(printerId, page) {
      const printer = printerOf(printerId);
      if (!printer) {
        throw new Refusal(
          404,
          'device-unknown',
          { cs: 'Takovou tiskárnu pokladna nemá.', en: 'The register has no such printer.' },
          { cs: 'Načtěte seznam znovu.', en: 'Load the list again.' },
        );
      }
      const { name, url, model } = printer;
      const payload: Payload =
        page === 'code-pages'
          ? { what: 'code-pages' }
          : { what: 'test', paper: { printer: name, url, model, at: options.now() } };
      const draft = { kind: 'test', ref: printerId, payload, printer: printerId, copy: false } as const;
      const job = store.transaction(() => add(draft));
      dispatcher.wake();
      return view(job);
    },
    wake: dispatcher.wake,
    start() {
      settleLastRun();
      prune();
      dispatcher.start();
    },
    async stop() {
      cancelPrune();
      await dispatcher.stop();
    },
    jobsOf: (ref) => jobs.of(ref).map(view),
    list: () => jobs.recent(50).map(view),
    decide(jobId, decision) {
      const job = jobs.get(jobId);
      if (!job) {
        throw new Refusal(
          404,
          'job-unknown',
          { cs: 'Tento tisk už v paměti pokladny není.', en: 'The register no longer remembers this print.' },
          { cs: 'Načtěte seznam znovu.', en: 'Load the list again.' },
        );
      }
      if (!decisionsFor(job).includes(decision)) {
        throw new Refusal(
          409,
          'job-state',
          {
            cs: 'S tímto tiskem se mezitím něco stalo, takže se nic nezměnilo.',
            en: 'Something has happened to this print in the meantime, so nothing was changed.',
          },
          {
            cs: 'Podívejte se na jeho nový stav a rozhodněte znovu.',
            en: 'Look at its new state and decide again.',
          },
        );
      }
      const decided = store.transaction(() => {
        const next = jobs.apply(job, { kind: 'decided', decision }) ?? job;
        if (!isWaiting(next) || printerOf(next.printer)) return next;
        const home = newHome(next);
        if (!home) throw noPrinter();
        return jobs.move(next, home.id, null) ?? next;
      });
      tell(decided);
      dispatcher.personDecided(decided);
      dispatcher.wake();
      return view(decided);
    },
    printerChanged: dispatcher.printerChanged,
    paperOf(receiptId) {
      if (!sources.receipt(receiptId)) {
        throw new Refusal(
          404,
          'no-receipt',
          { cs: 'Taková účtenka tu není.', en: 'There is no such receipt here.' },
          { cs: 'Načtěte historii znovu.', en: 'Load the history again.' },
        );
      }
      const printed = jobs.printed(receiptId);
      if (printed) return { ...readPaper(printed.bytes, printed.size), preview: false };
      const printer = printerFor(printers, 'receipt') ?? printers[0];
      if (!printer) throw noPrinter();
      const payload: Payload = { what: 'receipt' };
      const document = documentFor({ ref: receiptId, payload, copy: false, meantFor: null }, printer);
      return { ...readPaper(printer.encode(document).bytes, printer.size), preview: true };
    },
    health: () =>
      printers.map((printer) =>
        printerHealth(printer, jobs.counts(printer.id), dispatcher.distrusted(printer.id)),
      ),
  };
}

function noPrinter(): Refusal {
  return new Refusal(
    409,
    'no-printer',
    {
      cs: 'Není nastavená žádná tiskárna účtenek, takže se nic nevytisklo. Prodávat jde dál.',
      en: 'No receipt printer is set up, so nothing was printed. Sales go on.',
    },
    {
      cs: 'Přidejte tiskárnu do nastavení pokladny.',
      en: 'Add a printer to the configuration of the register.',
    },
  );
}

function nowhere({ route }: Order): NonNullable<JobDraft['parked']> {
  return {
    reason: {
      cs: `Pro „${route}“ není nastavená žádná tiskárna, objednávka se nevytiskla.`,
      en: `No printer is set up for “${route}”; the order was not printed.`,
    },
    hint: {
      cs: 'Řekněte ji kuchyni ústně a přidejte tiskárnu do nastavení.',
      en: 'Tell the kitchen by word of mouth and add a printer to the configuration.',
    },
  };
}
