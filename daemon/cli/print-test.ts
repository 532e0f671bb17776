import { type Dial, dialUrl } from '../../drivers/index.ts';
import { localTime, Refusal } from '../../wire/index.ts';
import { devicesOf } from '../config/devices.ts';
import { createPrinterDevice, type PrinterDevice } from '../devices/printer-device.ts';
import { createLog } from '../log.ts';
import { testDocument } from '../printing/test-document.ts';
import { named } from '../printing/wording.ts';
import { type Command, readArgs, type Terminal, UsageError } from './command.ts';
import { DEFAULT_CONFIG, loadConfigFile } from './config-file.ts';
import { holding } from './hold.ts';

/** A printer that has not answered the knock by now is off or somewhere else. */
const connect_ms = 5_000;

export const command: Command = {
  name: 'print-test',
  summary: 'Vytiskne zkušební stránku a řekne, jak to dopadlo.',
  help: `
kasad print-test [TISKÁRNA] [--page basic|code-pages] [--json] [--config SOUBOR]

  TISKÁRNA          značka tiskárny z nastavení (jinak všechny)
  --page            basic: písmena, šířka, řez (jinak); code-pages: hledání čísla znakové sady
  --json            výsledek jako JSON: [{"printer", "state", …}]
  --config SOUBOR   soubor s nastavením (jinak ${DEFAULT_CONFIG})

Skončí s 0, jen když se všechno vytisklo. Pokladna by při tom neměla běžet: tiskárna mívá jen jedno spojení.
`,
  async run(args, terminal) {
    const { values, positionals } = readArgs({
      args: [...args],
      options: {
        config: { type: 'string', default: DEFAULT_CONFIG },
        page: { type: 'string', default: 'basic' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    const { page } = values;
    if (page !== 'basic' && page !== 'code-pages') throw new UsageError('Stránka je basic, nebo code-pages.');
    const [id, ...more] = positionals;
    if (more.length > 0) throw new UsageError(`„${more[0]}“ je tu navíc.`);
    const config = loadConfigFile(values.config);
    const printers = devicesOf(config).printers.filter(
      (printer) => !printer.url.startsWith('virtual:') && (id === undefined || printer.id === id),
    );
    if (printers.length === 0) {
      throw new Refusal(
        404,
        'no-printer',
        id === undefined
          ? {
              cs: 'V nastavení není žádná skutečná tiskárna.',
              en: 'There is no real printer in the configuration.',
            }
          : {
              cs: `Tiskárna „${id}“ v nastavení není.`,
              en: `There is no printer “${id}” in the configuration.`,
            },
        { cs: 'Přidejte ji pod [[printer]].', en: 'Add one under [[printer]].' },
      );
    }
    const at = localTime(terminal.world.wall_ms(), config.register.timezone);
    const results = await holding(() =>
      Promise.all(
        printers.map(async (setup) => ({
          printer: setup.id,
          name: setup.name,
          ...(await printPage(setup, page, at, terminal)),
        })),
      ),
    );
    if (values.json) terminal.out(JSON.stringify(results));
    else {
      for (const result of results) {
        const said =
          result.state === 'printed'
            ? `Vytištěno${result.proof === 'none' ? ', tiskárna to ale nepotvrzuje' : ' a tiskárna to potvrdila'}.`
            : `${result.reason.cs} ${result.hint.cs}`;
        terminal.out(named(result.name, said));
      }
    }
    return results.every(({ state }) => state === 'printed') ? 0 : 1;
  },
};

async function printPage(
  setup: Parameters<typeof createPrinterDevice>[0]['setup'],
  page: 'basic' | 'code-pages',
  at: string,
  { world }: Terminal,
) {
  const dial: Dial = dialUrl(setup.url, { clock: world });
  let statusChanged = () => {};
  const device = createPrinterDevice({
    setup,
    dial,
    world,
    log: createLog('error', world),
    // A page printed from the command line teaches the register nothing.
    learnt: { get: () => undefined, set: () => {} },
    onStatus: () => statusChanged(),
  });
  device.start();
  try {
    await connected(device, world, (listen) => {
      statusChanged = listen;
    });
    const bytes =
      page === 'code-pages'
        ? device.codePages().bytes
        : device.encode(
            testDocument({
              printer: setup.name,
              url: setup.url,
              model: device.model,
              columns: device.columns,
              codePage: device.codePage,
              at,
            }),
          ).bytes;
    return await device.print(bytes);
  } finally {
    await device.stop();
  }
}

/** Until the link is up or the patience is over; printing then says itself what is wrong. */
function connected(
  device: PrinterDevice,
  world: Terminal['world'],
  onStatus: (listen: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const cancel = world.after(connect_ms, resolve);
    const look = () => {
      if (device.status().link !== 'up') return;
      cancel();
      resolve();
    };
    onStatus(look);
    look();
  });
}
