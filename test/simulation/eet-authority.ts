import { attemptOf, outcomes, type Said, saidBy } from '../../daemon/eet/queue/shop.fixture.ts';
import type { Attempt, Authority, Environment, Outcome } from '../../eet/index.ts';
import type { Life, SimulatedTime } from './eet-clock.ts';
import type { Random } from './random.ts';

/** `refused`: nothing leaves. `silent`: it may arrive, no answer does. `flaky`: either, or all is well. */
export type Way = 'open' | 'refused' | 'silent' | 'flaky';

/** What is wrong with a sale by itself, for as long as it is. */
export type Blemish = 'code 8' | 'code 3' | 'code 6' | 'no answer';

export interface SimulatedAuthority {
  way: Way;
  /** It answers everything with a temporary fault. */
  tired: boolean;
  readonly blemishes: Map<string, Blemish>;
  /** POKs given, by the sale's number. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly messages: number;
  /** Answers have been handed over and not yet been heard. */
  heard: boolean;
  /** As seen by one life of the register. */
  seenBy(life: Life): Authority;
}

export interface AuthorityOptions {
  readonly time: SimulatedTime;
  readonly random: Random;
  /** A message is handed over for sending. */
  readonly onSend: (said: Said, environment: Environment) => void;
  /** Whether the certificate is in order by true time. */
  readonly accepts: (fingerprint: string, environment: Environment) => boolean;
  /** The power may go while a message is under way. */
  readonly crash: () => void;
}

const PATIENCE_MS = 10_000;

export function simulatedAuthority(options: AuthorityOptions): SimulatedAuthority {
  const { time, random, onSend, accepts, crash } = options;
  const given = new Map<string, string[]>();
  let messages = 0;
  let poks = 0;

  const self: SimulatedAuthority = {
    way: 'open',
    tired: false,
    blemishes: new Map(),
    given,
    get messages() {
      return messages;
    },
    heard: true,
    seenBy(life) {
      const cut = new Set<() => void>();
      return {
        send(message, { environment }) {
          messages++;
          const said = saidBy(message);
          onSend(said, environment);
          return new Promise<Attempt>((resolve) => {
            const end = (outcome: Outcome) => {
              if (!life.alive || !cut.delete(close)) return;
              self.heard = false;
              resolve(attemptOf(outcome));
            };
            const close = () => end(outcomes.retry(true));
            cut.add(close);
            carry(said, environment, end);
          });
        },
        close() {
          for (const one of [...cut]) one();
        },
      };
    },
  };

  function carry(said: Said, environment: Environment, end: (outcome: Outcome) => void): void {
    if (random.chance(0.004)) {
      // Between the commit and the bytes, or between the bytes and the answer.
      if (random.chance(0.5)) receive(said, environment);
      crash();
      return;
    }
    const way = self.way === 'flaky' ? random.pick<Way>(['open', 'silent', 'refused']) : self.way;
    if (way === 'refused') {
      time.after(random.int(0, 50), () => end(outcomes.retry(false)));
      return;
    }
    const lost =
      way === 'silent' || self.blemishes.get(said.sale.number) === 'no answer' || random.chance(0.01);
    if (lost) {
      if (random.chance(0.3)) time.after(random.int(10, 500), () => receive(said, environment));
      time.after(PATIENCE_MS, () => end(outcomes.retry(true)));
      return;
    }
    const latency_ms = random.chance(0.1) ? random.int(100, 5_000) : random.int(20, 150);
    time.after(latency_ms, () => {
      const outcome = receive(said, environment);
      // The power may go between the answer and its note.
      if (random.chance(0.002)) crash();
      end(outcome);
    });
  }

  function receive({ sale, fingerprint }: Said, environment: Environment): Outcome {
    if (self.tired) return outcomes.retry(true, -1);
    if (!accepts(fingerprint, environment)) return outcomes.blocked(4);
    switch (self.blemishes.get(sale.number)) {
      case 'code 8':
        return outcomes.retry(true, 8);
      case 'code 3':
        return outcomes.rejected(3);
      case 'code 6':
        return outcomes.blocked(6);
    }
    const pok = `pok-${environment}-${poks++}`;
    given.set(sale.number, [...(given.get(sale.number) ?? []), pok]);
    return random.chance(0.02) ? outcomes.unverified(pok) : outcomes.confirmed(pok);
  }

  return self;
}
