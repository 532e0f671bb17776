import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningBackoffice } from '../../backoffice/backoffice.ts';
import { createTill, JANA, PETR, type SaleDraft, type Till } from '../../backoffice/books/trade.fixture.ts';
import { makeStore, PASSWORD, pairRegister, startTestBackoffice } from '../../backoffice/server.fixture.ts';
import type { Receipt } from '../../domain/index.ts';
import { REQUEST_ROWS_MAX } from '../../wire/index.ts';
import { realWorld, type World } from '../../world/index.ts';
import { seeded } from '../simulation/random.ts';

export const EMAIL = 'jana@example.cz';
export { PASSWORD };
/** A Tuesday evening, on the clocks of the shop and in milliseconds. */
export const NOW = '2026-11-24T19:24:00+01:00';
const NOW_MS = Date.parse(NOW);
const DAY_MS = 86_400_000;

const LONG_NAME = { id: 's3', name: 'Maxmilián Bartoloměj Nepomucký-Schwarzenberg z Hluboké n. V.' };
const STAFF = [JANA, PETR, LONG_NAME] as const;
const NAMES: readonly (readonly [table: string, id: string, name: string])[] = [
  ['register', 'r1', 'Bar'],
  ['register', 'r2', 'Zahrádka'],
  ['category', 'napoje', 'Nápoje'],
  ['category', 'jidlo', 'Jídla'],
  ['category', 'ostatni', 'Ostatní'],
];

export interface TradingShop {
  readonly url: string;
  readonly store: string;
  readonly backoffice: RunningBackoffice;
  /** At the bar now, and up at once. */
  sell(sale?: Partial<SaleDraft>): Promise<Receipt>;
  /** Takes a receipt of the bar back. */
  reverse(receipt: Receipt): Promise<Receipt>;
  /** Other facts of the bar, as they are. */
  send(kind: string, id: string, body: unknown): Promise<void>;
  pair(registerId: string): Promise<void>;
  /** The server goes away; `start` brings it back at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
  end(): Promise<void>;
}

/** A backoffice with a shop of two registers that has traded for so many days, up to NOW on its clock. */
export async function startTradingShop(days: number): Promise<TradingShop> {
  const folder = mkdtempSync(join(tmpdir(), 'kasad-pages-'));
  const begun_ms = realWorld.wall_ms();
  const world: World = { ...realWorld, wall_ms: () => NOW_MS + realWorld.wall_ms() - begun_ms };
  let port = 0;
  const open = () =>
    startTestBackoffice(`sqlite:${join(folder, 'backoffice.db')}`, { world, config: { port } });
  let backoffice = await open();
  const { url } = backoffice;
  port = Number(new URL(url).port);
  const store = await makeStore(backoffice, 'Hospoda U Lípy', EMAIL);

  const bar = createTill('r1', { series: 'R1', start_ms: NOW_MS - days * DAY_MS });
  const garden = createTill('r2', { series: 'R2', start_ms: NOW_MS - days * DAY_MS });
  const clients = new Map<Till, Awaited<ReturnType<typeof pairRegister>>>();
  const sent = new Map<Till, number>();
  for (const till of [bar, garden]) clients.set(till, await pairRegister(backoffice, store, till.id));

  async function exchange(till: Till, messages: readonly unknown[]): Promise<void> {
    const answer = await clients.get(till)?.post('/api/v1/exchange', { origin: till.origin, messages });
    if (answer?.status !== 200) throw new Error(`exchange: ${answer?.text}`);
  }
  async function up(till: Till): Promise<void> {
    for (;;) {
      const from = sent.get(till) ?? 0;
      const rows = till.facts.slice(from, from + REQUEST_ROWS_MAX);
      if (rows.length === 0) return;
      const at = (seq: number) => (seq === 0 ? {} : { [till.origin]: seq });
      const upto = from + rows.length;
      await exchange(till, [
        {
          type: 'changes',
          origin: till.origin,
          base: at(from),
          from: at(from),
          upto: at(upto),
          done: true,
          rows,
          whole: false,
        },
      ]);
      sent.set(till, upto);
    }
  }

  await exchange(bar, [
    {
      ...{ type: 'changes', origin: bar.origin, base: {}, from: {}, upto: { 'db-names': NAMES.length } },
      ...{ done: true, whole: true },
      rows: NAMES.map(([tbl, id, name], i) => {
        const hlc = `${NOW_MS - days * DAY_MS + i}.0000.db-names`;
        return {
          is: 'cell',
          origin: 'db-names',
          seq: i + 1,
          hlc,
          tbl,
          id,
          col: 'name',
          val: JSON.stringify(name),
        };
      }),
    },
  ]);
  trade([bar, garden], days);
  for (const till of [bar, garden]) await up(till);

  return {
    url,
    store,
    get backoffice() {
      return backoffice;
    },
    async sell(sale = {}) {
      const receipt = bar.sell({ at: NOW, lines: [['kava', 1000]], by: 'card', ...sale });
      await up(bar);
      return receipt;
    },
    async reverse(receipt) {
      const reversal = bar.reverse(receipt, NOW, PETR);
      await up(bar);
      return reversal;
    },
    async send(kind, id, body) {
      bar.write(kind, id, body);
      await up(bar);
    },
    async pair(registerId) {
      await pairRegister(backoffice, store, registerId);
    },
    stop: async () => void (await backoffice.stop()),
    async start() {
      backoffice = await open();
    },
    async end() {
      await backoffice.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Lunch, dinner and what is between, on each of the days; the last one is not over. */
function trade(tills: readonly Till[], days: number): void {
  const random = seeded(20_261_124);
  for (let back = days - 1; back >= 0; back--) {
    const day = new Date(NOW_MS - back * DAY_MS).toISOString().slice(0, 10);
    // Winter time begins on 2026-10-25.
    const at = (time: string) => `${day}T${time}${day < '2026-10-25' ? '+02:00' : '+01:00'}`;
    const minutes = (hour: number) =>
      Array.from({ length: hour === 12 || hour > 17 ? 5 : 2 }, () => random.int(0, 59)).sort((a, b) => a - b);
    for (const till of tills) {
      till.open(at('09:30:00'));
      for (let hour = 10; hour < (back === 0 ? 19 : 23); hour++) {
        for (const minute of minutes(hour)) {
          const receipt = till.sell({
            at: at(`${hour}:${String(minute).padStart(2, '0')}:${random.int(10, 59)}`),
            lines: [
              ['pivo', 1000 * random.int(1, 3)],
              [random.pick(['svickova', 'kotleta', 'kava', 'syr']), 1000],
            ],
            by: random.chance(1 / 3) ? 'cash' : 'card',
            staff: random.pick(STAFF),
            table: random.chance(0.5) ? String(random.int(1, 12)) : null,
            tip_haler: random.chance(0.2) ? 2_000 : 0,
          });
          if (back > 0 || hour < 18) till.outcome(receipt.id, { at: receipt.issuedAt });
        }
      }
      if (back > 0) till.close(at('23:30:00'));
    }
  }
}
