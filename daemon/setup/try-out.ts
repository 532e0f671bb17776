import {
  centred,
  createDisplay,
  createDrawer,
  type Dial,
  type DisplayProfileName,
  type DrawerPort,
  type DrawerSensor,
  dialUrl,
  displayLine,
  displayProfiles,
  drawerTriggers,
  encode,
  LinkFault,
  type Outcome,
  type Printer,
  profiles,
  profileWith,
  serialDrawerPort,
} from '../../drivers/index.ts';
import { localTime, Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Devices } from '../devices/devices.ts';
import { printerPort } from '../devices/drawer-device.ts';
import type { Learnt } from '../devices/learnt.ts';
import { createPrinterDevice } from '../devices/printer-device.ts';
import type { TryDisplay, TryDrawer, TryPrinter, TryResult } from '../http/contract.ts';
import type { Log } from '../log.ts';
import { testDocument } from '../printing/test-document.ts';

/** Devices at work before anything is written of them. Each is opened, tried and let go. */
export interface TryOut {
  printer(what: TryPrinter): Promise<TryResult>;
  display(what: TryDisplay): Promise<TryResult>;
  /** The drawer is shut; what its switch says is kept for the drawer of this register. */
  drawer(what: TryDrawer, opener: { readonly name: string }): Promise<TryResult>;
}

export interface TryOutParts {
  readonly devices: Pick<Devices, 'printers' | 'lend' | 'test'>;
  /** The drawer that this register has already; null when it has none on a printer. */
  readonly drawer: { readonly printerUrl: string; readonly pin: 2 | 5 } | null;
  readonly world: World;
  readonly log: Log;
  readonly timezone: string;
  /** What is found out of the drawer. */
  readonly learnt: Learnt;
  readonly virtual: (deviceId: string) => Dial | undefined;
}

/** A device that has not answered by now is off, or somewhere else. */
const connect_ms = 5_000;
/** The first round of questions to a printer takes a few tens of milliseconds. */
const status_ms = 2_000;
const write_ms = 500;
/** Lines of a ruler page: widths that printers have, of 58 mm paper and of 80 mm. */
const WIDTHS = [30, 32, 33, 35, 40, 42, 44, 48, 56, 64] as const;
const DRAWER = 'drawer';

