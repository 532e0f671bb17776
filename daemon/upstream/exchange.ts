import { exceeds, held, join, PROTO, same, type Vector } from '../../sync/index.ts';
import { ExchangeAnswer } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import { beyond, type Replication } from '../replication/replication.ts';
import { asking } from './line.ts';
import type { Outbox } from './outbox.ts';
import type { RealTime } from './real-time.ts';
import type { Transport } from './transport.ts';
import { type Fault, fault } from './verdict.ts';

export interface Exchanged {
  /** Null when all went through. */
  readonly fault: Fault | null;
  /** Rows that went there, in requests that were answered, and numbers that came from there. */
  readonly sent: number;
  readonly came: number;
}

export interface ExchangeParts {
  readonly world: Pick<World, 'now' | 'wall_ms'>;
  readonly transport: Pick<Transport, 'ask'>;
  readonly token: string;
  /** As the replication knows the backoffice. */
  readonly name: string;
  readonly replication: Pick<
    Replication,
    'origin' | 'vector' | 'link' | 'receive' | 'sponsoredBy' | 'isRetired'
  >;
  readonly outbox: Outbox;
  readonly realTime: RealTime;
  /** The backoffice's database, as it was when it was last heard. */
  readonly origin: () => string;
  /** It goes on under another name: it was restored. */
  readonly renamed: (origin: string) => void;
  /** After each answer: what it holds durably, and how much it has put aside. */
  readonly heard: (vv: Vector, parked: number) => void;
}

/** Rounds in which nothing moves on either side before it is given up. */
const IDLE_ROUNDS = 3;
/** Rows that may go without its vector growing, over those it lacks: an answer in parts moves it only at its end. */
const SPARE_ROWS = 5_000;

/**
 * One attempt: what the replica wants said, over and over, until both hold the same. An answer that is lost costs
 * nothing but the way: what was said in vain is asked for again by the next hello.
 */
export function createExchange(parts: ExchangeParts): () => Promise<Exchanged> {
  const { world, replication, outbox, name } = parts;
  const ask = asking(parts.transport, world, ExchangeAnswer);

  /** What a hello would have said, when none came along, or when it was older than what is held now. */
  function hear(origin: string, vv: Vector): void {
    replication.receive(name, JSON.stringify({ type: 'hello', proto: PROTO, origin, vv, reply: true }));
  }

  return async () => {
    let [sent, came, idle, since] = [0, 0, 0, 0];
    let theirs: Vector = {};
    const end = (wrong: Fault | null): Exchanged => ({ fault: wrong, sent, came });
    for (;;) {
      if (replication.isRetired(parts.origin())) return end(fault('retired', parts.origin()));
      const load = outbox.take(replication.origin, replication.vector());
      const said = await ask({
        method: 'POST',
        path: '/api/v1/exchange',
        token: parts.token,
        body: `{"origin":${JSON.stringify(replication.origin)},"messages":[${load.texts.join(',')}]}`,
      });
      if (!said.ok) return end(said.fault);
      const { origin, messages, vv, parked, serverTime_ms } = said.value;
      parts.realTime.sample(serverTime_ms, said.asked, said.answered);
      sent += load.rows;
      since += load.rows;
      if (origin !== parts.origin()) {
        outbox.clear();
        parts.renamed(origin);
        theirs = {};
      }
      const before = replication.vector();
      for (const message of messages) replication.receive(name, JSON.stringify(message));
      const greeted = messages.some((one) => (one as { type?: unknown } | null)?.type === 'hello');
      if (!greeted || (!outbox.pressing && exceeds(replication.vector(), vv))) hear(origin, vv);
      parts.heard(vv, parked);
      const ours = replication.vector();
      came += beyond(ours, before);
      const moved = !same(ours, before) || exceeds(vv, theirs);
      if (exceeds(vv, theirs)) since = 0;
      theirs = join(theirs, vv);
      idle = moved || load.rows > 0 ? 0 : idle + 1;
      if (!outbox.pressing) {
        if (same(ours, vv)) return end(null);
        // Nobody else is listened to while everything is being drawn from a sibling.
        const drawing = replication.sponsoredBy;
        if (drawing !== null && drawing !== origin) return end(null);
      }
      const lacking = beyond(ours, vv) + beyond(vv, ours);
      if (idle >= IDLE_ROUNDS || since > 2 * lacking + SPARE_ROWS) {
        return end(fault('stuck', `${held(vv, replication.origin)} of ${held(ours, replication.origin)}`));
      }
    }
  };
}
