import type { Words } from '../words.ts';

/**
 * A byte pipe to one device: TCP, /dev/usb/lpN, a serial port, or a twin in this process.
 * One object per connection. It is never re-opened: a device that comes back is a new link, so nothing that
 * was waiting for the old one can come out of the new one.
 */
export interface Link {
  /**
   * Writes all of `bytes`, or rejects with LinkClosed. Resolving means "handed over", never "printed".
   * Writes do not overlap: callers await one before the next.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Whatever the device says, in the order it came. Set once, before the first turn of the event loop. */
  onData(listen: (bytes: Uint8Array) => void): void;
  /** Called once, however the link ended. `reason` is undefined when we closed it ourselves. */
  onClose(listen: (reason: Words | undefined) => void): void;
  /** Lets bytes already handed over drain (bounded by two seconds), then closes. */
  close(): Promise<void>;
  /** How many bytes have surely been taken from us: 0 means that a job may be sent again. */
  readonly written: number;
}

/** How a link is made: remembers the address, touches nothing until it is called. */
export interface Dial {
  /** As the configuration has it, for people: `tcp://10.0.0.5:9100`. */
  readonly url: string;
  /** Resolves with an open link or rejects with a LinkFault; gives up when `signal` aborts. */
  open(signal: AbortSignal): Promise<Link>;
}

/** Why a device cannot be reached: whole sentences that say what to do, for people who know which device. */
export class LinkFault extends Error {
  /** `address`: the URL itself is wrong and no waiting will mend it. */
  readonly code: 'address' | 'unreachable' | 'busy' | 'denied' | 'missing' | 'closed';
  readonly words: Words;
  constructor(code: LinkFault['code'], words: Words, options?: ErrorOptions) {
    super(words.cs, options);
    this.name = 'LinkFault';
    this.code = code;
    this.words = words;
  }
}

/** Somebody wrote to a link that is over. */
export const linkOver = () =>
  new LinkFault('closed', { cs: 'Spojení je přerušené.', en: 'The connection is broken.' });

export const brokenWrite = (options?: ErrorOptions) =>
  new LinkFault(
    'closed',
    { cs: 'Spojení se přerušilo při zápisu.', en: 'The connection broke while sending.' },
    options,
  );

export const dialCancelled = () =>
  new LinkFault('unreachable', { cs: 'Připojování bylo zrušeno.', en: 'Connecting was given up.' });
