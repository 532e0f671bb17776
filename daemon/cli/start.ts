import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { resetMarkFile } from '../care/reset/mark.ts';
import { createLog } from '../log.ts';
import { createConfigKeeper } from '../setup/config-keeper.ts';
import { type Command, readArgs } from './command.ts';
import { DEFAULT_CONFIG } from './config-file.ts';
import { serve } from './serve.ts';

export const command: Command = {
  name: 'start',
  summary: 'Spustí pokladnu podle souboru s nastavením.',
  help: `
kasad start [--config SOUBOR]

  --config SOUBOR   soubor s nastavením (jinak ${DEFAULT_CONFIG})

Když soubor na obvyklém místě není, nebo v něm chybí tabulka [register], pokladna se spustí také: zatím neprodává
a na obrazovce ukáže průvodce prvním spuštěním, který soubor zapíše.

Záznam o běhu jde na standardní výstup jako JSON. SIGTERM a SIGINT pokladnu zastaví. SIGHUP ji nechá přečíst
nastavení znovu; když je jiné, během chvíle se s ním spustí, a když s ním spustit nejde, běží dál s dosavadním.
`,
  async run(args, terminal) {
    const { values } = readArgs({
      args: [...args],
      options: { config: { type: 'string', default: DEFAULT_CONFIG } },
    });
    const { world } = terminal;
    const keeper = createConfigKeeper({
      file: resolve(values.config),
      world,
      mayLack: values.config === DEFAULT_CONFIG,
    });
    let config = keeper.load();
    if (existsSync(resetMarkFile(config.data_dir))) {
      const { finishReset } = await import('../care/reset/wipe.ts');
      finishReset(config.data_dir);
      config = keeper.load();
    }
    const log = createLog(config.log.level, world);
    return serve({ config, keeper, terminal, log, onReady: (url) => log.info({ url }, 'ready') });
  },
};
