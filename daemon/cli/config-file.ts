import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { knownDevices } from '../config/known-devices.ts';
import { type Checked, checkConfig, NOBODY } from '../config/load.ts';
import { configFaulty, configUnreadable } from '../config/refusals.ts';
import type { Config } from '../config/schema.ts';

export { faultLines } from '../config/refusals.ts';

export const DEFAULT_CONFIG = '/etc/kasad/kasad.toml';

/** Throws Refusal `config-unreadable`. */
export function checkConfigFile(file: string): Checked {
  return checkConfig(sourceOf(file), resolve(file), knownDevices);
}

/**
 * Throws Refusal `config-unreadable` or `config-faulty`, which lists every fault. A register that was not set up yet
 * has no file in the usual place, or one that does not say who it is: its data and devices are known all the same.
 */
export function loadConfigFile(file: string): Config {
  const { config, faults } = checkConfig(
    sourceOf(file, file === DEFAULT_CONFIG),
    resolve(file),
    knownDevices,
    NOBODY,
  );
  if (config) return config;
  throw configFaulty(file, faults);
}

function sourceOf(file: string, mayLack = false): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (mayLack && code === 'ENOENT') return '';
    throw configUnreadable(file, code);
  }
}
