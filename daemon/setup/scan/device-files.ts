import { accessSync, constants, readdirSync, readFileSync, realpathSync } from 'node:fs';

/** The kernel's view of what is plugged in, as the scan reads it: three questions, all of which may be answered by nothing. */
export interface DeviceFiles {
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(folder: string): readonly string[];
  /** The text of a small file; undefined when it cannot be read. */
  text(file: string): string | undefined;
  /** Where a link leads in the end; undefined when nowhere. */
  real(file: string): string | undefined;
  /** Whether this process may read and write the device. */
  usable(file: string): boolean;
}

export const realDeviceFiles: DeviceFiles = {
  list(folder) {
    try {
      return readdirSync(folder).sort();
    } catch {
      return [];
    }
  },
  text(file) {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  },
  real(file) {
    try {
      return realpathSync(file);
    } catch {
      return undefined;
    }
  },
  usable(file) {
    try {
      accessSync(file, constants.R_OK | constants.W_OK);
      return true;
    } catch {
      return false;
    }
  },
};
