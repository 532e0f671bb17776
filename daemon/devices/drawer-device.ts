import type { Logger } from 'pino';
import { type CashMovement, formatReceiptNumber, isCash, type Receipt } from '../../domain/index.ts';
import {
  createDrawer,
  type Dial,
  type DrawerPort,
  type DrawerSensor,
  drawerTriggers,
  type HeldStatus,
  type Printer,
  sentences,
  serialDrawerPort,
} from '../../drivers/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { DeviceView, DrawerOpening } from '../http/contract.ts';
import { printerAway } from '../printing/wording.ts';
import { cableHint, type Device } from './device.ts';
import { type DrawerLog, outcomeWords, type Why } from './drawer-log.ts';
import type { Learnt } from './learnt.ts';
import type { DrawerSetup } from './setup.ts';

/** Staff who open it. */
interface Opener {
  readonly name: string;
}

export interface DrawerDevice extends Device {
  /** After the commit of a sale: opens when cash changes hands. Never throws and never waits. */
  sold(receipt: Receipt): void;
  /** After the commit of money put in or taken out. Never throws and never waits. */
  cashMoved(movement: CashMovement, staffName: string): void;
  /** Without a sale, with a reason. */
  open(reason: string, opener: Opener): Promise<DrawerOpening>;
  /** Set-up: called with the drawer closed; learns from one opening what its switch says. */
  test(opener: Opener): Promise<void>;
  log(): DrawerOpening[];
}

export function createDrawerDevice(options: {
  readonly setup: DrawerSetup;
  /** Its printer's driver, or the way to its own trigger. */
  readonly via: { readonly printer: Printer } | { readonly dial: Dial };
  readonly world: World;
  readonly log: Logger;
  readonly learnt: Learnt;
  /** What is known of its switch before set-up; what was learnt wins. */
  readonly sensor: DrawerSensor | undefined;
  readonly journal: DrawerLog;
  readonly now: () => string;
  readonly onChange: (open: boolean | null) => void;
  readonly onStatus: () => void;
}): DrawerDevice {
  const { setup, via, world, learnt, journal, now } = options;
  const log = options.log.child({ drawer: setup.id });
  const serial =
    'dial' in via
      ? serialDrawerPort({
          dial: via.dial,
          trigger: drawerTriggers[setup.trigger],
          clock: world,
          log,
          onStatus: options.onStatus,
        })
      : undefined;
  const port: DrawerPort = serial ?? printerPort((via as { printer: Printer }).printer, setup.pin);
  const known = () => learnt.get<DrawerSensor>(setup.id, 'sensor') ?? options.sensor;
  const sensor = known();
  const drawer = createDrawer({
    port,
    clock: world,
    log,
    ...(sensor !== undefined && { sensor }),
    onOpening(opening) {
      // Ours are noted by whoever asked; here come those that nobody asked for.
      if (opening.who === null) noted('key', '', null)?.done(outcomeWords(opening.outcome));
    },
  });
  drawer.onOpened(() => options.onChange(true));
  drawer.onClosed(() => options.onChange(false));

  /** A drawer that cannot be journalled still opens after a sale: the guest waits for change. */
  function noted(why: Why, reason: string, staff: string | null) {
    try {
      return journal.intend({ at: now(), why, reason, staff });
    } catch (error) {
      log.error({ err: error, why, reason, staff }, 'an opening of the drawer could not be written');
      return undefined;
    }
  }

  async function opened(why: Why, reason: string, opener: Opener) {
    const intent = noted(why, reason, opener.name);
    const outcome = await drawer.open({ who: opener.name, why });
    const text = outcomeWords(outcome);
    let opening: DrawerOpening = { at: now(), why, reason, staff: opener.name, outcome: text };
    try {
      opening = intent?.done(text) ?? opening;
    } catch (error) {
      log.error({ err: error, why, reason }, 'the outcome of an opening could not be written');
    }
    if (drawer.state === 'unknown' && outcome.state !== 'failed') options.onChange(null);
    return { outcome, opening };
  }

  /** Nobody waits for it: the money is in the books already, and a stuck drawer can be opened by key. */
  function openUnasked(why: Why, reason: string, opener: Opener): void {
    opened(why, reason, opener).catch((error: unknown) =>
      log.error({ err: error }, 'the drawer was not opened'),
    );
  }

  return {
    id: setup.id,
    start: () => serial?.start(),
    stop: async () => serial?.stop(),
    sold(receipt) {
      const cash = receipt.payments.some((payment) => isCash(payment.kind));
      if (!cash) return;
      openUnasked('sale', formatReceiptNumber(receipt.number), receipt.staff);
    },
    cashMoved: (movement, name) => openUnasked('cash', movement.reason, { name }),
    async open(reason, opener) {
      const { outcome, opening } = await opened('no-sale', reason, opener);
      if (outcome.state === 'failed' || outcome.state === 'unknown') {
        throw new Refusal(503, 'drawer-stuck', outcome.reason, outcome.hint);
      }
      return opening;
    },
    async test(opener) {
      const intent = noted('test', '', opener.name);
      const learning = await drawer.learn({ who: opener.name });
      if (learning.state === 'failed') {
        intent?.done(learning.reason);
        throw new Refusal(503, 'drawer-stuck', learning.reason, learning.hint);
      }
      learnt.set(setup.id, 'sensor', learning.sensor);
      intent?.done(
        learning.sensor === 'none'
          ? { cs: 'Pokyn odešel, čidlo se neozvalo.', en: 'The command was sent; the switch said nothing.' }
          : { cs: 'Otevřela se, čidlo je nastavené.', en: 'It opened; its switch is set up.' },
      );
      options.onChange(drawer.state === 'unknown' ? null : drawer.state === 'open');
      options.onStatus();
    },
    log: () => journal.list(200),
    view: () => ({
      id: setup.id,
      kind: 'drawer',
      name: setup.name,
      url: setup.url ?? `printer:${setup.printer}`,
      profile: setup.url === null ? null : setup.trigger,
      ...condition(
        drawer.state,
        serial?.status ?? printerLink((via as { printer: Printer }).printer),
        serial ? 'none' : known(),
      ),
      routes: [],
      codePage: null,
    }),
  };
}

