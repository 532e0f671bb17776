import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { BillView, ReceiptView } from '../../daemon/http/contract.ts';
import { testFolder } from '../../daemon/store/folder.fixture.ts';
import { type Acknowledged, audit, nothingAcknowledged } from './audit.ts';
import { type Question, randomOf, type Told } from './protocol.ts';

const KILLS = Number(process.env.KASAD_KILLS ?? 20);
const SEED = Number(process.env.KASAD_SEED ?? 20261124);
const WAITERS = 3;
const ITEMS = ['svickova', 'pivo', 'kava', 'rizek'];

/** One life of the register, from start to kill. */
interface Life {
  readonly child: ChildProcess;
  /** Jobs that it claims to know of, though they were under way when it died. */
  readonly claimed: number;
  /** Rejects when the register dies first. */
  ask(question: Question | { do: 'drain' }): Promise<unknown>;
}

async function live(dir: string, defect: string): Promise<Life> {
  const child = fork(new URL('./register.ts', import.meta.url), [dir, defect], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 0;
  let dead = false;
  const died = once(child, 'exit').then(() => {
    dead = true;
    for (const { reject } of open.values()) reject(new Error('killed'));
    open.clear();
  });
  const ready = await new Promise<Told & { kind: 'ready' }>((resolve, reject) => {
    died.then(() => reject(new Error('the register died at its start')));
    child.on('message', (told: Told) => {
      if (told.kind === 'ready') {
        resolve(told);
        return;
      }
      const asked = open.get(told.id);
      open.delete(told.id);
      if (told.kind === 'answer') asked?.resolve(told.result);
      else asked?.reject(new Error(told.code));
    });
  });
  return {
    child,
    claimed: ready.claimed,
    ask(question) {
      return new Promise((resolve, reject) => {
        if (dead) {
          reject(new Error('killed'));
          return;
        }
        const id = nextId++;
        open.set(id, { resolve, reject });
        child.send({ id, question });
      });
    },
  };
}

/** Also a start may be cut short, in the middle of a migration or of the log's recovery. */
async function killAtStart(dir: string, after_ms: number): Promise<void> {
  const child = fork(new URL('./register.ts', import.meta.url), [dir], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  setTimeout(() => child.kill('SIGKILL'), after_ms);
  await exit;
}

/** A shop whose register dies again and again; its waiters repeat what was not answered, under the same keys. */
class Shop {
  readonly known: Acknowledged = nothingAcknowledged();
  readonly random: () => number;
  closing = false;
  #answersLeft = 0;
  #onAnswers = () => {};
  #life: Life | undefined;
  #reborn = Promise.withResolvers<Life>();

  constructor(seed: number) {
    this.random = randomOf(seed);
  }

  begin(life: Life): void {
    this.#life = life;
    this.#reborn.resolve(life);
  }

  end(): void {
    this.#life = undefined;
    this.#reborn = Promise.withResolvers<Life>();
  }

  afterAnswers(count: number, run: () => void): void {
    this.#answersLeft = count;
    this.#onAnswers = run;
  }

  async ask(question: Question): Promise<unknown> {
    for (;;) {
      const life = this.#life ?? (await this.#reborn.promise);
      try {
        const result = await life.ask(question);
        if (--this.#answersLeft === 0) this.#onAnswers();
        return result;
      } catch (error) {
        if ((error as Error).message !== 'killed') throw error;
        if (this.#life === life) this.end();
      }
    }
  }

  #uuid(): string {
    const hex = () =>
      Math.floor(this.random() * 0x10000)
        .toString(16)
        .padStart(4, '0');
    return `${hex()}${hex()}-${hex()}-4${hex().slice(1)}-8${hex().slice(1)}-${hex()}${hex()}${hex()}`;
  }

  async serve(tableId: string): Promise<void> {
    const { known, random } = this;
    while (!this.closing) {
      let view = (await this.ask({ do: 'open', tableId })) as BillView;
      const billId = view.bill.id;
      for (let n = 1 + Math.floor(random() * 4); n > 0; n--) {
        const lineId = this.#uuid();
        const itemId = ITEMS[Math.floor(random() * ITEMS.length)] as string;
        view = (await this.ask({ do: 'add', billId, lineId, itemId })) as BillView;
        known.lineIds.add(lineId);
      }
      if (random() < 0.5) {
        view = (await this.ask({ do: 'order', billId })) as BillView;
        if (view.bill.lines.some((line) => line.ordered > 0)) known.orderedBillIds.add(billId);
      }
      if (random() < 0.3 && view.bill.lines.length > 1) {
        const lineId = view.bill.lines[0]?.id as string;
        view = await this.#void(billId, lineId, view);
        known.voidedLineIds.add(lineId);
      }
      if (random() < 0.3) {
        const key = this.#uuid();
        await this.ask({ do: 'cash', amount_haler: random() < 0.5 ? 1_000 : -1_000, key });
        known.cashKeys.add(key);
      }
      const { total_haler } = view.sum;
      const key = this.#uuid();
      const request = {
        tenders: [{ typeId: 'karta', amount: total_haler }],
        tip_haler: 0,
        expectedTotal_haler: total_haler,
      };
      const { receipt, number } = (await this.ask({ do: 'pay', billId, request, key })) as ReceiptView;
      known.receipts.set(key, { receipt, number });
    }
  }

  /** A void has no key: when it is refused because nothing is left, the unanswered one was done. */
  async #void(billId: string, lineId: string, view: BillView): Promise<BillView> {
    try {
      return (await this.ask({ do: 'void', billId, lineId })) as BillView;
    } catch (error) {
      if ((error as Error).message !== 'not-so-many') throw error;
      return (await this.ask({ do: 'open', tableId: view.bill.tableId as string })) as BillView;
    }
  }
}

/** Kills the register `kills` times and returns the first faults found, with the shop. */
async function killing(
  seed: number,
  kills: number,
  defect: string,
): Promise<{ faults: string[]; shop: Shop }> {
  using folder = testFolder();
  const { dir } = folder;
  const shop = new Shop(seed);
  const serving = Promise.all(Array.from({ length: WAITERS }, (_, i) => shop.serve(`t${i + 1}`)));
  // A waiter who meets a refusal ends the run; until it is awaited that is no unhandled rejection.
  serving.catch(() => {});
  const problem = serving.then(() => {});
  for (let kill = 0; kill < kills; kill++) {
    if (shop.random() < 0.1) {
      await killAtStart(dir, shop.random() * 400);
      const faults = audit(dir, shop.known);
      if (faults.length > 0) return { faults, shop };
      continue;
    }
    const life = await live(dir, defect);
    if (life.claimed > 0) return finish(life, [`${life.claimed} interrupted print jobs are not "unknown"`]);
    shop.begin(life);
    const exit = once(life.child, 'exit');
    // After some answers, so that a slow machine gets anywhere, at any time, also in the middle of a commit.
    const left = 1 + Math.floor(shop.random() * 40);
    const delay_ms = shop.random() * 8;
    shop.afterAnswers(left, () => setTimeout(() => life.child.kill('SIGKILL'), delay_ms));
    await Promise.race([exit, problem]);
    const faults = audit(dir, shop.known);
    if (faults.length > 0) return finish(life, faults);
  }
  const life = await live(dir, defect);
  shop.closing = true;
  shop.begin(life);
  await serving;
  await life.ask({ do: 'drain' });
  return finish(life, audit(dir, shop.known));

  async function finish(life: Life, faults: string[]) {
    if (life.child.exitCode === null && life.child.signalCode === null) {
      const exit = once(life.child, 'exit');
      life.child.kill('SIGKILL');
      await exit;
    }
    return { faults, shop };
  }
}

describe('a register that is killed at any moment', () => {
  it(
    `loses nothing that it acknowledged, in ${KILLS} kills (KASAD_SEED=${SEED})`,
    async () => {
      const { faults, shop } = await killing(SEED, KILLS, '');
      expect(faults).toEqual([]);
      expect(shop.known.receipts.size).toBeGreaterThan(KILLS);
      // Each number was told to one sale only.
      const told = [...shop.known.receipts.values()].map((view) => view.number);
      expect(new Set(told).size).toBe(told.length);
    },
    30_000 + KILLS * 5_000,
  );

  it('would be found out if it answered before the commit', async () => {
    const { faults } = await killing(SEED, 20, 'answer-before-commit').catch((error: Error) => ({
      faults: [error.message],
    }));
    expect(faults.join('\n')).toMatch(/ is lost|no-bill|no-line/);
  }, 60_000);
});