export function createTryOut(parts: TryOutParts): TryOut {
  const { devices, world, log, learnt, virtual } = parts;

  function dial(url: string): Dial {
    const twin = url.startsWith('virtual:') ? virtual(url.slice('virtual:'.length)) : undefined;
    if (twin) return twin;
    try {
      return dialUrl(url, { clock: world });
    } catch (error) {
      if (!(error instanceof LinkFault)) throw error;
      throw new Refusal(422, 'address-wrong', error.words, {
        cs: 'Opravte adresu zařízení.',
        en: 'Correct the address of the device.',
      });
    }
  }

  const pause = (ms: number) => new Promise<void>((resolve) => void world.after(ms, resolve));

  /** Resolves when `there` holds, looked at on each change, or the time is over. */
  function until(limit_ms: number, printer: Printer, there: () => boolean): Promise<void> {
    if (there()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        unlisten();
        resolve();
      };
      const cancel = world.after(limit_ms, done);
      const unlisten = printer.onStatus(() => {
        if (there()) done();
      });
    });
  }

  /** A printer that is driven already has one connection, and it is used; any other is opened for this alone. */
  async function withPrinter<T>(
    url: string,
    profile: string,
    use: (printer: Printer) => Promise<T>,
  ): Promise<T> {
    const known = devices.printers.find((one) => portOf(one.url) === portOf(url));
    if (known) return use(known.driver);
    const device = createPrinterDevice({
      setup: {
        id: 'try',
        name: '',
        url,
        profile,
        routes: [],
        standIn: null,
        codePage: null,
        columns: null,
      },
      dial: dial(url),
      world,
      log,
      // It is nobody's yet: what it can do is learnt anew by whoever it will be.
      learnt: { get: () => undefined, set: () => {} },
      onStatus: () => {},
    });
    device.start();
    try {
      await until(connect_ms, device.driver, () => device.status().link !== 'connecting');
      return await use(device.driver);
    } finally {
      await device.stop();
    }
  }

  function pageOf({ url, profile, codePage, columns, page }: TryPrinter): Uint8Array {
    const device = createPrinterDevice({
      setup: { id: 'try', name: '', url, profile, routes: [], standIn: null, codePage, columns },
      dial: dial(url),
      world,
      log,
      learnt: { get: () => undefined, set: () => {} },
      onStatus: () => {},
    });
    if (page === 'code-pages') return device.codePages().bytes;
    if (page === 'columns') return rulers(profile);
    return device.encode(
      testDocument({
        printer: device.model,
        url,
        model: device.model,
        columns: device.columns,
        codePage: device.codePage,
        at: localTime(world.wall_ms(), parts.timezone),
      }),
    ).bytes;
  }

  async function learn(port: DrawerPort, opener: { readonly name: string }): Promise<TryResult> {
    const drawer = createDrawer({ port, clock: world, log });
    const learning = await drawer.learn({ who: opener.name });
    if (learning.state === 'failed') {
      return result('failed', learning.reason, learning.hint);
    }
    const { sensor } = learning;
    learnt.set(DRAWER, 'sensor', sensor);
    return learntOf(sensor);
  }

  /** The drawer of this register: its opening goes into its log. */
  async function learnOwn(opener: { readonly name: string }): Promise<TryResult> {
    try {
      await devices.test(DRAWER, opener);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return result('failed', error.title, error.hint);
    }
    return learntOf(learnt.get<DrawerSensor>(DRAWER, 'sensor') ?? 'none');
  }

  return {
    async printer(what) {
      requireModel(
        what.profile,
        profiles.map(({ id }) => id),
      );
      const bytes = pageOf(what);
      return outcomeOf(await withPrinter(what.url, what.profile, (printer) => printer.print({ bytes })));
    },

    async display({ url, profile }) {
      requireModel(profile, Object.keys(displayProfiles));
      return devices.lend(url, async () => {
        const display = createDisplay({
          dial: dial(url),
          profile: displayProfiles[profile as DisplayProfileName],
          clock: world,
          log,
          onStatus: () => look(),
        });
        let look = () => {};
        display.show([centred('Žluťoučký kůň'), displayLine('Zkouška', '1 234,50')]);
        const settled = new Promise<void>((resolve) => {
          const cancel = world.after(connect_ms, resolve);
          look = () => {
            // The first refusal of the port is as good an answer as its opening.
            cancel();
            resolve();
          };
        });
        display.start();
        await settled;
        const { status } = display;
        // Both lines with what goes before them are some eighty bytes: a tenth of a second at 9600 baud.
        if (status.state === 'up') await pause(write_ms);
        await display.stop();
        return status.state === 'up'
          ? result('sent', SHOWN, SHOWN_Q)
          : result('failed', status.reason, CABLE);
      });
    },

    async drawer(what, opener) {
      const { printerUrl, profile, pin, url, trigger } = what;
      if (printerUrl !== null) {
        requireModel(
          profile,
          profiles.map(({ id }) => id),
        );
        if (
          parts.drawer &&
          portOf(parts.drawer.printerUrl) === portOf(printerUrl) &&
          parts.drawer.pin === pin
        ) {
          return learnOwn(opener);
        }
        return withPrinter(printerUrl, profile, async (printer) => {
          // Before its first answer nobody knows how the switch stands.
          await until(status_ms, printer, () => printer.status().drawerPin !== 'unknown');
          return learn(printerPort(printer, pin), opener);
        });
      }
      if (url === null) {
        throw new Refusal(
          422,
          'drawer-nowhere',
          { cs: 'Není řečeno, kam je zásuvka zapojená.', en: 'Where the drawer is plugged in was not said.' },
          { cs: 'Vyberte tiskárnu, nebo vlastní port.', en: 'Choose a printer, or a port of its own.' },
        );
      }
      return devices.lend(url, async () => {
        let look = () => {};
        const port = serialDrawerPort({
          dial: dial(url),
          trigger: drawerTriggers[trigger],
          clock: world,
          log,
          onStatus: () => look(),
        });
        const settled = new Promise<void>((resolve) => {
          const cancel = world.after(connect_ms, resolve);
          look = () => {
            cancel();
            resolve();
          };
        });
        port.start();
        await settled;
        try {
          return await learn(port, opener);
        } finally {
          await port.stop();
        }
      });
    },
  };
}

