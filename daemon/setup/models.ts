import { displayProfiles, profiles } from '../../drivers/index.ts';
import type { SetupView } from '../http/contract.ts';

/** What the drivers know, for lists to choose from. */
export function modelsOf(): SetupView['models'] {
  return {
    printers: profiles.map(({ id, name, columns, codePages }) => ({
      id,
      name,
      columns,
      codePage: codePages.find(({ page }) => page === 'cp852')?.number ?? 0,
    })),
    displays: Object.values(displayProfiles).map(({ name, label }) => ({ id: name, name: label })),
  };
}
