import { createLog } from '../log.ts';
import { type Command, readArgs } from './command.ts';
import { DEFAULT_CONFIG, loadConfigFile } from './config-file.ts';
import { serve } from './serve.ts';

export const command: Command = {
  name: 'start',
  summary: 'Spustí pokladnu podle souboru s nastavením.',
  help: `
kasad start [--config SOUBOR]

  --config SOUBOR   soubor s nastavením (jinak ${DEFAULT_CONFIG})

Záznam o běhu jde na standardní výstup jako JSON. SIGTERM a SIGINT pokladnu zastaví.
`,
  async run(args, terminal) {
    const { values } = readArgs({
      args: [...args],
      options: { config: { type: 'string', default: DEFAULT_CONFIG } },
    });
    const config = loadConfigFile(values.config);
    const log = createLog(config.log.level, terminal.world);
    return serve({ config, terminal, log, onReady: (url) => log.info({ url }, 'ready') });
  },
};
