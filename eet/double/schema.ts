import { attributeOf, elementsIn, isNamed, type XmlElement } from '../xml/element.ts';

/*
 * What EETXMLSchema.xsd 4.1 allows of a Trzba, written down a second time: the double must not judge our messages by
 * the very tables that they are made from.
 */

const EET = 'http://fs.gov.cz/eet/schema/v4';

type Check = (value: string) => boolean;

/** Values other than text lose the white space around them before anything is asked of them (XML Schema, 4.3.6). */
const trimmed =
  (check: Check): Check =>
  (value) =>
    check(value.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, ''));

const eic: Check = (value) => /^CZ\d{8,10}$/.test(value);
const word =
  (most: number): Check =>
  (value) =>
    value.length <= most && /^[-0-9A-Za-z.,:;/#_ ]+$/.test(value);
const boolean = trimmed((value) => ['true', 'false', '1', '0'].includes(value));
const unit = trimmed((value) => /^[1-9]\d*$/.test(value) && value.length <= 9);
const amount = trimmed((value) => {
  const [, sign, whole = '', rest = ''] = /^(-?)(\d+)\.(\d\d)$/.exec(value) ?? [];
  if (sign === undefined || whole.length > 8) return false;
  // No needless zero before the number, and no negative nothing.
  if (whole.length > 1 && whole.startsWith('0')) return false;
  return sign === '' || Number(whole + rest) > 0;
});
const uuid: Check = (value) => {
  const parts = value.split('-');
  const [, , third = '', fourth = ''] = parts;
  return (
    parts.map(({ length }) => length).join() === '8,4,4,4,12' &&
    parts.every((part) => /^[\da-f]+$/i.test(part)) &&
    '12345'.includes(third.charAt(0)) &&
    '89ab'.includes(fourth.charAt(0).toLowerCase())
  );
};
const time = trimmed((value) => {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(Z|[+-](\d\d):(\d\d))$/.exec(value);
  if (!found) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const [offsetHours, offsetMinutes] = [Number(found[8] ?? 0), Number(found[9] ?? 0)];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  // 24:00:00 is the end of a day.
  const isTime = (hour < 24 && minute < 60 && second < 60) || (hour === 24 && minute + second === 0);
  const isOffset = offsetMinutes < 60 && offsetHours * 60 + offsetMinutes <= 840;
  return year > 0 && day >= 1 && day <= days && isTime && isOffset;
});

interface Attributes {
  readonly required: Readonly<Record<string, Check>>;
  readonly optional: Readonly<Record<string, Check>>;
}

const HLAVICKA: Attributes = {
  required: { uuid_zpravy: uuid, dat_odesl: time, prvni_zaslani: boolean },
  optional: { overeni: boolean },
};
const DATA: Attributes = {
  required: {
    eic_popl: eic,
    id_jednotky: unit,
    id_pokl: word(20),
    porad_cis: word(25),
    dat_trzby: time,
    celk_trzba: amount,
  },
  optional: {
    eic_poverujiciho: eic,
    povereni_vice_popl: boolean,
    urceno_cerp_zuct: amount,
    cerp_zuct: amount,
  },
};

/** The values of a Trzba by their official names, or what of it breaks the schema. */
export function readTrzba(
  trzba: XmlElement,
): { readonly head: Values; readonly data: Values } | { readonly breach: string } {
  if (!isNamed(trzba, EET, 'Trzba')) return { breach: 'not a Trzba' };
  if (trzba.attributes.length > 0) return { breach: 'an attribute of Trzba' };
  const [hlavicka, data, ...more] = elementsIn(trzba);
  const isSpace = (child: XmlElement | string) => typeof child !== 'string' || /^[ \t\n\r]*$/.test(child);
  if (!hlavicka || !data || more.length > 0 || !trzba.children.every(isSpace)) {
    return { breach: 'Trzba does not consist of Hlavicka and Data' };
  }
  const breach = breachOf(hlavicka, 'Hlavicka', HLAVICKA) ?? breachOf(data, 'Data', DATA);
  return breach === undefined ? { head: valuesOf(hlavicka), data: valuesOf(data) } : { breach };
}

export type Values = Readonly<Record<string, string>>;

function breachOf(element: XmlElement, name: string, { required, optional }: Attributes): string | undefined {
  if (!isNamed(element, EET, name)) return `${element.local} instead of ${name}`;
  if (element.children.length > 0) return `${name} is not empty`;
  const missing = Object.keys(required).find((key) => attributeOf(element, '', key) === undefined);
  if (missing !== undefined) return `${name} without ${missing}`;
  const all: Readonly<Record<string, Check | undefined>> = { ...required, ...optional };
  const wrong = element.attributes.find(
    ({ uri, local, value }) => uri !== '' || all[local]?.(value) !== true,
  );
  return wrong && `${name}/@${wrong.local}`;
}

const valuesOf = ({ attributes }: XmlElement): Values =>
  Object.fromEntries(attributes.map(({ local, value }) => [local, value]));

/** `xs:boolean`. */
export const isTrue = (value: string | undefined): boolean => /^\s*(true|1)\s*$/.test(value ?? '');
