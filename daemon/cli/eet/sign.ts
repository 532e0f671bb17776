import { buildMessage, faultsOf, type Head, type Ids, openP12, type Sale } from '../../../eet/index.ts';
import { importRefusal } from '../../eet/certificates/words.ts';
import { readArgs, type Terminal, UsageError } from '../command.ts';
import { fileBytes, inputText } from './input.ts';
import { passwordOf, passwordOptions } from './password.ts';

const INPUT_BYTES_MAX = 64 * 1024;

/** A sale by its official names, read from standard input, as a signed message on standard output. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = readArgs({
    args: [...args],
    options: { p12: { type: 'string' }, ...passwordOptions },
  });
  if (values.p12 === undefined) throw new UsageError('Chybí --p12 SOUBOR s certifikátem.');
  const password = passwordOf(values, terminal);
  const credential = openP12(fileBytes(values.p12), password);
  if ('fault' in credential) throw importRefusal(credential.fault);
  const { hlavicka = {}, data = {}, ids } = objectIn(await inputText(terminal.stdin, INPUT_BYTES_MAX));
  const unknown = [...strangers(hlavicka, HEAD), ...strangers(data, DATA)];
  if (unknown.length > 0) throw new UsageError(`Na vstupu jsou neznámé údaje: ${unknown.join(', ')}.`);
  const sale = byOurNames(data, DATA) as unknown as Sale;
  const head = byOurNames(hlavicka, HEAD) as unknown as Head;
  const faults = faultsOf(sale, head);
  for (const { official } of faults) {
    terminal.err(`${official}: hodnota chybí, nebo ji rozhraní 4.1 nepřijme.`);
  }
  if (faults.length > 0) return 1;
  if (credential.notAfter_ms < terminal.world.wall_ms()) {
    terminal.err('Pozor: platnost certifikátu už skončila, úřad zprávu nepřijme.');
  }
  terminal.out(buildMessage(sale, head, credential, ids as Ids | undefined).xml);
  return 0;
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

const strangers = (values: object, names: Names): string[] =>
  Object.keys(values).filter((name) => !Object.hasOwn(names, name));

function byOurNames(values: Readonly<Record<string, unknown>>, names: Names): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [names[name] as string, value]));
}

interface Input {
  readonly hlavicka?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
  /** Names of the message's parts, to write a certain one over again. */
  readonly ids?: unknown;
}

function objectIn(text: string): Input {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Input;
  } catch {
    // Told below, in words that do not quote what was read.
  }
  throw new UsageError('Na standardní vstup patří JSON {"hlavicka": {…}, "data": {…}}.');
}
