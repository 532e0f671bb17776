import type { Check } from '../check.ts';
import type { Configuration } from '../eyes/eyes.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const missing: Indicator = {
  id: 'config-missing',
  area: 'configuration',
  state: 'attention',
  what: {
    cs: 'Pokladna ještě není nastavená: soubor {file} tu není.',
    en: 'The register is not set up yet: there is no file {file}.',
  },
  remedy: {
    cs: 'Projděte průvodce na obrazovce pokladny, nebo spusťte „sudo kasad setup“.',
    en: 'Go through the wizard on the screen of the register, or run “sudo kasad setup”.',
  },
};
const unreadable: Indicator = {
  id: 'config-unreadable',
  area: 'configuration',
  state: 'fault',
  what: {
    cs: 'Soubor s nastavením {file} nejde přečíst ({code}). Pokladna se nespustí.',
    en: 'The configuration {file} cannot be read ({code}). The register does not start.',
  },
  remedy: {
    cs: 'Vraťte mu práva: „sudo chown root:kasad {file}“ a „sudo chmod 0660 {file}“.',
    en: 'Give it its rights back: “sudo chown root:kasad {file}” and “sudo chmod 0660 {file}”.',
  },
};
const faulty: Indicator = {
  id: 'config-fault',
  area: 'configuration',
  state: 'fault',
  what: {
    cs: 'V nastavení {file} na řádku {line} je chyba: {what} Při příštím startu se pokladna nespustí.',
    en: 'The configuration {file} has a fault on line {line}, told in Czech: “{what}” The register will not start with it.',
  },
  remedy: {
    cs: '{correct} Pak zkontrolujte „kasad check-config {file}“ a pokladnu restartujte.',
    en: 'Told in Czech: “{correct}” Then check “kasad check-config {file}” and restart the register.',
  },
};

export function judgeConfiguration({ file, state, code, faults }: Configuration): Finding[] {
  switch (state) {
    case 'missing':
      return [found(missing, { file })];
    case 'unreadable':
      return [found(unreadable, { file, code })];
    default:
      return faults.map(({ line, what, remedy }) => found(faulty, { file, line, what, correct: remedy }));
  }
}

export const configuration: Check = {
  id: 'configuration',
  area: 'configuration',
  indicators: [missing, unreadable, faulty],
  well: { cs: 'Soubor s nastavením je v pořádku.', en: 'The configuration is well.' },
  async look({ configuration: given }) {
    return given.file === null ? null : { findings: judgeConfiguration(given), facts: { file: given.file } };
  },
};