/** The longest line that is whole says how many characters the paper takes. */
function rulers(profile: string): Uint8Array {
  const wide = profileWith(profile, { columns: Math.max(...WIDTHS) });
  const ruler = (width: number) => {
    const mark = `<- ${width}`;
    return `${mark}${'.'.repeat(width - mark.length - 2)}->`;
  };
  return encode(
    {
      blocks: [
        { kind: 'text', text: 'KOLIK ZNAKU JE NA RADEK?' },
        { kind: 'text', text: 'Zadejte nejvetsi cislo, u ktereho' },
        { kind: 'text', text: 'je sipka -> na stejnem radku.' },
        ...WIDTHS.map((width) => ({ kind: 'text' as const, text: ruler(width) })),
        { kind: 'cut' },
      ],
    },
    wide,
  ).bytes;
}

function requireModel(profile: string, known: readonly string[]): void {
  if (known.includes(profile)) return;
  throw new Refusal(
    422,
    'model-unknown',
    { cs: `Model „${profile}“ neznáme.`, en: `There is no model “${profile}”.` },
    { cs: 'Vyberte ho ze seznamu.', en: 'Choose one from the list.' },
  );
}

/** Two addresses of one port differ in how it is spoken to. */
export const portOf = (url: string): string => url.split('?', 1)[0] ?? url;

function outcomeOf(outcome: Outcome): TryResult {
  if (outcome.state === 'failed') return result('failed', outcome.reason, outcome.hint);
  if (outcome.state === 'unknown') return result('unknown', outcome.reason, outcome.hint);
  return outcome.proof === 'none' ? result('sent', PRINTED_MAYBE, LOOK) : result('done', PRINTED, NONE);
}

interface Said {
  readonly cs: string;
  readonly en: string;
}

const result = (state: TryResult['state'], said: Said, hint: Said): TryResult => ({
  state,
  cs: said.cs,
  en: said.en,
  hintCs: hint.cs,
  hintEn: hint.en,
  sensor: null,
});

const learntOf = (sensor: DrawerSensor): TryResult => ({
  ...(sensor === 'none' ? result('sent', KICKED, OPENED_Q) : result('done', OPENED, NONE)),
  sensor: levelOf(sensor),
});

const levelOf = (sensor: DrawerSensor): TryResult['sensor'] => (sensor === 'none' ? 'none' : sensor.openWhen);

const NONE: Said = { cs: '', en: '' };
const PRINTED: Said = {
  cs: 'Vytištěno, tiskárna to potvrdila.',
  en: 'Printed; the printer has confirmed it.',
};
const PRINTED_MAYBE: Said = {
  cs: 'Odesláno, tiskárna to ale nepotvrzuje.',
  en: 'Sent; the printer does not confirm it.',
};
const LOOK: Said = { cs: 'Podívejte se, zda stránka vyšla.', en: 'Look whether the page has come out.' };
const SHOWN: Said = {
  cs: 'Na displeji má být „Žluťoučký kůň“.',
  en: 'The display should show “Žluťoučký kůň”.',
};
const SHOWN_Q: Said = {
  cs: 'Když tam je něco jiného, zkuste jiný model.',
  en: 'If it shows anything else, try another model.',
};
const CABLE: Said = {
  cs: 'Zkontrolujte kabel, a že port nepoužívá jiný program.',
  en: 'Check the cable, and that no other program uses the port.',
};
const OPENED: Said = {
  cs: 'Zásuvka se otevřela a pokladna pozná, kdy je otevřená.',
  en: 'The drawer has opened, and the register can tell when it is open.',
};
const KICKED: Said = {
  cs: 'Pokyn k otevření odešel, čidlo zásuvky se neozvalo.',
  en: 'The command to open was sent; the switch of the drawer said nothing.',
};
const OPENED_Q: Said = {
  cs: 'Otevřela se? Když ne, zkuste druhý vývod (2 nebo 5) a zkontrolujte kabel.',
  en: 'Did it open? If not, try the other pin (2 or 5) and check the cable.',
};
