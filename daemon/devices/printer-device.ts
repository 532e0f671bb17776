import type { Logger } from 'pino';
import {
  codePageSheet,
  createPrinter,
  type Dial,
  encode,
  type Printer,
  type PrinterStatus,
  type Profile,
  profileWith,
  sentences,
} from '../../drivers/index.ts';
import type { World } from '../../world/index.ts';
import type { DeviceView } from '../http/contract.ts';
import { able, type QueuePrinter } from '../printing/printer.ts';
import { notPrinting, printerAway } from '../printing/wording.ts';
import type { Device } from './device.ts';
import type { Learnt } from './learnt.ts';
import type { PrinterSetup } from './setup.ts';

export interface PrinterDevice extends Device, QueuePrinter {
  readonly driver: Printer;
  /** The number of ESC t for CP852, found on the page of code pages; kept for good. */
  setCodePage(number: number): void;
}

/** A configured printer: its driver, and how the queue sees it. */
export function createPrinterDevice(options: {
  readonly setup: PrinterSetup;
  readonly dial: Dial;
  readonly world: World;
  readonly log: Logger;
  readonly learnt: Learnt;
  readonly onStatus: (status: PrinterStatus) => void;
}): PrinterDevice {
  const { setup, dial, world, learnt } = options;
  const log = options.log.child({ printer: setup.id });
  let profile = profileOf(setup, learnt.get<number>(setup.id, 'codePage') ?? setup.codePage);
  const abilities = learnt.get<PrinterStatus['learnt']>(setup.id, 'abilities');
  const driver = createPrinter({
    dial,
    profile,
    clock: world,
    log,
    ...(abilities && { learnt: abilities }),
  });
  driver.onStatus((status) => {
    if (JSON.stringify(status.learnt) !== JSON.stringify(learnt.get(setup.id, 'abilities'))) {
      remember(status.learnt);
    }
    options.onStatus(status);
  });

  function remember(abilities: PrinterStatus['learnt']): void {
    try {
      learnt.set(setup.id, 'abilities', abilities);
    } catch (error) {
      // Learnt anew at the next start; a full disk is told of elsewhere.
      log.warn({ err: error }, 'what the printer can do could not be noted');
    }
  }

  return {
    id: setup.id,
    name: setup.name,
    url: setup.url,
    model: profile.name,
    routes: setup.routes,
    standIn: setup.standIn,
    driver,
    get columns() {
      return profile.columns;
    },
    get dots() {
      return profile.raster ? profile.dots : 0;
    },
    get qr() {
      return profile.qr;
    },
    get codePage() {
      return cp852(profile);
    },
    get size() {
      const { language, columns, codePages } = profile;
      return { language, columns, codePages };
    },
    encode: (document) => encode(document, profile),
    codePages: () => codePageSheet(profile),
    print: (bytes) => driver.print({ bytes }),
    status: driver.status,
    start: driver.start,
    stop: driver.stop,
    setCodePage(number) {
      learnt.set(setup.id, 'codePage', number);
      profile = profileOf(setup, number);
    },
    view: () => ({
      id: setup.id,
      kind: 'printer',
      name: setup.name,
      url: setup.url,
      profile: setup.profile,
      ...condition(driver.status()),
      routes: [...setup.routes],
      codePage: cp852(profile),
    }),
  };
}

function profileOf(setup: PrinterSetup, codePage: number | null): Profile {
  const model = profileWith(setup.profile);
  return profileWith(setup.profile, {
    ...(setup.columns !== null && { columns: setup.columns }),
    ...(codePage !== null && {
      codePages: model.codePages.map((page) =>
        page.page === 'cp852' ? { ...page, number: codePage } : page,
      ),
    }),
  });
}

function cp852(profile: Profile): number {
  return profile.codePages.find(({ page }) => page === 'cp852')?.number ?? 0;
}

function condition(status: PrinterStatus): Pick<DeviceView, 'state' | 'sentence' | 'hint'> {
  if (status.link === 'connecting' && status.reason.cs === '') {
    return {
      state: 'connecting',
      sentence: { cs: 'Tiskárna se připojuje.', en: 'The printer is connecting.' },
      hint: null,
    };
  }
  if (status.link !== 'up') {
    return {
      state: 'down',
      sentence: sentences(printerAway, status.reason),
      hint: {
        cs: 'Zkontrolujte, zda je zapnutá a připojená. Tisky počkají a vytisknou se samy.',
        en: 'Check that it is on and connected. Prints wait and come out by themselves.',
      },
    };
  }
  if (!able(status)) {
    return {
      state: 'attention',
      sentence: status.reason.cs === '' ? notPrinting : status.reason,
      hint: {
        cs: 'Tisky počkají a vytisknou se samy, až bude v pořádku.',
        en: 'Prints wait and come out by themselves once it is put right.',
      },
    };
  }
  if (status.paper === 'near-end') {
    return {
      state: 'attention',
      sentence: {
        cs: 'V tiskárně dochází papír, zatím tiskne.',
        en: 'The printer is running low on paper; it still prints.',
      },
      hint: { cs: 'Připravte novou roli.', en: 'Have a new roll ready.' },
    };
  }
  return {
    state: 'up',
    sentence: { cs: 'Tiskárna je připravená.', en: 'The printer is ready.' },
    hint: null,
  };
}
