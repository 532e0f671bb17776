import type { PaymentType } from '../../domain/index.ts';
import { Refusal } from '../refusal.ts';

/** In the order in which the payment screen offers them. */
export type KeptPaymentType = PaymentType & { readonly position: number };

export function keptPaymentType(type: PaymentType, position: number): KeptPaymentType {
  const { id, name, kind, currency, rate_haler, registered, active } = type;
  return { id, name, kind, currency, rate_haler, registered, active, position };
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
    active: true,
  },
  {
    id: 'karta',
    name: 'Karta',
    kind: 'card',
    currency: 'CZK',
    rate_haler: null,
    registered: true,
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
        `Platba „${type.name}“ je v seznamu dvakrát.`,
        'Jednu přejmenujte nebo vymažte.',
      );
    }
    ids.add(type.id);
    names.add(type.name.toLocaleLowerCase('cs'));
    if (type.kind === 'foreign-cash') {
      if (type.currency === 'CZK' || type.rate_haler === null) {
        const message = `U platby „${type.name}“ chybí cizí měna nebo její kurz.`;
        throw refuse('payment-rate', message, 'Doplňte měnu (například EUR) a kurz v korunách.');
      }
    } else if (type.currency !== 'CZK' || type.rate_haler !== null) {
      const message = `Platba „${type.name}“ má cizí měnu nebo kurz, ale není to hotovost v cizí měně.`;
      throw refuse('payment-rate', message, 'Nastavte měnu CZK bez kurzu, nebo druh „hotovost v cizí měně“.');
    }
  }
  if (!types.some((type) => type.active)) {
    throw refuse(
      'payment-none',
      'Nezbyla by žádná platba, kterou jde zaplatit.',
      'Nechte aspoň jednu zapnutou.',
    );
  }
}

function refuse(code: string, message: string, hint: string): Refusal {
  return new Refusal(422, code, `${message} Platby se nezměnily.`, hint);
}
