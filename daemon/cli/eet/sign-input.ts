import type { Head, Ids, Sale } from '../../../eet/index.ts';

/** What is to be signed, as it stood on standard input. Only the shape is sure: limits are the message's business. */
export interface SignInput {
  readonly sale: Sale;
  readonly head: Head;
  /** Names of the message's parts, to write a certain one over again. */
  readonly ids?: Ids;
}

type Names = Readonly<Record<string, string>>;
const HEAD: Names = {
  uuid_zpravy: 'uuid',
  dat_odesl: 'sentAt',
  prvni_zaslani: 'first',
  overeni: 'verification',
};
const DATA: Names = {
  eic_popl: 'eic',
  eic_poverujiciho: 'delegatingEic',
  povereni_vice_popl: 'delegatedByMany',
  id_jednotky: 'unitId',
  id_pokl: 'registerId',
  porad_cis: 'number',
  dat_trzby: 'soldAt',
  celk_trzba: 'total',
  urceno_cerp_zuct: 'prepaid',
  cerp_zuct: 'drawn',
};
const BOOLEANS = ['prvni_zaslani', 'overeni', 'povereni_vice_popl'];
const IDS = ['body', 'token', 'signature', 'keyInfo', 'reference'] as const;
/** An NCName of ASCII. */
const ID = /^[A-Za-z_][A-Za-z0-9._-]{0,99}$/;

/** Reads `{"hlavicka": {…}, "data": {…}}` with the official names; or says in Czech, a line each, what is wrong with it. */
export function readSignInput(text: string): SignInput | { readonly faults: readonly string[] } {
  const input = objectIn(text);
  if (!input || !isObject(input.hlavicka) || !isObject(input.data)) {
    return { faults: ['Na standardní vstup patří JSON {"hlavicka": {…}, "data": {…}}.'] };
  }
  const { hlavicka, data, ids } = input;
  const faults = [...faultsIn(hlavicka, HEAD), ...faultsIn(data, DATA)];
  if (ids !== undefined && !areIds(ids)) {
    faults.push(`ids: patří sem ${IDS.join(', ')}, každé jiné a samá písmena, číslice a ._-`);
  }
  if (faults.length > 0) return { faults };
  const sale = byOurNames(data, DATA) as unknown as Sale;
  const head = byOurNames(hlavicka, HEAD) as unknown as Head;
  return ids === undefined ? { sale, head } : { sale, head, ids: ids as Ids };
}

function faultsIn(values: Readonly<Record<string, unknown>>, names: Names): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (!Object.hasOwn(names, name)) return [`${name}: takový údaj rozhraní 4.1 nemá.`];
    if (BOOLEANS.includes(name)) {
      const isBoolean = typeof value === 'boolean' || value === 'true' || value === 'false';
      return isBoolean ? [] : [`${name}: patří sem "true", nebo "false".`];
    }
    return typeof value === 'string' ? [] : [`${name}: hodnota patří do uvozovek.`];
  });
}

function byOurNames(values: Readonly<Record<string, unknown>>, names: Names): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      names[name] as string,
      BOOLEANS.includes(name) ? String(value) === 'true' : value,
    ]),
  );
}

function areIds(ids: unknown): ids is Ids {
  if (!isObject(ids)) return false;
  const values = IDS.map((name) => ids[name]);
  return values.every((id) => typeof id === 'string' && ID.test(id)) && new Set(values).size === IDS.length;
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // Its words would quote what was read.
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
