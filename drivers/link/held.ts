import type { Clock } from '../clock.ts';
import type { Words } from '../words.ts';
import { type Dial, type Link, LinkFault, linkOver } from './link.ts';

/** Presence of a device that cannot be asked: `up` means that its port is open. `reason`: whole sentences. */
export type HeldStatus = { readonly state: 'up' } | { readonly state: 'down'; readonly reason: Words };

/** Waits between attempts; the last one repeats. */
const backoff_ms = [1_000, 2_000, 5_000, 10_000, 30_000] as const;
const open_timeout_ms = 5_000;
/** A link that lived this long was a working one: the next attempt starts from the shortest wait again. */
const healthy_ms = 5_000;

export interface HeldLinkOptions {
  readonly dial: Dial;
  readonly clock: Clock;
  /** A new link stands; nothing has been written to it yet. */
  readonly onUp?: () => void;
  readonly onData?: (bytes: Uint8Array) => void;
  /** Called on change only, never twice with the same state and reason. */
  readonly onStatus?: (status: HeldStatus) => void;
}

export interface HeldLink {
  start(): void;
  /** Ends the connection and the attempts; bounded by Link.close(). */
  stop(): Promise<void>;
  /**
   * Writes to the link that stands now, after the writes begun before. Rejects with a LinkFault when there is
   * none, or when it falls before the turn of these bytes: they never come out of a later link.
   */
  write(bytes: Uint8Array): Promise<void>;
  readonly status: HeldStatus;
}

interface Session {
  readonly link: Link;
  readonly since_ms: number;
  open: boolean;
  tail: Promise<unknown>;
}

/** Keeps one connection to a device open, dialling again after it falls. One object per connection. */
export function holdLink({ dial, clock, onUp, onData, onStatus }: HeldLinkOptions): HeldLink {
  let running: AbortController | undefined;
  let session: Session | undefined;
  let attempt = 0;
  let cancelRetry = () => {};
  let status: HeldStatus = {
    state: 'down',
    reason: { cs: 'Spojení se ještě nenavázalo.', en: 'Not connected yet.' },
  };

  const report = (next: HeldStatus) => {
    const same =
      next.state === 'up'
        ? status.state === 'up'
        : status.state === 'down' && status.reason.cs === next.reason.cs;
    status = next;
    if (!same) onStatus?.(next);
  };

  const retry = (run: AbortController) => {
    const wait_ms = backoff_ms[Math.min(attempt, backoff_ms.length - 1)] ?? 30_000;
    attempt += 1;
    cancelRetry = clock.after(wait_ms, () => void connect(run));
  };

  async function connect(run: AbortController): Promise<void> {
    const limit = new AbortController();
    const cancelLimit = clock.after(open_timeout_ms, () => limit.abort());
    let link: Link;
    try {
      link = await dial.open(AbortSignal.any([run.signal, limit.signal]));
    } catch (error) {
      cancelLimit();
      if (run.signal.aborted) return;
      // Anything but a LinkFault is a bug in the transport and must not look like an unplugged device.
      if (!(error instanceof LinkFault)) throw error;
      report({ state: 'down', reason: error.words });
      retry(run);
      return;
    }
    cancelLimit();
    if (run.signal.aborted) {
      await link.close();
      return;
    }
    const mine: Session = { link, since_ms: clock.now(), open: true, tail: Promise.resolve() };
    session = mine;
    link.onData((bytes) => {
      if (mine.open) onData?.(bytes);
    });
    link.onClose((reason) => {
      mine.open = false;
      if (session === mine) session = undefined;
      if (run.signal.aborted) return;
      if (clock.now() - mine.since_ms >= healthy_ms) attempt = 0;
      report({ state: 'down', reason: reason ?? { cs: 'Spojení skončilo.', en: 'The connection ended.' } });
      retry(run);
    });
    report({ state: 'up' });
    onUp?.();
  }

  return {
    start() {
      if (running) return;
      running = new AbortController();
      attempt = 0;
      void connect(running);
    },
    async stop() {
      running?.abort();
      running = undefined;
      cancelRetry();
      const last = session;
      session = undefined;
      if (last) {
        last.open = false;
        await last.link.close();
      }
      report({ state: 'down', reason: { cs: 'Ovladač je zastavený.', en: 'The driver is stopped.' } });
    },
    write(bytes) {
      const mine = session;
      if (!mine)
        return Promise.reject(status.state === 'down' ? new LinkFault('closed', status.reason) : linkOver());
      const turn = mine.tail.then(() => {
        if (!mine.open)
          throw new LinkFault('closed', { cs: 'Spojení se přerušilo.', en: 'The connection broke.' });
        return mine.link.write(bytes);
      });
      mine.tail = turn.catch(() => {});
      return turn;
    },
    get status() {
      return status;
    },
  };
}
