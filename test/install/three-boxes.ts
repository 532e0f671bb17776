import type { PairingView, SiblingsView } from '../../daemon/http/contract.ts';
import type { Box } from './box.ts';
import { answersFor, fillPriceList, SHOP, setUp } from './one-box.ts';
import type { Packages } from './packages.ts';
import { type Protocol, seconds } from './protocol.ts';
import { createInstalledRegister, type InstalledRegister } from './register.ts';
import type { Street } from './street.ts';

const patience_ms = 60_000;
const PRICE_HALER = 24_900;

/** Three boxes on one switch become one shop: joined by code, a price changed on one is on all. */
export async function tryThreeBoxes(options: {
  readonly on: string;
  readonly boxes: readonly Box[];
  readonly street: Street;
  readonly packages: Packages;
  readonly protocol: Protocol;
}): Promise<void> {
  const { on, boxes, street, packages, protocol } = options;
  const step = (what: string, act: () => Promise<string> | string) => protocol.step(on, what, act);
  const registers = boxes.map((box) => createInstalledRegister(box));
  const [first, ...others] = registers as [InstalledRegister, ...InstalledRegister[]];

  await step('tři pokladny nainstalované', async () => {
    for (const [index, box] of boxes.entries()) {
      await street.plugIn(box.pid(), index + 1);
      box.run(['dpkg', '-i', box.bring(packages.plain)]);
      await registers[index]?.ready();
    }
    return 'připravené';
  });
  await step('první je obchod, další se připojí kódem', async () => {
    await setUp(boxes[0] as Box, first, answersFor(1, street.printer) + SHOP);
    await fillPriceList(first);
    for (const [index, register] of others.entries()) {
      const { code } = await first.ask<PairingView>('POST', '/api/siblings/code');
      const shop = `\n[shop]\ncode = "${code}"\n`;
      await setUp(boxes[index + 1] as Box, register, answersFor(index + 2, street.printer) + shop);
    }
    return 'našly se v síti samy (mDNS)';
  });
  await step('všechny spojené a se vším, co má obchod', async () => {
    const took = await until(async () => {
      const views = await Promise.all(registers.map((one) => one.ask<SiblingsView>('GET', '/api/siblings')));
      return views.every(
        ({ self, siblings }) =>
          !self.drawing &&
          siblings.length === 2 &&
          siblings.every(({ state, ahead }) => state === 'linked' && ahead === 0),
      );
    });
    return `za ${seconds(took)}`;
  });
  await step('cena změněná na druhé je na všech', async () => {
    const jana = await (others[0] as InstalledRegister).signIn('Jana Nováková');
    const item = (await jana.catalogue()).items.find(({ name }) => name.startsWith('Svíčková'));
    await jana.ask('PATCH', `/api/items/${item?.id}`, { price_haler: PRICE_HALER });
    const everywhere = await Promise.all(registers.map((one) => one.signIn('Jana Nováková')));
    const took = await until(async () => {
      const lists = await Promise.all(everywhere.map((one) => one.catalogue()));
      return lists.every(({ items }) => items.find(({ id }) => id === item?.id)?.price_haler === PRICE_HALER);
    });
    return `za ${Math.round(took)} ms`;
  });
  for (const register of registers) register.hangUp();
}

async function until(good: () => Promise<boolean>): Promise<number> {
  const from = performance.now();
  while (!(await good())) {
    if (performance.now() - from > patience_ms) throw new Error('nestalo se to');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - from;
}
