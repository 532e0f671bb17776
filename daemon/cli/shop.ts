import { resolve } from 'node:path';
import { demoConfig } from '../demo/config.ts';
import { DEMO_EET, DEMO_STAFF } from '../demo/restaurant.ts';
import { seedDemo } from '../demo/seed.ts';
import { createLog } from '../log.ts';
import { type Command, readArgs, type Terminal, UsageError } from './command.ts';
import { serve } from './serve.ts';

const ROLE_NAMES = { waiter: 'obsluha', manager: 'vedoucí', technician: 'technik' } as const;
const REGISTERS_MAX = 20;

export const command: Command = {
  name: 'shop',
  summary: 'Spustí ukázkovou restauraci s virtuální tiskárnou, zásuvkou, displejem, váhou a čtečkou.',
  help: `
kasad shop [--registers POČET] [--data SLOŽKA] [--port PORT] [--number ČÍSLO] [--sync-host ADRESA]
           [--eet] [--backoffice] [--json] [--verbose]

  --registers POČET  kolik pokladen (jinak 1); víc se jich spojí samo, každá je vlastní proces
  --data SLOŽKA      kam se ukládají data (jinak data/demo); smazáním složky začne ukázka znovu
  --port PORT        port obrazovky (jinak 8400; 0 vybere volný); další pokladny mají o jeden víc
  --number ČÍSLO     spustí jen jednu pokladnu s tímto číslem; od druhé se čeká, až ji někdo připojí kódem
  --sync-host ADRESA adresa, na které pokladny mluví mezi sebou (jinak 127.0.0.1; 0.0.0.0 pro síť)
  --eet              tržby se evidují u zkušebního dvojníka úřadu na tomto počítači
  --backoffice       běží i BackOffice; pokladny jsou s ním spárované
  --json             po spuštění vypíše {"url", "devices", "staff"} na jednom řádku, za každou pokladnu jeden
  --verbose          vypisuje i záznam o běhu
`,
  async run(args, terminal) {
    const { values } = readArgs({
      args: [...args],
      options: {
        registers: { type: 'string', default: '1' },
        data: { type: 'string', default: 'data/demo' },
        port: { type: 'string', default: '8400' },
        number: { type: 'string', default: '1' },
        'sync-host': { type: 'string', default: '127.0.0.1' },
        eet: { type: 'boolean', default: false },
        backoffice: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
      },
    });
    const port = wholeNumber(values.port, 0, 65_535, 'Port');
    const registers = wholeNumber(values.registers, 1, REGISTERS_MAX, 'Počet pokladen');
    const number = wholeNumber(values.number, 1, REGISTERS_MAX, 'Číslo pokladny');
    const data = resolve(values.data);
    const syncHost = values['sync-host'];
    if (registers === 1 && !values.backoffice)
      return runRegister({ ...values, data, port, number, syncHost }, terminal);
    const { runShop } = await import('../demo/shop.ts');
    return runShop({ ...values, data, port, registers, syncHost, staff: staffLines() }, terminal);
  },
};

/** One register in this process. */
function runRegister(
  options: {
    data: string;
    port: number;
    number: number;
    syncHost: string;
    eet: boolean;
    json: boolean;
    verbose: boolean;
  },
  terminal: Terminal,
): Promise<number> {
  const { data, port, number, syncHost, eet, json, verbose } = options;
  const { world } = terminal;
  return serve({
    config: demoConfig(data, port, { number, syncHost }),
    terminal,
    log: createLog(verbose ? 'debug' : 'error', terminal.world),
    // The first one has the restaurant, the others get it from their siblings.
    ...(number === 1 ? { seed: async (parts) => void (await seedDemo(parts, eet ? DEMO_EET : null)) } : {}),
    ...(eet
      ? { standIn: async () => (await import('../demo/tax-authority.ts')).demoTaxAuthority(world) }
      : {}),
    onReady(url) {
      if (json) {
        const staff = DEMO_STAFF.map(({ name, role, pin }) => ({ name, role, pin }));
        terminal.out(JSON.stringify({ url, devices: `${url}/devices`, staff }));
        return;
      }
      terminal.out(
        [
          'Ukázková restaurace běží.',
          '',
          `  Obrazovka pokladny  ${url}/`,
          `  Zařízení            ${url}/devices`,
          '',
          ...staffLines(),
          '',
          `  Data jsou ve složce ${data}. Ukázku ukončíte klávesami Ctrl+C.`,
        ].join('\n'),
      );
    },
  });
}

function staffLines(): string[] {
  return [
    '  Přihlášení:',
    ...DEMO_STAFF.map(
      ({ name, role, pin }) => `    ${name.padEnd(8)} ${ROLE_NAMES[role].padEnd(8)} PIN ${pin}`,
    ),
  ];
}

function wholeNumber(text: string, least: number, most: number, what: string): number {
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`${what} má být číslo od ${least} do ${most}.`);
}