/** A drawer on a printer's connector. */
export function printerPort(printer: Printer, pin: 2 | 5): DrawerPort {
  return {
    kick: () => printer.kickDrawer({ pin }),
    pin: () => printer.status().drawerPin,
    onPin(listen) {
      let last = printer.status().drawerPin;
      printer.onStatus(({ drawerPin }) => {
        if (drawerPin === last) return;
        last = drawerPin;
        listen(drawerPin);
      });
    },
  };
}

function printerLink(printer: Printer): HeldStatus {
  const { link, reason } = printer.status();
  return link === 'up' ? { state: 'up' } : { state: 'down', reason: sentences(printerAway, reason) };
}

function condition(
  state: 'open' | 'closed' | 'unknown',
  link: HeldStatus,
  sensor: DrawerSensor | undefined,
): Pick<DeviceView, 'state' | 'sentence' | 'hint'> {
  if (link.state === 'down') {
    return {
      state: 'down',
      sentence: sentences(
        { cs: 'Zásuvka se neotevře sama.', en: 'The drawer does not open by itself.' },
        link.reason,
      ),
      hint: sentences({ cs: 'Otevírejte ji klíčem.', en: 'Open it with the key.' }, cableHint),
    };
  }
  if (state === 'open')
    return { state: 'up', sentence: { cs: 'Zásuvka je otevřená.', en: 'The drawer is open.' }, hint: null };
  if (state === 'closed')
    return { state: 'up', sentence: { cs: 'Zásuvka je zavřená.', en: 'The drawer is closed.' }, hint: null };
  return {
    state: 'up',
    sentence: {
      cs: 'Zásuvka se otevírá; zda je otevřená, pokladna nevidí.',
      en: 'The drawer can be opened; whether it is open, the register cannot see.',
    },
    // A test with an open drawer finds no change either, so `none` is not the last word.
    hint:
      sensor === 'none'
        ? null
        : {
            cs: 'Zavřete ji a spusťte zkoušku, pokladna se naučí číst její čidlo.',
            en: 'Close it and run the test: the register learns to read its switch.',
          },
  };
}
