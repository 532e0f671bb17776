import { type Item, type VatRate, vatRateOn } from '../domain/index.ts';
import { Refusal, type VatRateView, type Words } from '../wire/index.ts';

/** A row of the table of rates with the id that makes it the same row on every register. */
export type KeptRate = VatRate & { readonly id: string };

export function keptRate(rate: VatRateView): KeptRate {
  const { vatClass, name, rate_bp, validFrom } = rate;
  return { id: `${vatClass}:${validFrom}`, vatClass, name, rate_bp, validFrom };
}

/** Throws a Refusal when a table of rates is not one, or would leave an item without a rate today. */
export function checkRates(rates: readonly VatRateView[], items: Iterable<Item>, day: string): void {
  const seen = new Set<string>();
  for (const rate of rates) {
    if (!isDay(rate.validFrom)) {
      throw refuse(
        'vat-day-invalid',
        {
          cs: `Den „${rate.validFrom}“ v kalendáři není.`,
          en: `There is no day “${rate.validFrom}” in the calendar.`,
        },
        { cs: 'Opravte začátek platnosti.', en: 'Correct the day from which it is valid.' },
      );
    }
    const { id } = keptRate(rate);
    if (seen.has(id)) {
      const message = {
        cs: `Sazba „${rate.name}“ má dvakrát stejný začátek platnosti ${rate.validFrom}.`,
        en: `The rate “${rate.name}” is twice valid from the same day, ${rate.validFrom}.`,
      };
      throw refuse('vat-day-twice', message, {
        cs: 'Nechte pro každý den jen jeden řádek.',
        en: 'Leave only one line for each day.',
      });
    }
    seen.add(id);
  }
  for (const item of items) {
    if (vatRateOn(rates, item.vatClass, day)) continue;
    const message = {
      cs: `Položka „${item.name}“ by dnes neměla žádnou sazbu DPH a nešla by prodat.`,
      en: `The item “${item.name}” would have no VAT rate today and could not be sold.`,
    };
    const hint = {
      cs: `Nechte v tabulce platný řádek třídy „${item.vatClass}“, nebo položce nejdřív dejte jinou.`,
      en: `Leave a valid line of the class “${item.vatClass}” in the table, or give the item another class first.`,
    };
    throw refuse('vat-class-used', message, hint);
  }
}

function refuse(code: string, what: Words, hint: Words): Refusal {
  const title = { cs: `${what.cs} Sazby se nezměnily.`, en: `${what.en} The rates were not changed.` };
  return new Refusal(422, code, title, hint);
}

function isDay(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
