import { displayProfiles, profiles } from '../../drivers/index.ts';
import type { DeviceWords } from './sense.ts';

/** What the drivers know, for the check of a configuration. */
export const knownDevices: DeviceWords = {
  printerProfiles: profiles.map(({ id }) => id),
  displayProfiles: Object.keys(displayProfiles),
};
