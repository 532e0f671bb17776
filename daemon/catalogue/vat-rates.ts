import { type Item, type VatRate, vatRateOn } from '../../domain/index.ts';
import type { VatRateView } from '../http/contract.ts';
import { Refusal } from '../refusal.ts';

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
        `Den „${rate.validFrom}“ v kalendáři není.`,
        'Opravte začátek platnosti.',
      );
    }
    const { id } = keptRate(rate);
    if (seen.has(id)) {
      const message = `Sazba „${rate.name}“ má dvakrát stejný začátek platnosti ${rate.validFrom}.`;
      throw refuse('vat-day-twice', message, 'Nechte pro každý den jen jeden řádek.');
    }
    seen.add(id);
  }
  for (const item of items) {
    if (vatRateOn(rates, item.vatClass, day)) continue;
    const message = `Položka „${item.name}“ by dnes neměla žádnou sazbu DPH a nešla by prodat.`;
    const hint = `Nechte v tabulce platný řádek třídy „${item.vatClass}“, nebo položce nejdřív dejte jinou.`;
    throw refuse('vat-class-used', message, hint);
  }
}

function refuse(code: string, message: string, hint: string): Refusal {
  return new Refusal(422, code, `${message} Sazby se nezměnily.`, hint);
}

function isDay(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
