import { CHECKS } from './checks.ts';
import { unseenIndicator } from './examination.ts';
import { AREAS, type Area, type FindingState, type Indicator } from './finding.ts';

const AREA_NAMES: Readonly<Record<Area, string>> = {
  register: 'Program pokladny',
  configuration: 'Nastavení',
  disk: 'Disk',
  database: 'Data a kopie',
  permissions: 'Oprávnění',
  clock: 'Hodiny',
  devices: 'Zařízení',
  ports: 'Porty',
  network: 'Síť',
  siblings: 'Sousední pokladny',
  certificates: 'Certifikáty',
  queues: 'Co čeká',
  versions: 'Verze',
  service: 'Služba systému',
  machine: 'Počítač',
};

const STATES: Readonly<Record<Exclude<FindingState, 'ok'>, string>> = {
  fault: 'závada',
  attention: 'pozor',
  unknown: 'nevíme',
};

/** Words of a fact whose text only the register knows. */
const OWN_WORDS = /^\{\w+\}$/;

/** docs/cs/kontrola.md: what may be found, what it means, what to do. */
export function handbook(): string {
  const first = CHECKS[0];
  const unseen = first ? [unseenIndicator(first)] : [];
  return `${[
    '# Kontrola pokladny: co hlásí a co s tím',
    '',
    '`kasad doctor`, nebo na pokladně Nastavení → Kontrola. Tabulku píše program sám ze svých hlášení; v závorkách',
    '{…} stojí to, co se doplní na místě. „Závada“ něčemu brání, „pozor“ zatím ne. Příkazy se píší do terminálu.',
    '',
    ...AREAS.flatMap((area) => {
      const indicators = CHECKS.filter((check) => check.area === area).flatMap((check) => check.indicators);
      return [`## ${AREA_NAMES[area]}`, '', ...table(indicators), ''];
    }),
    '## Když se nepovede sama kontrola',
    '',
    ...table(unseen.map((one) => ({ ...one, id: '…-unseen' }))),
  ].join('\n')}\n`;
}

function table(indicators: readonly Indicator[]): string[] {
  return [
    '| hlášení | stav | co to znamená | co udělat |',
    '| --- | --- | --- | --- |',
    ...indicators.map(
      ({ id, state, what, remedy }) =>
        `| \`${id}\` | ${STATES[state]} | ${cell(what.cs)} | ${cell(remedy.cs)} |`,
    ),
  ];
}

const cell = (text: string): string =>
  OWN_WORDS.test(text) ? 'Řekne hlášení samo.' : text.replaceAll('|', '\\|');
