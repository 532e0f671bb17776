import type { Logger } from 'pino';
import type { CashMovement, Receipt } from '../../domain/index.ts';
import { type Dial, dialUrl, LinkFault } from '../../drivers/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Events } from '../events.ts';
import type { BillView, DeviceView, DrawerOpening, HealthPart, Settings, Words } from '../http/contract.ts';
import type { Store } from '../store/store.ts';
import { createCustomerDisplay } from './customer-display.ts';
import type { Device } from './device.ts';
import { createDrawerDevice } from './drawer-device.ts';
import { createDrawerLog } from './drawer-log.ts';
import { otherDevicesHealth } from './health.ts';
import { createLearnt } from './learnt.ts';
import { createPrinterDevice, type PrinterDevice } from './printer-device.ts';
import { createScaleDevice } from './scale-device.ts';
import { createScannerDevice } from './scanner-device.ts';
import type { DevicesSetup } from './setup.ts';

export interface DevicesOptions {
  readonly setup: DevicesSetup;
  readonly store: Pick<Store, 'db' | 'journal' | 'transaction'>;
  readonly world: World;
  readonly events: Events;
  readonly log: Logger;
  /** Local time now, RFC 3339. */
  readonly now: () => string;
  readonly seller: () => Settings['seller'];
  /** Undefined when the bill is no longer known. */
  readonly bill: (billId: string) => BillView | undefined;
  /** The twin of a device whose address is `virtual:`; without twins such a device is not there. */
  readonly virtual?: (deviceId: string) => Dial | undefined;
}

/** All devices of the register, from the configuration to running drivers. */
export interface Devices {
  /** For the print queue; they do not print before `start`. */
  readonly printers: readonly PrinterDevice[];
  /** Called whenever a printer's status changes. */
  onPrinter(listen: (printerId: string) => void): void;
  start(): void;
  /** Bounded by the drivers: each gives its line two seconds to drain. */
  stop(): Promise<void>;
  list(): DeviceView[];
  get(deviceId: string): DeviceView;
  /** Told of each receipt after its commit. Never throws and never waits. */
  sold(receipt: Receipt): void;
  /** Told of money put in or taken out, after the commit. Never throws and never waits. */
  cashMoved(movement: CashMovement, staffName: string): void;
  /** Lets go of whatever holds the port of that address while `use` has it; a printer is not lent. Its own turn follows. */
  lend<T>(url: string, use: () => Promise<T>): Promise<T>;
  setCodePage(deviceId: string, number: number): DeviceView;
  /** Tests anything but a printer, whose test pages go through the queue. */
  test(deviceId: string, opener: { readonly name: string }): Promise<void>;
  isPrinter(deviceId: string): boolean;
  openDrawer(reason: string, opener: { readonly name: string }): Promise<DrawerOpening>;
  drawerLog(): DrawerOpening[];
  /** Grams. */
  weigh(): Promise<number>;
  /** Of everything but printers: those are told of by the print queue. */
  health(): HealthPart[];
}

