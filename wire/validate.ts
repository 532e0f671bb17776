import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { Value } from 'typebox/value';
import type { Words } from './fields.ts';
import { Refusal } from './refusal.ts';

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

/** Refusal 400 `invalid` with `fields`: JSON pointer and complaint. */
function invalid(errors: readonly TLocalizedValidationError[], part: string | undefined): Refusal {
  const fields = errors
    .flatMap(complaints)
    .filter(({ pointer }, index, all) => all.findIndex((other) => other.pointer === pointer) === index);
  const said = (language: keyof Words) =>
    fields
      .slice(0, 3)
      .map(({ pointer, complaint }) => `${fieldName(pointer)[language]} ${complaint[language]}`)
      .join('; ');
  const where = PARTS[part ?? ''] ?? { cs: '', en: '' };
  return new Refusal(
    400,
    'invalid',
    {
      cs: `Něco ve formuláři nesedí${where.cs}: ${said('cs') || 'neplatná hodnota'}. Nic se nezměnilo.`,
      en: `Something in the form is wrong${where.en}: ${said('en') || 'a value is not valid'}. Nothing was changed.`,
    },
    { cs: 'Opravte hodnotu a zkuste to znovu.', en: 'Correct the value and try again.' },
    { fields },
  );
}

const PARTS: Readonly<Record<string, Words>> = {
  querystring: { cs: ' (v adrese za otazníkem)', en: ' (in the address after the question mark)' },
  params: { cs: ' (v adrese)', en: ' (in the address)' },
  headers: { cs: ' (v hlavičce)', en: ' (in a header)' },
};

interface Complaint {
  readonly pointer: string;
  readonly complaint: Words;
}

function complaints(error: TLocalizedValidationError): Complaint[] {
  const { instancePath: pointer, keyword } = error;
  const params = error.params as Record<string, unknown>;
  const one = (cs: string, en: string) => [{ pointer, complaint: { cs, en } }];
  switch (keyword) {
    // Told already by what it goes with: the unknown key itself, each branch of the union.
    case 'boolean':
    case 'const':
      return [];
    case 'required':
      return (params.requiredProperties as string[]).map((key) => ({
        pointer: `${pointer}/${key}`,
        complaint: { cs: 'chybí', en: 'is missing' },
      }));
    case 'additionalProperties':
      return (params.additionalProperties as string[]).map((key) => ({
        pointer: `${pointer}/${key.slice(0, 60)}`,
        complaint: { cs: 'sem nepatří', en: 'does not belong here' },
      }));
    case 'type': {
      const type = String(params.type);
      const { cs, en } = TYPES[type] ?? { cs: type, en: type };
      return one(`má být ${cs}`, `should be ${en}`);
    }
    case 'minimum':
    case 'exclusiveMinimum':
      return one(`má být nejméně ${params.limit}`, `should be at least ${params.limit}`);
    case 'maximum':
    case 'exclusiveMaximum':
      return one(`má být nejvýše ${params.limit}`, `should be at most ${params.limit}`);
    case 'minLength':
      return Number(params.limit) <= 1
        ? one('nesmí být prázdné', 'must not be empty')
        : one(`má mít aspoň ${params.limit} znaky`, `should have at least ${params.limit} characters`);
    case 'maxLength':
      return one(`má mít nejvýše ${params.limit} znaků`, `should have at most ${params.limit} characters`);
    case 'minItems':
      return one(`má mít nejméně ${params.limit} položek`, `should have at least ${params.limit} items`);
    case 'maxItems':
      return one(`má mít nejvýše ${params.limit} položek`, `should have at most ${params.limit} items`);
    case 'enum': {
      const values = (params.allowedValues as unknown[]).join(', ');
      return one(`má být jedno z: ${values}`, `should be one of: ${values}`);
    }
    case 'pattern':
    case 'format':
      return one('má jiný tvar', 'has another form');
    default:
      return one('neplatí', 'is not valid');
  }
}

const TYPES: Readonly<Record<string, Words>> = {
  integer: { cs: 'celé číslo', en: 'a whole number' },
  number: { cs: 'číslo', en: 'a number' },
  string: { cs: 'text', en: 'a text' },
  boolean: { cs: 'ano, nebo ne (true, false)', en: 'yes or no (true, false)' },
  array: { cs: 'seznam', en: 'a list' },
  object: { cs: 'objekt', en: 'an object' },
};

/** As people on the other side of the screen call it, with the name that programs know. */
function fieldName(pointer: string): Words {
  const key = pointer.split('/').findLast((step) => step !== '' && !/^\d+$/.test(step));
  if (key === undefined) return { cs: 'obsah požadavku', en: 'the request' };
  // The key is whatever was sent, `valueOf` for instance.
  const words = Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
  return words
    ? { cs: `${words.cs} (${key})`, en: `${words.en} (${key})` }
    : { cs: `pole ${key}`, en: `the field “${key}”` };
}

const WORDS: Readonly<Record<string, Words>> = {
  name: { cs: 'název', en: 'name' },
  shortName: { cs: 'krátký název', en: 'short name' },
  pin: { cs: 'PIN (4 až 8 číslic)', en: 'PIN (4 to 8 digits)' },
  role: { cs: 'role', en: 'role of staff' },
  price_haler: { cs: 'cena', en: 'price' },
  unitPrice_haler: { cs: 'cena', en: 'price' },
  quantity: { cs: 'množství', en: 'quantity' },
  note: { cs: 'poznámka', en: 'note' },
  reason: { cs: 'důvod', en: 'reason' },
  discount: { cs: 'sleva', en: 'discount' },
  percent_bp: { cs: 'sleva v procentech', en: 'percentage off' },
  amount_haler: { cs: 'částka', en: 'amount' },
  amount: { cs: 'částka', en: 'amount' },
  tip_haler: { cs: 'spropitné', en: 'tip' },
  tenders: { cs: 'platby', en: 'payments' },
  expectedTotal_haler: { cs: 'částka k úhradě', en: 'amount due' },
  buyer: { cs: 'odběratel', en: 'buyer' },
  ico: { cs: 'IČO', en: 'the IČO' },
  dic: { cs: 'DIČ', en: 'VAT number' },
  address: { cs: 'adresa', en: 'address' },
  guests: { cs: 'počet hostů', en: 'number of guests' },
  tableId: { cs: 'stůl', en: 'table' },
  itemId: { cs: 'položka', en: 'item' },
  staffId: { cs: 'obsluha', en: 'staff' },
  float_haler: { cs: 'hotovost na začátku', en: 'cash at the start' },
  counted_haler: { cs: 'spočítaná hotovost', en: 'counted cash' },
  rate_bp: { cs: 'sazba DPH', en: 'VAT rate' },
  validFrom: { cs: 'platnost od', en: 'valid from' },
  eans: { cs: 'čárové kódy', en: 'barcodes' },
  plu: { cs: 'PLU', en: 'PLU number' },
  'idempotency-key': { cs: 'klíč opakování', en: 'key against repetition' },
};
