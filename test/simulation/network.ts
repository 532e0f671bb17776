import type { Parsed } from '../../sync/index.ts';
import type { Random } from './random.ts';

/** A message as it goes over the wire. Whoever is told the same words reads them once. */
export interface Words {
  readonly text: string;
  read: Parsed | undefined;
}

interface Packet {
  readonly at_ms: number;
  readonly from: number;
  readonly to: number;
  /** The origin it was sent to: the box behind it may be another one when it comes. */
  readonly origin: string;
  readonly words: Words;
}

/** A shop's network between boxes, each named by its index: it loses, doubles, delays and parts. */
export interface Network {
  send(from: number, to: number, origin: string, words: Words, now_ms: number): void;
  /** The next packet that has arrived by `now_ms`. */
  next(now_ms: number): Packet | undefined;
  /** Divides the boxes anew, and makes some links carry one way only. */
  part(boxes: number): void;
  reunite(): void;
  /** From now on nothing is lost, doubled or late. */
  mend(): void;
  readonly sent: number;
  readonly underWay: number;
}

/** Nothing arrives later than this after it was sent. */
export const DELAY_MAX_MS = 4_000;

export function createNetwork(random: Random): Network {
  let loss = random.next() * 0.3;
  let doubling = random.next() * 0.2;
  let late = random.next() * 0.2;
  let side: number[] = [];
  let deaf = new Set<string>();
  let sent = 0;
  /** The earliest stands last. */
  const packets: Packet[] = [];

  function put(packet: Packet): void {
    let [low, high] = [0, packets.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((packets[middle] as Packet).at_ms > packet.at_ms) low = middle + 1;
      else high = middle;
    }
    packets.splice(low, 0, packet);
  }

  const cut = (from: number, to: number) =>
    (side[from] ?? 0) !== (side[to] ?? 0) || deaf.has(`${from}>${to}`);

  return {
    send(from, to, origin, words, now_ms) {
      sent++;
      if (cut(from, to) || random.chance(loss)) return;
      const copies = random.chance(doubling) ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        const delay_ms = random.chance(late) ? random.int(50, DELAY_MAX_MS) : random.int(1, 20);
        put({ at_ms: now_ms + delay_ms, from, to, origin, words });
      }
    },
    next(now_ms) {
      const packet = packets.at(-1);
      if (!packet || packet.at_ms > now_ms) return undefined;
      packets.pop();
      return packet;
    },
    part(boxes) {
      side = Array.from({ length: boxes }, () => random.int(0, 1));
      deaf = new Set();
      for (let i = random.int(0, 3); i > 0; i--) {
        deaf.add(`${random.int(0, boxes - 1)}>${random.int(0, boxes - 1)}`);
      }
    },
    reunite() {
      side = [];
      deaf = new Set();
    },
    mend() {
      [loss, doubling, late] = [0, 0, 0];
    },
    get sent() {
      return sent;
    },
    get underWay() {
      return packets.length;
    },
  };
}