export function createDevices(options: DevicesOptions): Devices {
  const { setup, store, world, events, log, now } = options;
  const learnt = createLearnt(store);
  const all: Device[] = [];
  let listenPrinter: (printerId: string) => void = () => {};
  let stopListening = () => {};

  const tell = (id: string) => {
    const device = all.find((one) => one.id === id);
    if (device) events.emit({ kind: 'device', device: device.view() });
  };
  const dial = (id: string, url: string): Dial => {
    if (url.startsWith('virtual:'))
      return (
        options.virtual?.(id) ??
        noWay(url, {
          cs: 'Virtuální zařízení je jen v ukázce.',
          en: 'Virtual devices exist in the demonstration only.',
        })
      );
    try {
      return dialUrl(url, { clock: world });
    } catch (error) {
      if (!(error instanceof LinkFault)) throw error;
      return noWay(url, error.words);
    }
  };
  const common = { world, log };

  const printers = setup.printers.map((printer) =>
    createPrinterDevice({
      ...common,
      setup: printer,
      dial: dial(printer.id, printer.url),
      learnt,
      onStatus() {
        tell(printer.id);
        if (printer.id === setup.drawer?.printer) tell(setup.drawer.id);
        listenPrinter(printer.id);
      },
    }),
  );
  const drawer = setup.drawer && makeDrawer(setup.drawer);
  const display =
    setup.display &&
    createCustomerDisplay({
      ...common,
      setup: setup.display,
      dial: dial(setup.display.id, setup.display.url),
      seller: options.seller,
      onStatus: () => tell(setup.display?.id ?? ''),
    });
  const scale =
    setup.scale &&
    createScaleDevice({
      ...common,
      setup: setup.scale,
      dial: dial(setup.scale.id, setup.scale.url),
      onStatus: () => tell(setup.scale?.id ?? ''),
    });
  const scanner =
    setup.scanner &&
    createScannerDevice({
      ...common,
      setup: setup.scanner,
      dial: dial(setup.scanner.id, setup.scanner.url),
      onScan: (code) => events.emit({ kind: 'scan', code }),
      onStatus: () => tell(setup.scanner?.id ?? ''),
    });
  for (const device of [...printers, drawer, display, scale, scanner]) if (device) all.push(device);

  function makeDrawer(setup: NonNullable<DevicesSetup['drawer']>) {
    const printer = printers.find((one) => one.id === setup.printer);
    const url = setup.url ?? `printer:${setup.printer}`;
    return createDrawerDevice({
      ...common,
      setup,
      via: printer ? { printer: printer.driver } : { dial: dial(setup.id, url) },
      learnt,
      // The switch of a twin is no secret: high is open.
      sensor: printer && isTwin(printer) ? { openWhen: 'high' } : undefined,
      journal: createDrawerLog(store),
      now,
      onChange: (open) => {
        events.emit({ kind: 'drawer', open });
        tell(setup.id);
      },
      onStatus: () => tell(setup.id),
    });
  }

  function isTwin({ id, url }: PrinterDevice): boolean {
    return url.startsWith('virtual:') && options.virtual?.(id) !== undefined;
  }

  function find(deviceId: string): Device {
    const device = all.find((one) => one.id === deviceId);
    if (device) return device;
    throw new Refusal(
      404,
      'device-unknown',
      { cs: 'Takové zařízení pokladna nemá.', en: 'The register has no such device.' },
      { cs: 'Načtěte seznam zařízení znovu.', en: 'Load the list of devices again.' },
    );
  }

  return {
    printers,
    onPrinter(listen) {
      listenPrinter = listen;
    },
    start() {
      for (const device of all) device.start();
      stopListening = events.listen((event) => {
        if (event.kind !== 'bill' || !display) return;
        const view = options.bill(event.billId);
        if (view) display.bill(view);
      });
    },
    async stop() {
      stopListening();
      await Promise.all(all.map((device) => device.stop()));
    },
    list: () => all.map((device) => device.view()),
    get: (deviceId) => find(deviceId).view(),
    sold(receipt) {
      // On the next turn: the screen that paid is answered first.
      world.after(0, () => {
        drawer?.sold(receipt);
        display?.sold(receipt);
      });
    },
    cashMoved(movement, staffName) {
      world.after(0, () => drawer?.cashMoved(movement, staffName));
    },
    async lend(url, use) {
      const port = (address: string) => address.split('?', 1)[0];
      const holders = all.filter(
        (device) => port(device.view().url) === port(url) && !printers.some((one) => one === device),
      );
      await Promise.all(holders.map((device) => device.stop()));
      try {
        return await use();
      } finally {
        for (const device of holders) device.start();
      }
    },
    setCodePage(deviceId, number) {
      const device = find(deviceId);
      const printer = printers.find((one) => one === device);
      if (!printer) {
        throw new Refusal(
          409,
          'no-code-page',
          { cs: 'Znakovou sadu mají jen tiskárny.', en: 'Only printers have a code page.' },
          { cs: 'Vyberte tiskárnu.', en: 'Choose a printer.' },
        );
      }
      printer.setCodePage(number);
      tell(deviceId);
      return printer.view();
    },
    async test(deviceId, opener) {
      const device = find(deviceId);
      if (device === drawer) await drawer.test(opener);
      else if (device === display) display.test();
      else if (device === scale) await scale.read();
    },
    isPrinter: (deviceId) => printers.some((printer) => printer.id === deviceId),
    async openDrawer(reason, opener) {
      if (!drawer)
        throw missing('drawer-missing', {
          cs: 'Pokladna nemá nastavenou zásuvku.',
          en: 'The register has no cash drawer set up.',
        });
      return drawer.open(reason, opener);
    },
    drawerLog: () => drawer?.log() ?? [],
    async weigh() {
      if (!scale)
        throw missing('scale-missing', {
          cs: 'Pokladna nemá nastavenou váhu.',
          en: 'The register has no scale set up.',
        });
      return scale.read();
    },
    health: () =>
      otherDevicesHealth(
        all.filter((device) => !printers.some((one) => one === device)).map((d) => d.view()),
      ),
  };
}

function missing(code: string, title: Words): Refusal {
  return new Refusal(409, code, title, {
    cs: 'Přidejte zařízení do nastavení pokladny.',
    en: 'Add the device to the configuration of the register.',
  });
}

/** A device with a wrong address is a device that is not there, not a register that does not start. */
function noWay(url: string, reason: Words): Dial {
  return { url, open: () => Promise.reject(new LinkFault('address', reason)) };
}
