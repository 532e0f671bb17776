import type { PairingView } from '../http/contract.ts';
import { type Command, readArgs } from './command.ts';
import { askRegister } from './console-request.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf } from './place.ts';

export const command: Command = {
  name: 'pair',
  summary: 'Ukáže kód, kterým se k obchodu připojí další pokladna.',
  help: `
kasad pair [--json] [--config SOUBOR]

  --json            výsledek jako JSON: {"code", "expiresAt", "triesLeft", "addresses"}
${PLACE_HELP}

Pokladna při tom musí běžet. Kód platí pět minut a jednou; opíše se na nové pokladně
(kasad join KÓD, nebo na obrazovce Připojit k obchodu).
`,
  async run(args, { out }) {
    const { values } = readArgs({
      args: [...args],
      options: { ...PLACE_OPTIONS, json: { type: 'boolean' } },
    });
    const { data_dir } = placeOf(values);
    const shown = await askRegister<PairingView>(data_dir, 'POST', '/api/siblings/code');
    if (values.json) {
      out(JSON.stringify(shown));
      return 0;
    }
    out(`Kód pro novou pokladnu: ${shown.code}`);
    out('Platí pět minut a jednou. Na nové pokladně: kasad join KÓD');
    if (shown.addresses.length > 0) {
      out(`Když se v síti nenajde sama: kasad join KÓD --address ${shown.addresses[0]}`);
    }
    return 0;
  },
};
