import type { CatalogueView, ScheduledChangeView } from '../../../daemon/http/contract.ts';
import { formatAmount, formatRate, vatRateOn } from '../../../domain/index.ts';
import { words } from '../../../ui/language.ts';
import { dayRanges } from '../../../ui/schedule-form.ts';
import { dateWords } from '../../i18n/when.ts';

/** Words of changes set ahead. */
export const scheduleWords = words(
  {
    title: 'Naplánované změny',
    none: 'Nic naplánovaného.',
    add: 'Naplánovat změnu',
    addHappy: 'Přidat zlevněné hodiny',
    what: 'Co se změní',
    kinds: { price: 'cena', 'vat-class': 'sazba DPH', 'happy-hour': 'zlevněné hodiny' },
    kindHints: {
      price: 'Platí od té chvíle, dokud ji nezměníte. Přepne se na všech pokladnách sama, i bez internetu.',
      'vat-class':
        'Platí od té chvíle, dokud ji nezměníte. Přepne se na všech pokladnách sama, i bez internetu.',
      'happy-hour': 'Opakuje se každý týden. Zdražit se takhle nedá: nižší cena v ceníku má přednost.',
    },
    day: 'Den',
    time: 'Čas',
    price: 'Nová cena s DPH (Kč)',
    vatClass: 'Nová sazba',
    weekdays: 'Dny',
    from: 'Od',
    to: 'Do',
    toHint: 'Dřívější čas než začátek je až druhý den.',
    by: 'Zlevnění',
    byPrice: 'na pevnou cenu',
    byPercent: 'o procenta',
    percent: 'Sleva v %',
    everyDay: 'každý den',
    allDay: 'celý den',
    days: ['po', 'út', 'st', 'čt', 'pá', 'so', 'ne'],
    save: 'Naplánovat',
    remove: (what: string) => `Zrušit: ${what}`,
    startsAt: (day: string, time: string) => `od ${day} ${time}`,
    happyBy: (hours: string, price: string) => `${hours}: ${price}`,
    crowns: (amount: string) => `${amount} Kč`,
    vat: (name: string) => `DPH ${name}`,
    ofCategory: (name: string) => `celá kategorie ${name}`,
    setBy: (who: string | null, register: string) =>
      `naplánováno: ${[register, who].filter(Boolean).join(', ')}`,
    happyShort: (price: string, until: string) => `do ${until} za ${price}`,
    happyNow: (price: string, until: string) => `Teď se prodává za ${price} Kč, do ${until}.`,
    faults: {
      day: 'Napište den, třeba 1. 1. 2027.',
      time: 'Napište čas, třeba 16:00.',
      amount: 'Napište částku v korunách, třeba 45 nebo 45,50.',
      percent: 'Napište procenta, třeba 20.',
      weekdays: 'Vyberte aspoň jeden den.',
      missing: 'Vyberte.',
    },
  },
  {
    title: 'Planned changes',
    none: 'Nothing is planned.',
    add: 'Plan a change',
    addHappy: 'Add happy hours',
    what: 'What changes',
    kinds: { price: 'price', 'vat-class': 'VAT class', 'happy-hour': 'happy hours' },
    kindHints: {
      price:
        'In effect from that moment until you change it. All registers switch by themselves, even offline.',
      'vat-class':
        'In effect from that moment until you change it. All registers switch by themselves, even offline.',
      'happy-hour': 'Every week again. It makes nothing dearer: a lower price of the price list wins.',
    },
    day: 'Day',
    time: 'Time',
    price: 'New price with VAT (Kč)',
    vatClass: 'New class',
    weekdays: 'Days',
    from: 'From',
    to: 'To',
    toHint: 'A time before the beginning is on the next day.',
    by: 'Cheaper',
    byPrice: 'at a fixed price',
    byPercent: 'by per cent',
    percent: 'Per cent off',
    everyDay: 'every day',
    allDay: 'all day',
    days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    save: 'Plan it',
    remove: (what: string) => `Cancel: ${what}`,
    startsAt: (day: string, time: string) => `from ${day} ${time}`,
    happyBy: (hours: string, price: string) => `${hours}: ${price}`,
    crowns: (amount: string) => `${amount} Kč`,
    vat: (name: string) => `VAT ${name}`,
    ofCategory: (name: string) => `the whole category ${name}`,
    setBy: (who: string | null, register: string) =>
      `planned at ${[register, who].filter(Boolean).join(', ')}`,
    happyShort: (price: string, until: string) => `${price} till ${until}`,
    happyNow: (price: string, until: string) => `Sold for ${price} Kč now, until ${until}.`,
    faults: {
      day: 'Write a day, for example 1. 1. 2027.',
      time: 'Write a time, for example 16:00.',
      amount: 'Write an amount in crowns, for example 45 or 45,50.',
      percent: 'Write a percentage, for example 20.',
      weekdays: 'Choose at least one day.',
      missing: 'Choose one.',
    },
  },
);

/** One change in a line: `od 1. 1. 2027 00:00: 65 Kč`, `po–pá 16:00–18:00: −20 %`. */
export function changeWords(change: ScheduledChangeView, view: Pick<CatalogueView, 'vatRates'>): string {
  const t = scheduleWords();
  if (change.kind === 'happy-hour') {
    const { fromTime, toTime, weekdays } = change;
    const named = dayRanges(weekdays)
      .map(([first, last]) => [t.days[first - 1], t.days[last - 1]])
      .map(([first, last]) => (first === last ? first : `${first}–${last}`))
      .join(', ');
    const days = weekdays.length === 7 ? t.everyDay : named;
    const hours = fromTime === '00:00' && toTime === '00:00' ? t.allDay : `${fromTime}–${toTime}`;
    const price =
      change.price_haler === null
        ? `−${formatRate(change.percent_bp ?? 0)}`
        : t.crowns(formatAmount(change.price_haler, 'short'));
    return t.happyBy(`${days} ${hours}`, price);
  }
  const [day = '', time = ''] = change.from.split('T');
  const rate = change.kind === 'price' ? undefined : vatRateOn(view.vatRates, change.vatClass, day);
  const what =
    change.kind === 'price'
      ? t.crowns(formatAmount(change.price_haler, 'short'))
      : t.vat(rate ? `${rate.name} ${formatRate(rate.rate_bp)}` : change.vatClass);
  return `${t.startsAt(dateWords(day), time)}: ${what}`;
}
