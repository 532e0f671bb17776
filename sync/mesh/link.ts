import type { Caller } from './certificate.ts';
import { type Dial, dial } from './dial.ts';
import type { LinkFault, MeshOptions } from './mesh.ts';
import { openSession, type Session } from './session.ts';
import { topicsOf } from './topics.ts';

/** Our connection to the broker of one sibling: it calls until somebody answers, and again when it breaks. */
export interface Link {
  start(): void;
  stop(): void;
  /** To the front of the list when `first`. */
  know(addresses: readonly string[], first: boolean): void;
  addresses(): readonly string[];
  /** It is alive, it has just come to us: no need to wait for the next attempt. */
  nudge(): void;
  /** Cuts the connection when its certificate is not admitted any more. */
  recheck(): void;
  /** Subscribed at their broker. */
  hears(): boolean;
  /** Null until an attempt has ended badly, and while it hears. */
  fault(): LinkFault | null;
  address(): string | null;
  roundTrip_ms(): number | null;
}

export interface LinkOptions
  extends Pick<MeshOptions, 'time' | 'registerId' | 'storeId' | 'identity' | 'admits'> {
  readonly mqtt: typeof import('mqtt');
  readonly sibling: string;
  /** Where siblings find us, said to their broker as the user's name. */
  readonly ownPort: () => number | null;
  /** When bytes of the sibling last came to our own broker, by `time.now()`; minus infinity when never. */
  readonly heardAtOurs: () => number;
  readonly about: (text: string, retained: boolean) => void;
  readonly message: (text: string) => void;
  readonly changed: () => void;
}

const RETRY_MS = 1000;
const JITTER_MS = 300;
const PING_MS = 700;
const SILENCE_MS = 1950;
const ADDRESSES_MAX = 8;

export function createLink(options: LinkOptions): Link {
  const { time, registerId, sibling, admits, changed } = options;
  const topics = topicsOf(options.storeId);
  const aboutTopic = topics.about(sibling);
  const toUs = topics.to(sibling, registerId);
  let addresses: readonly string[] = [];
  let running = false;
  let calling: Dial | undefined;
  let waiting: (() => void) | undefined;
  let session: Session | undefined;
  let caller: Caller | undefined;
  let hears = false;
  let fault: LinkFault | null = null;
  let address: string | null = null;
  let attempts = 0;

  async function call(): Promise<void> {
    if (!running || calling || session) return;
    waiting?.();
    waiting = undefined;
    if (addresses.length === 0) return lost('no-address');
    if (fault === 'no-address') {
      fault = null;
      changed();
    }
    attempts++;
    const mine = dial(options, sibling, addresses);
    calling = mine;
    const answer = await mine.answer;
    if (calling !== mine) {
      if (answer.ok) answer.socket.destroy();
      return;
    }
    calling = undefined;
    address = answer.address;
    if (!answer.ok) return lost(answer.fault);
    caller = answer.caller;
    const port = options.ownPort();
    session = openSession(options.mqtt, {
      time,
      socket: answer.socket,
      clientId: registerId,
      ...(port === null ? {} : { username: String(port) }),
      topics: [aboutTopic, toUs],
      ping_ms: PING_MS,
      silence_ms: SILENCE_MS,
      // Of two registers one asks, and the answer tells it what the question tells the other.
      ...(registerId < sibling ? {} : { heardBeside: options.heardAtOurs }),
      ready() {
        hears = true;
        fault = null;
        addresses = [answer.address, ...addresses.filter((one) => one !== answer.address)];
        changed();
      },
      message(topic, payload, retained) {
        if (topic === aboutTopic) options.about(payload.toString(), retained);
        else if (topic === toUs) options.message(payload.toString());
      },
      ended: lost,
    });
  }

  function lost(why: LinkFault): void {
    hears = false;
    session = undefined;
    caller = undefined;
    fault = why;
    if (running && why !== 'no-address') wait();
    changed();
  }

  function wait(): void {
    waiting?.();
    // Registers that lost each other at the same moment should not all come back at the same moment.
    const jitter = scatter(`${registerId} ${sibling} ${attempts}`) % JITTER_MS;
    waiting = time.after(RETRY_MS + jitter, () => void call());
  }

  return {
    start() {
      running = true;
      void call();
    },
    stop() {
      running = false;
      waiting?.();
      waiting = undefined;
      const [wasCalling, wasSession] = [calling, session];
      calling = undefined;
      session = undefined;
      hears = false;
      wasCalling?.cancel();
      wasSession?.close();
    },
    know(more, first) {
      const fresh = more.filter((one) => !addresses.includes(one));
      const all = first ? [...more, ...addresses] : [...addresses, ...fresh];
      addresses = [...new Set(all)].slice(0, ADDRESSES_MAX);
      if (running && fresh.length > 0 && !calling) void call();
    },
    addresses: () => addresses,
    nudge() {
      if (waiting) void call();
    },
    recheck() {
      if (session && caller && !admits(caller)) {
        session.close();
        lost('not-admitted');
      }
    },
    hears: () => hears,
    fault: () => fault,
    address: () => address ?? addresses[0] ?? null,
    roundTrip_ms: () => session?.roundTrip_ms() ?? null,
  };
}

/** FNV-1a: an even spread, and the same one in every run. */
function scatter(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
