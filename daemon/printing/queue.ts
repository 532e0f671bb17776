import type { BaseLogger } from 'pino';
import { type Document, type Encoded, type Outcome, type Paper, readPaper } from '../../drivers/index.ts';
import type { Events } from '../events.ts';
import type { HealthPart, PrintJobView } from '../http/contract.ts';

import { Refusal } from '../refusal.ts';
import type { Store } from '../store/store.ts';
import type { World } from '../world.ts';
import type { CashPaper } from './cash-document.ts';
import { printerHealth } from './health.ts';
import type { Order, PrintingIntake } from './intake.ts';
import { type Decision, decisionsFor, type JobEvent } from './job.ts';
import { createJobs, type Job, type JobDraft } from './jobs.ts';
import { documentOf, type PaperSources, type Payload, titleOf } from './papers.ts';
import { able, printerFor, type QueuePrinter } from './printer.ts';
import type { ReportPaper } from './report-document.ts';

/** Waits between attempts while a printer takes nothing; the last one repeats for ever. */
const backoff_ms = [1_000, 2_000, 5_000, 10_000, 30_000] as const;
/** A disk that refuses to note what became of a job is asked again. */
const note_again_ms = 5_000;
/** After this many refusals by a printer that otherwise works, a job lets the others go first. */
const strikes_allowed = 3;
const set_aside_ms = 60_000;
/** Two jobs in a row without proof: the printer is not to be trusted with orders. */
const unknowns_allowed = 2;
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
  readonly sources: PaperSources;
  /** Names for a report, as they are at this moment. */
  readonly reportPaper: (kind: 'x' | 'z', body: Parameters<PrintingIntake['report']>[3]) => ReportPaper;
  /** How long a printer may be away before another one takes its orders; half a minute by default. */
  readonly standIn_ms?: number;
}

export interface PrintQueue extends PrintingIntake {
  /** Decides about what the last run left half sent, and begins to print. */
  start(): void;
  /** Ends after the jobs under way, or after two seconds: what was being sent is then unknown at the next start. */
  stop(): Promise<void>;
  /** Jobs of a receipt, an order or a shift, oldest first. */
  jobsOf(ref: string): PrintJobView[];
  /** Not finished ones and the last fifty others, newest first. */
  list(): PrintJobView[];
  decide(jobId: string, decision: Decision): PrintJobView;
  cash(paper: CashPaper): void;
  test(printerId: string, page: 'basic' | 'code-pages'): PrintJobView;
  /** Told by the devices whenever a printer's status changed. */
  printerChanged(printerId: string): void;
  /** The paper of the very bytes sent, or of those that would be (`preview`). */
  paperOf(receiptId: string): Paper & { readonly preview: boolean };
  health(): HealthPart[];
}

/** What is known of a printer while the register runs; none of it outlives a restart. */
interface Lane {
  readonly printer: QueuePrinter;
  sending: Promise<void> | undefined;
  failures: number;
  /** World.now() before which nothing is tried. */
  pausedUntil: number;
  cancelPause: () => void;
  wasAble: boolean;
  /** Since when it has been unable, by World.now(). */
  downSince: number | undefined;
  cancelDown: () => void;
  unknowns: number;
  readonly strikes: Map<string, { count: number; until: number }>;
}

