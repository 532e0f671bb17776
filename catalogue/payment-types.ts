import type { PaymentType } from '../domain/index.ts';
import { Refusal, type Words } from '../wire/index.ts';

/** In the order in which the payment screen offers them. */
export type KeptPaymentType = PaymentType & { readonly position: number };

export function keptPaymentType(type: PaymentType, position: number): KeptPaymentType {
  const { id, name, kind, currency, rate_haler, registered, prepaid, active } = type;
  return { id, name, kind, currency, rate_haler, registered, prepaid, active, position };
}

/** What a new shop can be paid by before anyone has set anything. */
export const FIRST_PAYMENT_TYPES: readonly PaymentType[] = [
  {
    id: 'hotovost',
    name: 'Hotovost',
    kind: 'cash',
    currency: 'CZK',
    rate_haler: null,
    registered: true,
    prepaid: false,
    active: true,
  },
  {
    id: 'karta',
    name: 'Karta',
    kind: 'card',
    currency: 'CZK',
    rate_haler: null,
    registered: true,
    prepaid: false,
    active: true,
  },
];

/** Throws a Refusal unless these ways to pay can be told apart and reckoned with. */
export function checkPaymentTypes(types: readonly PaymentType[]): void {
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const type of types) {
    if (ids.has(type.id) || names.has(type.name.toLocaleLowerCase('cs'))) {
      throw refuse(
        'payment-twice',
        {
          cs: `Platba „${type.name}“ je v seznamu dvakrát.`,
          en: `The payment “${type.name}” is on the list twice.`,
        },
        { cs: 'Jednu přejmenujte nebo vymažte.', en: 'Rename or delete one of them.' },
      );
    }
    ids.add(type.id);
    names.add(type.name.toLocaleLowerCase('cs'));
    if (type.kind === 'foreign-cash') {
      if (type.currency === 'CZK' || type.rate_haler === null) {
        const message = {
          cs: `U platby „${type.name}“ chybí cizí měna nebo její kurz.`,
          en: `The payment “${type.name}” lacks its foreign currency or its rate.`,
        };
        throw refuse('payment-rate', message, {
          cs: 'Doplňte měnu (například EUR) a kurz v korunách.',
          en: 'Add the currency (for instance EUR) and its rate in crowns.',
        });
      }
    } else if (type.currency !== 'CZK' || type.rate_haler !== null) {
      const message = {
        cs: `Platba „${type.name}“ má cizí měnu nebo kurz, ale není to hotovost v cizí měně.`,
        en: `The payment “${type.name}” has a foreign currency or a rate, but is not foreign cash.`,
      };
      throw refuse('payment-rate', message, {
        cs: 'Nastavte měnu CZK bez kurzu, nebo druh „hotovost v cizí měně“.',
        en: 'Set the currency CZK without a rate, or the kind “foreign cash”.',
      });
    }
  }
  if (!types.some((type) => type.active)) {
    throw refuse(
      'payment-none',
      { cs: 'Nezbyla by žádná platba, kterou jde zaplatit.', en: 'No payment would be left to pay with.' },
      { cs: 'Nechte aspoň jednu zapnutou.', en: 'Leave at least one switched on.' },
    );
  }
}

function refuse(code: string, what: Words, hint: Words): Refusal {
  const title = { cs: `${what.cs} Platby se nezměnily.`, en: `${what.en} The payments were not changed.` };
  return new Refusal(422, code, title, hint);
}
