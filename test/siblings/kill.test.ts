import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { BillView, CatalogueView, ReceiptView } from '../../daemon/http/contract.ts';
import { seeded } from '../simulation/random.ts';
import {
  type DemoRegisters,
  linked,
  Refused,
  type RegisterProcess,
  type Session,
  startRegisters,
} from './registers.fixture.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const KILLS = 6;
const SEED = Number(process.env.KASAD_SEED ?? 20_261_124);

/* Two registers sell at once while one or the other is killed at any moment; afterwards both hold the same books. */
let shop: DemoRegisters;

beforeAll(async () => {
  shop = await startRegisters(2);
});
afterAll(() => shop?.stop());

/** One after the other until told to stop; what was answered is what a guest holds in his hand. */
async function sell(session: Session, isOver: () => boolean, receipts: Map<string, string>): Promise<void> {
  const { items, paymentTypes } = await session.get<CatalogueView>('/api/catalogue');
  const itemId = items.find((item) => !item.openPrice)?.id;
  const typeId = paymentTypes.find(({ kind }) => kind === 'card')?.id;
  while (!isOver()) {
    const opened = await session.send<BillView>('POST', '/api/bills', { tableId: null, guests: null });
    const { bill, sum } = await session.send<BillView>('POST', `/api/bills/${opened.bill.id}/lines`, {
      lineId: crypto.randomUUID(),
      itemId,
    });
    const { receipt, number } = await session.deed<ReceiptView>(`/api/bills/${bill.id}/pay`, {
      tenders: [{ typeId, amount: sum.total_haler }],
      tip_haler: 0,
      expectedTotal_haler: sum.total_haler,
    });
    receipts.set(receipt.id, number);
  }
}

async function all(session: Session): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let before = ''; ; ) {
    const page = await session.get<{ receipts: { id: string; number: string }[]; next: string | null }>(
      `/api/receipts?limit=200${before === '' ? '' : `&before=${encodeURIComponent(before)}`}`,
    );
    for (const { id, number } of page.receipts) found.set(id, number);
    if (page.next === null) return found;
    before = page.next;
  }
}

test(`registers that are killed while both sell lose nothing and agree (KASAD_SEED=${SEED})`, async () => {
  const random = seeded(SEED);
  const [one, two] = shop.registers as [RegisterProcess, RegisterProcess];
  const acknowledged = new Map<string, string>();
  for (const register of [one, two]) {
    await (await register.as('Petr')).send('POST', '/api/shift/open', { float_haler: 0 });
  }
  for (let kill = 0; kill < KILLS; kill++) {
    let over = false;
    const victim = random.pick([one, two]);
    const sales = [one, two].map(async (register) => {
      try {
        await sell(await register.as('Petr'), () => over, acknowledged);
      } catch (error) {
        // The one that was killed does not answer any more; nothing else may go wrong.
        if (register !== victim || error instanceof Refused) throw error;
      }
    });
    const sold = acknowledged.size;
    const enough = random.int(1, 12);
    await one.until(
      async () => acknowledged.size,
      (size) => size >= sold + enough,
    );
    await victim.kill();
    over = true;
    await Promise.all(sales);
    await victim.start();
    await linked(one, two);
  }
  const [here, there] = await Promise.all([one, two].map(async (register) => all(await register.as('Petr'))));
  expect(here?.size).toBeGreaterThan(KILLS);
  expect(new Map([...(here ?? [])].sort())).toEqual(new Map([...(there ?? [])].sort()));
  for (const [id, number] of acknowledged) expect([id, here?.get(id)]).toEqual([id, number]);
  // Each series without a gap and without a number twice.
  for (const series of ['R1', 'R2']) {
    const numbers = [...(here ?? new Map<string, string>()).values()]
      .filter((number) => number.startsWith(`${series}-`))
      .map((number) => Number(number.split('-')[2]))
      .sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  }
});
