import { plural, words } from '../../ui/language.ts';

/** Changes of the price list by other registers, wherever they are told of. */
export const syncItems = words(
  {
    title: 'Synchronizace ceníku',
    titleBackoffice: 'Synchronizace s BackOffice',
    menuHint: 'Pošle a vezme změny z BackOffice a použije hned, co změnily ostatní pokladny a co tu čeká.',
    asking: 'Ptá se BackOffice…',
    unpaired: 'K BackOffice tato pokladna připojená není; připojíte ji v Nastavení → BackOffice.',
    now: 'Synchronizovat teď',
    nothing: 'Nic nečeká. Všechno, co z ostatních pokladen přišlo, už platí.',
    applied: (count: number) =>
      `${plural(count, 'Použila se', 'Použily se', 'Použilo se')} ${count} ${plural(count, 'změna', 'změny', 'změn')} ceníku.`,
    bills: 'Na rozepsaných účtech zůstávají ceny, za které se položky přidaly.',
    waiting: (count: number) =>
      `${plural(count, 'Čeká', 'Čekají', 'Čeká')} ${count} ${plural(count, 'změna', 'změny', 'změn')} ceníku z ostatních pokladen.`,
    untilShift: 'Použijí se při otevření směny.',
    untilAsked: 'Synchronizace položek je tu vypnutá.',
    applyNow: 'Použít změny hned',
  },
  {
    title: 'Price list synchronisation',
    titleBackoffice: 'Synchronisation with BackOffice',
    menuHint:
      'Sends and takes changes of the BackOffice, and takes over at once what other registers have changed and what waits here.',
    asking: 'Asking the BackOffice…',
    unpaired: 'This register is not joined to a BackOffice; join it in Settings → BackOffice.',
    now: 'Synchronise now',
    nothing: 'Nothing waits. Whatever has come from other registers is in effect.',
    applied: (count: number) =>
      `${count} ${count === 1 ? 'change' : 'changes'} of the price list taken over.`,
    bills: 'Open bills keep the prices at which their items were added.',
    waiting: (count: number) =>
      `${count} ${count === 1 ? 'change' : 'changes'} of the price list by other registers ${count === 1 ? 'waits' : 'wait'}.`,
    untilShift: 'They take effect when the shift opens.',
    untilAsked: 'Synchronisation of items is off here.',
    applyNow: 'Take them over now',
  },
);
