import type { Head, Sale } from '../sale.ts';

/** What the schema wants of one attribute (EETXMLSchema.xsd, interface 4.1). */
export interface Limit {
  /** The official name of the attribute. */
  readonly official: string;
  /** The whole of the value, as the schema's pattern has it. */
  readonly pattern: RegExp;
  /** What a pattern cannot say. */
  readonly also?: (value: string) => boolean;
}

/** A value that the authority would refuse. */
export interface Fault {
  readonly field: keyof Sale | keyof Head;
  readonly official: string;
}

/** `string20` and `string25`: `[0-9a-zA-Z\.,:;/#\-_ ]`. */
const WORD = '[0-9a-zA-Z.,:;/#\\-_ ]';
/** `CZEICType`. */
const EIC = /^CZ[0-9]{8,10}$/;
/** `dateTime`: xs:dateTime without fractions, and with its offset. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;
/** `CastkaType`: two decimals, no leading zero, no negative nothing, |x| < 100 000 000. */
const AMOUNT = /^((0|-?[1-9]\d{0,7})\.\d\d|-0\.(0[1-9]|[1-9]\d))$/;
const BOOLEAN = /^(true|false)$/;

const time = (official: string): Limit => ({ official, pattern: TIME, also: isMoment });
const amount = (official: string): Limit => ({ official, pattern: AMOUNT });

export const HEAD_LIMITS: Readonly<Record<keyof Head, Limit>> = {
  /** `UUIDType`: versions 1 to 5. */
  uuid: {
    official: 'uuid_zpravy',
    pattern: /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$/,
  },
  sentAt: time('dat_odesl'),
  first: { official: 'prvni_zaslani', pattern: BOOLEAN },
  verification: { official: 'overeni', pattern: BOOLEAN },
};

export const SALE_LIMITS: Readonly<Record<keyof Sale, Limit>> = {
  eic: { official: 'eic_popl', pattern: EIC },
  delegatingEic: { official: 'eic_poverujiciho', pattern: EIC },
  delegatedByMany: { official: 'povereni_vice_popl', pattern: BOOLEAN },
  /** `IdEvidJednotkyType`: 1 to 999999999. */
  unitId: { official: 'id_jednotky', pattern: /^[1-9][0-9]{0,8}$/ },
  registerId: { official: 'id_pokl', pattern: new RegExp(`^${WORD}{1,20}$`) },
  number: { official: 'porad_cis', pattern: new RegExp(`^${WORD}{1,25}$`) },
  soldAt: time('dat_trzby'),
  total: amount('celk_trzba'),
  prepaid: amount('urceno_cerp_zuct'),
  drawn: amount('cerp_zuct'),
};

/** May be left out; then the attribute is not written at all, for an empty one is forbidden. */
const OPTIONAL: readonly (keyof Sale | keyof Head)[] = [
  'verification',
  'delegatingEic',
  'delegatedByMany',
  'prepaid',
  'drawn',
];

/** What of it the authority would refuse; empty for a sale that can be sent. */
export function faultsOf(sale: Sale, head?: Head): Fault[] {
  return [...(head ? faultsIn(head, HEAD_LIMITS) : []), ...faultsIn(sale, SALE_LIMITS)];
}

function faultsIn<T extends Sale | Head>(values: T, limits: Readonly<Record<keyof T, Limit>>): Fault[] {
  return (Object.keys(limits) as (keyof T & Fault['field'])[]).flatMap((field) => {
    const { official, pattern, also } = limits[field];
    const value: unknown = values[field];
    if (value === undefined) return OPTIONAL.includes(field) ? [] : [{ field, official }];
    const text = String(value);
    return pattern.test(text) && (also?.(text) ?? true) ? [] : [{ field, official }];
  });
}

/** A day that there is, at a time that there is; an offset goes to 14 hours (XML Schema 1.0, 3.2.7). */
function isMoment(text: string): boolean {
  const local = text.slice(0, 19);
  const at = new Date(`${local}Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 19) !== local || local.startsWith('0000'))
    return false;
  const offset = text.slice(19);
  if (offset === 'Z') return true;
  const [hours = 99, minutes = 99] = offset.slice(1).split(':').map(Number);
  return minutes < 60 && hours * 60 + minutes <= 14 * 60;
}
