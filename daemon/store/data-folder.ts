import { accessSync, constants, mkdirSync } from 'node:fs';
import { Refusal } from '../../wire/index.ts';

/** Makes the data folder where there is none and answers it. Throws a Refusal `data-folder` when nothing can be written there. */
export function dataFolder(dir: string): string {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
    return dir;
  } catch (error) {
    throw new Refusal(
      500,
      'data-folder',
      {
        cs: `Do složky s daty ${dir} se nedá zapisovat. Pokladna se nespustila.`,
        en: `The data folder ${dir} cannot be written. The register did not start.`,
      },
      {
        cs: `Zkontrolujte, že složka existuje a patří uživateli, pod kterým pokladna běží (chown), nebo v nastavení změňte data_dir.`,
        en: `Check that the folder exists and belongs to the user under which the register runs (chown), or change data_dir in the configuration.`,
      },
      { dir, reason: (error as NodeJS.ErrnoException).code },
    );
  }
}
