import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Refusal } from '../../wire/index.ts';
import type { Config } from '../config/schema.ts';
import { demoConfig } from '../demo/config.ts';
import { databaseFile } from '../store/files.ts';
import { DEFAULT_CONFIG, loadConfigFile } from './config-file.ts';

const DEFAULT_DATA = '/var/lib/kasad';

/** The two ways to say which register is meant; see PLACE_HELP. */
export const PLACE_OPTIONS = {
  config: { type: 'string' },
  data: { type: 'string' },
} as const;

export const PLACE_HELP = `  --config SOUBOR   soubor s nastavením (jinak ${DEFAULT_CONFIG})
  --data SLOŽKA     místo toho složka s daty ukázky (kasad shop)`;

export function placeOf({
  config,
  data,
}: {
  config?: string | undefined;
  data?: string | undefined;
}): Config {
  if (data !== undefined) return demoConfig(resolve(data), 8400);
  return loadConfigFile(config ?? DEFAULT_CONFIG);
}

/** Where the data lie, also while the file has faults: whoever changes the version of the program may mend just that. */
export function dataDirOf(values: Parameters<typeof placeOf>[0]): string {
  try {
    return placeOf(values).data_dir;
  } catch (error) {
    if (values.config === undefined && error instanceof Refusal) return DEFAULT_DATA;
    throw error;
  }
}

/** Throws Refusal `no-data`: a mistyped folder must not become a new, empty register. */
export function requireData(dir: string): void {
  if (existsSync(databaseFile(dir))) return;
  throw new Refusal(
    404,
    'no-data',
    {
      cs: `Ve složce ${dir} žádná data pokladny nejsou.`,
      en: `There are no data of a register in the folder ${dir}.`,
    },
    {
      cs: 'Zkontrolujte --config nebo --data; data vzniknou prvním spuštěním pokladny.',
      en: 'Check --config or --data; data are made by the first start of the register.',
    },
  );
}