/** The durable queue of each printer. A dead printer never blocks a sale, and a bad job never blocks the others. */
export function createPrintQueue(options: PrintQueueOptions): PrintQueue {
  const { store, world, events, log, printers, sources, standIn_ms = 30_000 } = options;
  const jobs = createJobs(store, world.wall_ms);
  let running = false;
  let waking = false;
  let cancelPrune = () => {};
  const lanes = new Map<string, Lane>(
    printers.map((printer) => [
      printer.id,
      {
        printer,
        sending: undefined,
        failures: 0,
        pausedUntil: 0,
        cancelPause: () => {},
        wasAble: false,
        downSince: undefined,
        cancelDown: () => {},
        unknowns: 0,
        strikes: new Map(),
      },
    ]),
  );

  // ---- taking jobs in

  function add(draft: Omit<JobDraft, 'id' | 'createdAt'>): Job {
    const job = jobs.add({ ...draft, id: world.uuid(), createdAt: options.now() });
    store.afterCommit(() => tell(job));
    return job;
  }

  /** Reports and copies that a person asked for are refused aloud; a sale goes on without a printer. */
  function mustHave(route: string, wanted: boolean): QueuePrinter | undefined {
    const printer = printerFor(printers, route);
    if (!printer && wanted) {
      throw new Refusal(
        409,
        'no-printer',
        'Není nastavená žádná tiskárna účtenek, takže se nic nevytisklo. Prodávat jde dál.',
        'Přidejte tiskárnu do nastavení pokladny.',
      );
    }
    return printer;
  }

  function order(order: Order): void {
    const printer = printerFor(printers, order.route);
    const payload: Payload = { what: 'order', order };
    add({
      kind: 'order',
      ref: order.id,
      payload,
      printer: printer?.id ?? order.route,
      copy: false,
      ...(printer
        ? {}
        : {
            parked: {
              reason: `Pro „${order.route}“ není nastavená žádná tiskárna, objednávka se nevytiskla.`,
              hint: 'Řekněte ji kuchyni ústně a přidejte tiskárnu do nastavení.',
            },
          }),
    });
  }

  // ---- sending

  /** On the next turn: whoever has just committed a sale answers the screen first. */
  function wake(): void {
    if (!running || waking) return;
    waking = true;
    world.after(0, () => {
      waking = false;
      look();
    });
  }

  function look(): void {
    if (!running) return;
    for (const lane of lanes.values()) {
      reroute(lane);
      pump(lane);
    }
  }

  function pump(lane: Lane): void {
    if (!running || lane.sending || world.now() < lane.pausedUntil) return;
    const job = pick(lane);
    if (!job) return;
    lane.sending = send(lane, job)
      .catch((error: unknown) => {
        // A fault of printing must not take the till down; what was being sent stays `sending` until a restart.
        log.error({ err: error, printer: lane.printer.id, job: job.id }, 'printing stopped for a while');
        pause(lane, 30_000);
      })
      .then(() => {
        lane.sending = undefined;
        pump(lane);
      });
  }

  /** The oldest one, unless it has been refused again and again by a printer that works. */
  function pick(lane: Lane): Job | undefined {
    const now = world.now();
    return jobs.waiting(lane.printer.id).find((job) => {
      const strikes = lane.strikes.get(job.id);
      return !strikes || strikes.until <= now;
    });
  }

  async function send(lane: Lane, job: Job): Promise<void> {
    const { printer } = lane;
    let encoded: Encoded;
    try {
      encoded = encode(job, printer);
    } catch (error) {
      log.error({ err: error, job: job.id }, 'a print job cannot be made');
      note(job, {
        kind: 'unprintable',
        reason: `${titleOf(job, sources)} se nedá vytisknout, ostatní tisky pokračují.`,
        hint: 'Zrušte tento tisk a nahlaste to správci pokladny.',
      });
      return;
    }
    const sending = store.transaction(() => {
      const next = jobs.apply(job, { kind: 'sending' });
      if (next) {
        const sent = { bytes: encoded.bytes, size: printer.size };
        jobs.keepBytes(next, sent, substitutionsText(encoded));
      }
      return next;
    });
    // Cancelled or moved between picking and now.
    if (!sending) return;
    tell(sending);
    const outcome = await printer.print(encoded.bytes);
    await noteOutcome(lane, sending, outcome);
  }

  function encode(job: Job, printer: QueuePrinter): Encoded {
    if ((job.payload as Payload).what === 'code-pages') return printer.codePages();
    return printer.encode(documentFor(job, printer));
  }

  function documentFor(
    job: Pick<Job, 'ref' | 'payload' | 'copy' | 'meantFor'>,
    printer: QueuePrinter,
  ): Document {
    const insteadOf = job.meantFor === null ? null : (lanes.get(job.meantFor)?.printer.name ?? job.meantFor);
    const { columns, codePage } = printer;
    return documentOf(job, { columns, codePage, copy: job.copy, insteadOf }, sources);
  }

  /** What the printer said must not be lost to a full disk: it is written down again and again. */
  async function noteOutcome(lane: Lane, job: Job, outcome: Outcome): Promise<void> {
    for (;;) {
      try {
        store.transaction(() => {
          jobs.apply(job, { kind: 'outcome', outcome, once: job.kind === 'test' });
          if (outcome.state === 'failed') jobs.forgetBytes(job);
        });
        break;
      } catch (error) {
        if (!(error instanceof Refusal) || !running) throw error;
        log.warn({ job: job.id, code: error.code }, 'the outcome of a print job cannot be written yet');
        await new Promise<void>((resolve) => world.after(note_again_ms, resolve));
      }
    }
    learn(lane, job, outcome);
    const after = jobs.get(job.id);
    if (after) tell(after);
  }

  function learn(lane: Lane, job: Job, outcome: Outcome): void {
    if (outcome.state === 'failed') {
      const works = able(lane.printer.status());
      if (works) strike(lane, job);
      else wentDown(lane);
      pause(lane, backoff_ms[Math.min(lane.failures, backoff_ms.length - 1)] ?? 30_000);
      lane.failures += 1;
      return;
    }
    lane.failures = 0;
    lane.strikes.delete(job.id);
    if (outcome.state === 'printed') {
      lane.unknowns = 0;
      cameUp(lane);
      return;
    }
    lane.unknowns += 1;
    if (lane.unknowns >= unknowns_allowed) {
      log.warn({ printer: lane.printer.id }, 'no proof of two jobs in a row; orders go to the stand-in');
      reroute(lane);
    }
  }

  function strike(lane: Lane, job: Job): void {
    const count = (lane.strikes.get(job.id)?.count ?? 0) + 1;
    const aside = count >= strikes_allowed;
    lane.strikes.set(job.id, { count, until: aside ? world.now() + set_aside_ms : 0 });
    if (aside) world.after(set_aside_ms, () => pump(lane));
  }

  function pause(lane: Lane, delay_ms: number): void {
    lane.cancelPause();
    lane.pausedUntil = world.now() + delay_ms;
    lane.cancelPause = world.after(delay_ms, () => {
      lane.pausedUntil = 0;
      pump(lane);
    });
  }

  // ---- printers that come and go, and those that stand in

  function wentDown(lane: Lane): void {
    if (lane.downSince !== undefined) return;
    lane.downSince = world.now();
    lane.cancelDown = world.after(standIn_ms, () => {
      reroute(lane);
    });
  }

  function cameUp(lane: Lane): void {
    lane.downSince = undefined;
    lane.cancelDown();
  }

  /** Its orders had better go elsewhere. */
  function out(lane: Lane): boolean {
    const away = lane.downSince !== undefined && world.now() - lane.downSince >= standIn_ms;
    return away || lane.unknowns >= unknowns_allowed;
  }

  function reroute(lane: Lane): void {
    if (!running || !out(lane)) return;
    const moved = store.transaction(() =>
      jobs
        .waiting(lane.printer.id)
        .filter((job) => job.kind === 'order')
        .flatMap((job) => {
          const target = standInFor(lane, job);
          if (!target) return [];
          const meantFor = job.meantFor ?? lane.printer.id;
          const next = jobs.move(job, target.printer.id, target.printer.id === meantFor ? null : meantFor);
          return next ? [{ next, target }] : [];
        }),
    );
    for (const { next, target } of moved) {
      tell(next);
      pump(target);
    }
  }

  /** Where it was meant to go, if that is up again; else the stand-in, if it can print. */
  function standInFor(lane: Lane, job: Job): Lane | undefined {
    return [job.meantFor, lane.printer.standIn]
      .map((id) => (id === null ? undefined : lanes.get(id)))
      .find((target) => target && target !== lane && !out(target) && able(target.printer.status()));
  }

  function printerChanged(printerId: string): void {
    const lane = lanes.get(printerId);
    if (!lane || !running) return;
    const isAble = able(lane.printer.status());
    if (isAble && !lane.wasAble) {
      lane.unknowns = 0;
      lane.failures = 0;
      lane.strikes.clear();
      lane.cancelPause();
      lane.pausedUntil = 0;
      cameUp(lane);
      pump(lane);
      // It may be the stand-in that others have been waiting for.
      for (const other of lanes.values()) if (other !== lane) reroute(other);
    } else if (!isAble) wentDown(lane);
    lane.wasAble = isAble;
  }

  // ---- people and restarts

  function note(job: Job, event: JobEvent): Job | undefined {
    const next = store.transaction(() => jobs.apply(job, event));
    if (next) tell(next);
    return next;
  }

  function decide(jobId: string, decision: Decision): PrintJobView {
    const job = jobs.get(jobId);
    if (!job) {
      throw new Refusal(404, 'job-unknown', 'Tento tisk už v paměti pokladny není.', 'Načtěte seznam znovu.');
    }
    if (!decisionsFor(job).includes(decision)) {
      throw new Refusal(
        409,
        'job-state',
        'S tímto tiskem se mezitím něco stalo, takže se nic nezměnilo.',
        'Podívejte se na jeho nový stav a rozhodněte znovu.',
      );
    }
    const next = note(job, { kind: 'decided', decision }) ?? job;
    const lane = lanes.get(job.printer);
    if (lane) {
      // Whoever decides stands at the printer.
      if (job.state === 'unknown') lane.unknowns = 0;
      lane.strikes.delete(job.id);
      if (decision === 'retry' || decision === 'reprint') {
        lane.pausedUntil = 0;
        lane.cancelPause();
      }
      wake();
    }
    return view(next);
  }

  function settleLastRun(): void {
    store.transaction(() => {
      for (const job of jobs.unfinished()) {
        const now = jobs.apply(job, { kind: 'boot' }) ?? job;
        if (lanes.has(now.printer)) continue;
        // The configuration no longer has its printer.
        const route = now.kind === 'order' ? (now.payload as { order: Order }).order.route : now.kind;
        const target = printerFor(printers, route);
        if (target) jobs.move(now, target.id, null);
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

  // ---- showing

  function view(job: Job): PrintJobView {
    return {
      id: job.id,
      printerId: job.printer,
      printerName: lanes.get(job.printer)?.printer.name ?? job.printer,
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
      const printer = mustHave('receipt', copy);
      const payload: Payload = { what: 'receipt' };
      if (printer) add({ kind: 'receipt', ref: receiptId, payload, printer: printer.id, copy });
    },
    order,
    report(shiftId, kind, copy, body) {
      const printer = mustHave('report', copy || kind === 'x');
      const payload: Payload = { what: 'report', paper: options.reportPaper(kind, body) };
      if (printer) add({ kind: 'report', ref: shiftId, payload, printer: printer.id, copy });
    },
    cash(paper) {
      const printer = printerFor(printers, 'report');
      const payload: Payload = { what: 'cash', paper };
      if (printer) add({ kind: 'report', ref: paper.movement.id, payload, printer: printer.id, copy: false });
    },
    test(printerId, page) {
      const printer = lanes.get(printerId)?.printer;
      if (!printer) {
        throw new Refusal(404, 'device-unknown', 'Takovou tiskárnu pokladna nemá.', 'Načtěte seznam znovu.');
      }
      const payload: Payload =
        page === 'code-pages'
          ? { what: 'code-pages' }
          : {
              what: 'test',
              paper: {
                printer: printer.name,
                url: printer.url,
                model: printer.model,
                at: options.now(),
              },
            };
      const draft = { kind: 'test', ref: printerId, payload, printer: printerId, copy: false } as const;
      const job = store.transaction(() => add(draft));
      wake();
      return view(jobs.get(job.id) ?? job);
    },
    wake,
    start() {
      if (running) return;
      settleLastRun();
      running = true;
      for (const lane of lanes.values()) {
        lane.wasAble = able(lane.printer.status());
        if (!lane.wasAble) wentDown(lane);
      }
      prune();
      wake();
    },
    async stop() {
      running = false;
      cancelPrune();
      for (const lane of lanes.values()) {
        lane.cancelPause();
        lane.cancelDown();
      }
      const sending = [...lanes.values()].flatMap((lane) => lane.sending ?? []);
      const limit = new Promise<void>((resolve) => world.after(2_000, resolve));
      await Promise.race([Promise.all(sending), limit]);
    },
    jobsOf: (ref) => jobs.of(ref).map(view),
    list: () => jobs.recent(50).map(view),
    decide,
    printerChanged,
    paperOf(receiptId) {
      const sent = jobs.sent(receiptId);
      if (sent) return { ...readPaper(sent.bytes, sent.size), preview: false };
      const printer = printerFor(printers, 'receipt') ?? printers[0];
      if (!printer) {
        throw new Refusal(
          409,
          'no-printer',
          'Není nastavená žádná tiskárna, není na čem papír ukázat.',
          'Přidejte tiskárnu do nastavení pokladny.',
        );
      }
      const payload: Payload = { what: 'receipt' };
      const document = documentFor({ ref: receiptId, payload, copy: false, meantFor: null }, printer);
      return { ...readPaper(printer.encode(document).bytes, printer.size), preview: true };
    },
    health: () =>
      [...lanes.values()].map((lane) =>
        printerHealth(lane.printer, jobs.counts(lane.printer.id), lane.unknowns >= unknowns_allowed),
      ),
  };
}

/** `Znak „ł“ vytištěn jako „l“.` */
function substitutionsText({ substitutions }: Encoded): string | null {
  if (substitutions.length === 0) return null;
  const parts = substitutions
    .slice(0, 5)
    .map(({ char, printed }) =>
      printed === '' ? `„${char}“ vynechán` : `„${char}“ vytištěn jako „${printed}“`,
    );
  return `${substitutions.length === 1 ? 'Znak' : 'Znaky'} ${parts.join(', ')}.`;
}
