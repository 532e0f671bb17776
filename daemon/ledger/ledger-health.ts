import type { HealthPart, TroubleView } from '../http/contract.ts';
import type { Registers } from './registers.ts';
import type { OwnSeries } from './series.ts';

/** As many troubles are told one by one in the status; the rest are in the list of them. */
const TOLD = 3;

/** What is not as it should be between the books of this register and the others'. Nothing of it stops selling. */
export function ledgerHealth(
  troubles: readonly TroubleView[],
  ownSeries: OwnSeries,
  registers: Registers,
): HealthPart[] {
  return [...sameSeries(ownSeries, registers), ...troubleParts(troubles), ...otherSeries(ownSeries)];
}

function sameSeries(ownSeries: OwnSeries, registers: Registers): HealthPart[] {
  const series = ownSeries.current();
  const twin = registers.others().find((one) => !one.gone && one.series === series);
  if (!twin) return [];
  return [
    {
      id: 'series',
      state: 'attention',
      cs: `Stejnou řadou ${series} jako tady se číslují účtenky i na jiné pokladně (${twin.name}), čísla se opakují.`,
      en: `Another register (${twin.name}) numbers its receipts by the same series ${series} as this one; numbers repeat.`,
      hintCs: `Technik má hned na jedné z nich nastavit jinou řadu (series) a pokladnu znovu spustit. Žádná účtenka se neztratí.`,
      hintEn: 'A technician sets another series on one of them at once and restarts it. No receipt is lost.',
    },
  ];
}

function otherSeries(ownSeries: OwnSeries): HealthPart[] {
  const { configured } = ownSeries;
  const series = ownSeries.current();
  if (series === configured) return [];
  return [
    {
      id: 'series-own',
      state: 'ok',
      cs: `Účtenky se tu číslují řadou ${series}: řadou ${configured} už číslovala jiná pokladna.`,
      en: `Receipts are numbered here by the series ${series}: another register has used ${configured}.`,
      hintCs: `Není potřeba nic dělat. Aby to bylo vidět i v nastavení, může technik zapsat series = "${series}".`,
      hintEn: `Nothing needs to be done. A technician may write series = "${series}" in the configuration.`,
    },
  ];
}

function troubleParts(troubles: readonly TroubleView[]): HealthPart[] {
  const told = troubles.slice(0, TOLD).map(({ kind, id, cs, en, hintCs, hintEn }): HealthPart => {
    return { id: `trouble.${kind}.${id}`.slice(0, 64), state: 'attention', cs, en, hintCs, hintEn };
  });
  const more = troubles.length - told.length;
  if (more <= 0) return told;
  return [
    ...told,
    {
      id: 'trouble.more',
      state: 'attention',
      cs: `Po výpadku spojení čeká na vyřízení ještě ${more} ${more === 1 ? 'věc' : more < 5 ? 'věci' : 'věcí'}.`,
      en: `After a break in the network ${more} more ${more === 1 ? 'thing waits' : 'things wait'} to be settled.`,
      hintCs: 'Všechny najdete v historii.',
      hintEn: 'All of them are in the history.',
    },
  ];
}
