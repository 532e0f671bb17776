import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Refusal } from '../../wire/index.ts';
import type { ConfigFault } from '../config/fault.ts';
import { knownDevices } from '../config/known-devices.ts';
import { type Checked, checkConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';

export const DEFAULT_CONFIG = '/etc/kasad/kasad.toml';

/** Throws Refusal `config-unreadable`. */
export function checkConfigFile(file: string): Checked {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(
      500,
      'config-unreadable',
      {
        cs: `Soubor s nastavením ${file} ${code === 'ENOENT' ? 'neexistuje' : `nejde přečíst (${code})`}.`,
        en: `The configuration ${file} ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`}.`,
      },
      {
        cs: 'Zadejte jiný jako --config SOUBOR; vzor je v docs/kasad.toml.',
        en: 'Give another one as --config FILE; a sample is in docs/kasad.toml.',
      },
    );
  }
  return checkConfig(source, resolve(file), knownDevices);
}

/** Throws Refusal `config-unreadable` or `config-faulty`, which lists every fault. */
export function loadConfigFile(file: string): Config {
  const { config, faults } = checkConfigFile(file);
  if (config) return config;
  throw new Refusal(
    500,
    'config-faulty',
    {
      cs: `Nastavení má chyby, proto se nic nespustilo.\n${faultLines(file, faults).join('\n')}`,
      en: `The configuration has faults, so nothing was started.\n${faultLines(file, faults).join('\n')}`,
    },
    {
      cs: `Po opravě zkontrolujte: kasad check-config ${file}`,
      en: `Once corrected, check it: kasad check-config ${file}`,
    },
  );
}

/** As compilers write it, so that editors find the place. */
export function faultLines(file: string, faults: readonly ConfigFault[]): string[] {
  return faults.map(({ line, what, remedy }) => `${file}:${line}: ${what}\n    ${remedy}`);
}
