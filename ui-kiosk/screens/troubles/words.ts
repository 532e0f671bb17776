import { plural, words } from '../../../ui/language.ts';

export const troubleWords = words(
  {
    title: 'Po výpadku spojení',
    band: (count: number) =>
      `Po výpadku spojení ${plural(count, 'čeká 1 věc', `čekají ${count} věci`, `čeká ${count} věcí`)} na vyřízení`,
    none: 'Všechno je vyřízené.',
    takeUp: (amount: string) => `Převzít na nový účet (${amount} Kč)`,
    settled: 'Vyřízeno',
    receipt: (number: string, register: string, staff: string) => `${number} · ${register} · ${staff}`,
  },
  {
    title: 'After a break in the network',
    band: (count: number) =>
      `After a break in the network ${count} ${count === 1 ? 'thing waits' : 'things wait'} to be settled`,
    none: 'Everything is settled.',
    takeUp: (amount: string) => `Take over to a new bill (${amount} Kč)`,
    settled: 'Settled',
    receipt: (number: string, register: string, staff: string) => `${number} · ${register} · ${staff}`,
  },
);
