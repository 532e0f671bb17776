import type { Logger } from 'pino';
import { formatAmount, type Receipt } from '../../domain/index.ts';
import {
  centred,
  createDisplay,
  type Dial,
  type DisplayProfileName,
  displayLine,
  displayLines,
  displayProfiles,
  type Lines,
  sentences,
} from '../../drivers/index.ts';
import type { World } from '../../world/index.ts';
import type { BillView, Settings } from '../http/contract.ts';
import { cableHint, type Device } from './device.ts';
import type { DisplaySetup } from './setup.ts';

/** How long a guest is shown what was paid. */
const thanks_ms = 20_000;

export interface CustomerDisplay extends Device {
  /** After each change of a bill on this register. */
  bill(view: BillView): void;
  sold(receipt: Receipt): void;
  test(): void;
}

/** What the guest sees. Write-only and never waited for: a display that is not there disturbs nothing. */
export function createCustomerDisplay(options: {
  readonly setup: DisplaySetup;
  readonly dial: Dial;
  readonly world: World;
  readonly log: Logger;
  readonly seller: () => Settings['seller'];
  readonly onStatus: () => void;
}): CustomerDisplay {
  const { setup, dial, world } = options;
  const display = createDisplay({
    dial,
    profile: displayProfiles[setup.profile as DisplayProfileName] ?? displayProfiles.cd5220,
    clock: world,
    log: options.log.child({ display: setup.id }),
    onStatus: options.onStatus,
  });
  let cancelIdle = () => {};
  /** What was on the bill when it was last shown, to tell which line is new. */
  let shown: { billId: string; quantities: ReadonlyMap<string, number> } | undefined;

  const show = (lines: Lines) => {
    cancelIdle();
    display.show(lines);
  };
  const idle = () => {
    const { place, name } = options.seller();
    show(greeting(place || name));
  };
  const idleSoon = () => {
    cancelIdle = world.after(thanks_ms, idle);
  };

  return {
    id: setup.id,
    start() {
      display.start();
      idle();
    },
    async stop() {
      cancelIdle();
      display.clear();
      await display.stop();
    },
    bill({ bill, sum }) {
      if (bill.state !== 'open') {
        // A paid one is told of by `sold`, with the change.
        if (bill.state === 'discarded' && shown?.billId === bill.id) idle();
        return;
      }
      const quantities = new Map(sum.lines.map((line) => [line.lineId, line.quantity]));
      const before = shown?.billId === bill.id ? shown.quantities : new Map<string, number>();
      shown = { billId: bill.id, quantities };
      if (sum.lines.length === 0) return idle();
      const added = sum.lines.findLast((line) => line.quantity > (before.get(line.lineId) ?? 0));
      const item = added && bill.lines.find((line) => line.id === added.lineId)?.item;
      const total = { left: 'Celkem', right: formatAmount(sum.total_haler) };
      show(
        item
          ? displayLines({ left: item.shortName, right: formatAmount(added.amount_haler) }, total)
          : [displayLine('', ''), displayLine(total.left, total.right)],
      );
    },
    sold(receipt) {
      shown = undefined;
      const paid = displayLine(
        receipt.reverses ? 'Vráceno' : 'Zaplaceno',
        formatAmount(Math.abs(receipt.toPay_haler)),
      );
      show([
        paid,
        receipt.change_haler > 0
          ? displayLine('Zpět', formatAmount(receipt.change_haler))
          : centred('Děkujeme'),
      ]);
      idleSoon();
    },
    test() {
      show([centred('ĚŠČŘŽÝÁÍÉÚŮŤĎŇ'), displayLine('Zkouška', '1 234,50')]);
      idleSoon();
    },
    view: () => ({
      id: setup.id,
      kind: 'display',
      name: setup.name,
      url: setup.url,
      profile: setup.profile,
      ...(display.status.state === 'up'
        ? ({
            state: 'up',
            sentence: { cs: 'Displej je připojený.', en: 'The customer display is connected.' },
            hint: null,
          } as const)
        : ({
            state: 'down',
            sentence: sentences(
              { cs: 'Displej není připojený.', en: 'The customer display is not connected.' },
              display.status.reason,
            ),
            hint: cableHint,
          } as const)),
      routes: [],
      codePage: null,
    }),
  };
}

const columns = 20;

/** The shop's name with a welcome below it; a long name takes both lines, broken at a word. */
export function greeting(shop: string): Lines {
  if ([...shop].length <= columns) return [centred(shop), centred('Vítejte')];
  const space = shop.lastIndexOf(' ', columns);
  const at = space > 0 ? space : columns;
  return [centred(shop.slice(0, at)), centred(shop.slice(at))];
}
