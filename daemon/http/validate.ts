import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { Value } from 'typebox/value';
import { Refusal } from '../refusal.ts';

/**
 * Checks requests against their typebox schemas. Each is compiled when it is first needed: compiling all of
 * them would take a good part of the time that a start may take.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let compiled: ReturnType<typeof Compile> | undefined;
  return (given: unknown) => {
    compiled ??= Compile(schema);
    // Only JSON has numbers and booleans; in queries, params and headers everything is text.
    const value = httpPart === 'body' ? given : Value.Convert(schema, given);
    if (compiled.Check(value)) return { value };
    return { error: invalid(compiled.Errors(value), httpPart) };
  };
};

/** For tests: an answer that differs from its schema is a bug, and becomes one. */
export const checkingSerializer = ({
  schema,
  url,
  httpStatus,
}: {
  schema: unknown;
  url: string;
  httpStatus?: string;
}) => {
  const compiled = Compile(schema as TSchema);
  return (data: unknown): string => {
    const text = JSON.stringify(data);
    const plain = text === undefined ? undefined : (JSON.parse(text) as unknown);
    if (!compiled.Check(plain)) {
      const errors = compiled.Errors(plain).map(({ instancePath, message }) => `${instancePath} ${message}`);
      throw new Error(
        `answer ${httpStatus} of ${url} differs from its schema: ${errors.join('; ')}: ${text}`,
      );
    }
    return text;
  };
};

/** Refusal 400 `invalid` with `fields`: JSON pointer and complaint, Czech. */
function invalid(errors: readonly TLocalizedValidationError[], part: string | undefined): Refusal {
  const fields = errors
    .flatMap(complaints)
    .filter(({ pointer }, index, all) => all.findIndex((other) => other.pointer === pointer) === index);
  const said = fields.slice(0, 3).map(({ pointer, complaint }) => `${fieldName(pointer)} ${complaint}`);
  const where = part === 'body' ? '' : ` (${PARTS[part ?? ''] ?? part})`;
  return new Refusal(
    400,
    'invalid',
    `Něco ve formuláři nesedí${where}: ${said.join('; ') || 'neplatná hodnota'}. Nic se nezměnilo.`,
    'Opravte hodnotu a zkuste to znovu.',
    { fields },
  );
}

const PARTS: Readonly<Record<string, string>> = {
  querystring: 'v adrese za otazníkem',
  params: 'v adrese',
  headers: 'v hlavičce',
};

interface Complaint {
  readonly pointer: string;
  readonly complaint: string;
}

function complaints(error: TLocalizedValidationError): Complaint[] {
  const { instancePath: pointer, keyword } = error;
  const params = error.params as Record<string, unknown>;
  const one = (complaint: string) => [{ pointer, complaint }];
  switch (keyword) {
    // Told already by what it goes with: the unknown key itself, each branch of the union.
    case 'boolean':
    case 'const':
      return [];
    case 'required':
      return (params.requiredProperties as string[]).map((key) => ({
        pointer: `${pointer}/${key}`,
        complaint: 'chybí',
      }));
    case 'additionalProperties':
      return (params.additionalProperties as string[]).map((key) => ({
        pointer: `${pointer}/${key.slice(0, 60)}`,
        complaint: 'sem nepatří',
      }));
    case 'type':
      return one(`má být ${TYPES[String(params.type)] ?? String(params.type)}`);
    case 'minimum':
    case 'exclusiveMinimum':
      return one(`má být nejméně ${params.limit}`);
    case 'maximum':
    case 'exclusiveMaximum':
      return one(`má být nejvýše ${params.limit}`);
    case 'minLength':
      return one(Number(params.limit) <= 1 ? 'nesmí být prázdné' : `má mít aspoň ${params.limit} znaky`);
    case 'maxLength':
      return one(`má mít nejvýše ${params.limit} znaků`);
    case 'minItems':
      return one(`má mít nejméně ${params.limit} položek`);
    case 'maxItems':
      return one(`má mít nejvýše ${params.limit} položek`);
    case 'enum':
      return one(`má být jedno z: ${(params.allowedValues as unknown[]).join(', ')}`);
    case 'pattern':
    case 'format':
      return one('má jiný tvar');
    default:
      return one('neplatí');
  }
}

const TYPES: Readonly<Record<string, string>> = {
  integer: 'celé číslo',
  number: 'číslo',
  string: 'text',
  boolean: 'ano, nebo ne (true, false)',
  array: 'seznam',
  object: 'objekt',
  null: 'null',
};

/** As people on the other side of the screen call it, with the name that programs know. */
function fieldName(pointer: string): string {
  const key = pointer.split('/').findLast((step) => step !== '' && !/^\d+$/.test(step));
  if (key === undefined) return 'obsah požadavku';
  const words = WORDS[key];
  return words ? `${words} (${key})` : `pole ${key}`;
}

const WORDS: Readonly<Record<string, string>> = {
  name: 'název',
  shortName: 'krátký název',
  pin: 'PIN (4 až 8 číslic)',
  role: 'role',
  price_haler: 'cena',
  unitPrice_haler: 'cena',
  quantity: 'množství',
  note: 'poznámka',
  reason: 'důvod',
  discount: 'sleva',
  percent_bp: 'sleva v procentech',
  amount_haler: 'částka',
  amount: 'částka',
  tip_haler: 'spropitné',
  tenders: 'platby',
  expectedTotal_haler: 'částka k úhradě',
  buyer: 'odběratel',
  ico: 'IČO',
  dic: 'DIČ',
  address: 'adresa',
  guests: 'počet hostů',
  tableId: 'stůl',
  itemId: 'položka',
  staffId: 'obsluha',
  float_haler: 'hotovost na začátku',
  counted_haler: 'spočítaná hotovost',
  rate_bp: 'sazba DPH',
  validFrom: 'platnost od',
  eans: 'čárové kódy',
  plu: 'PLU',
  'idempotency-key': 'klíč opakování',
};
