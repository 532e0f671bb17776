import { Refusal } from '../../wire/index.ts';
import type { ConfigFault } from './fault.ts';

/** `code`: of the disk, ENOENT when there is none. */
export function configUnreadable(file: string, code: string): Refusal {
  return new Refusal(
    500,
    'config-unreadable',
    {
      cs: `Soubor s nastavením ${file} ${code === 'ENOENT' ? 'neexistuje' : `nejde přečíst (${code})`}.`,
      en: `The configuration ${file} ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`}.`,
    },
    {
      cs: 'Zadejte jiný jako --config SOUBOR; vzor je v docs/kasad.toml. Stačí i prázdný: nastavení pak zapíše průvodce na obrazovce.',
      en: 'Give another one as --config FILE; a sample is in docs/kasad.toml. An empty one will do: the wizard on the screen then writes it.',
    },
  );
}

/** All faults at once. */
export function configFaulty(file: string, faults: readonly ConfigFault[]): Refusal {
  const lines = faultLines(file, faults).join('\n');
  return new Refusal(
    500,
    'config-faulty',
    {
      cs: `Nastavení má chyby, proto se nic nespustilo.\n${lines}`,
      en: `The configuration has faults, so nothing was started.\n${lines}`,
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
