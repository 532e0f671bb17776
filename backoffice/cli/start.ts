import { CONFIG_HELP, CONFIG_OPTIONS, type Command, loadConfig, readArgs } from './command.ts';
import { serve } from './serve.ts';

export const command: Command = {
  name: 'start',
  summary: 'Spustí BackOffice.',
  help: `
backoffice start [přepínače]
${CONFIG_HELP}

Záznam o běhu jde na standardní výstup jako JSON. SIGTERM a SIGINT BackOffice zastaví.`,
  async run(args, terminal) {
    const { values } = readArgs({ args: [...args], options: CONFIG_OPTIONS });
    return serve(loadConfig(values, terminal), terminal, async ({ url, stores }) => {
      terminal.err(`BackOffice běží na ${url}`);
      if ((await stores.all()).length === 0) {
        terminal.err('Ještě tu není žádný obchod. Založte ho příkazem init.');
      }
    });
  },
};
