import { resolve } from 'node:path';
import { demoConfig } from '../demo/config.ts';
import { DEMO_STAFF } from '../demo/restaurant.ts';
import { seedDemo } from '../demo/seed.ts';
import { createLog } from '../log.ts';
import { type Command, readArgs, UsageError } from './command.ts';
import { serve } from './serve.ts';

const ROLE_NAMES = { waiter: 'obsluha', manager: 'vedoucí', technician: 'technik' } as const;

export const command: Command = {
  name: 'shop',
  summary: 'Spustí ukázkovou restauraci s virtuální tiskárnou, zásuvkou, displejem, váhou a čtečkou.',
  help: `
kasad shop [--data SLOŽKA] [--port PORT] [--json] [--verbose]

  --data SLOŽKA   kam se ukládají data (jinak data/demo); smazáním složky začne ukázka znovu
  --port PORT     port obrazovky (jinak 8400; 0 vybere volný)
  --json          po spuštění vypíše {"url", "devices", "staff"} na jednom řádku
  --verbose       vypisuje i záznam o běhu
`,
  async run(args, terminal) {
    const { values } = readArgs({
      args: [...args],
      options: {
        data: { type: 'string', default: 'data/demo' },
        port: { type: 'string', default: '8400' },
        json: { type: 'boolean' },
        verbose: { type: 'boolean' },
      },
    });
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
      throw new UsageError('Port má být číslo od 0 do 65535.');
    }
    const config = demoConfig(resolve(values.data), Number(values.port));
    const log = createLog(values.verbose ? 'debug' : 'error', terminal.world);
    return serve({
      config,
      terminal,
      log,
      seed: async (parts) => void (await seedDemo(parts)),
      onReady(url) {
        if (values.json) {
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
            '  Přihlášení:',
            ...DEMO_STAFF.map(
              ({ name, role, pin }) => `    ${name.padEnd(8)} ${ROLE_NAMES[role].padEnd(8)} PIN ${pin}`,
            ),
            '',
            `  Data jsou ve složce ${config.data_dir}. Ukázku ukončíte klávesami Ctrl+C.`,
          ].join('\n'),
        );
      },
    });
  },
};
