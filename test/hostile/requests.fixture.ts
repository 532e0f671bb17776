import fc from 'fast-check';

/** As much of JSON Schema as the register's own document uses. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
}

interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What is there now, by the noun of its route; `totals` are what open bills come to. */
export type There = Readonly<Record<string, readonly (string | number)[]>>;

export interface HostileRequest {
  readonly method: string;
  readonly where: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What a printer would obey: cut, kick the drawer, initialise, real-time pulse, character set, feed for ever. */
export const COMMANDS = [
  '\x1dV\x00',
  '\x1bp\x00\x19\xfa',
  '\x1b@',
  '\x10\x14\x01\x00\x01',
  '\x1bt\x02',
  '\x1bd\xff',
];

/** Texts that have broken programs. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    ...COMMANDS.map((command) => `Guláš${command}kAČENA`),
    '__proto__',
    'constructor',
    "=cmd|' /C calc'!A0",
    '"; DROP TABLE receipt; --',
    '../../../etc/passwd',
    '%00',
    '\u0000',
    '\u202egnp.exe',
    '\ud800',
    'ﷺ'.repeat(40),
    '👩‍👩‍👧‍👦'.repeat(8),
    'Z\u0301\u0301\u0301\u0301'.repeat(20),
    '\r\nSet-Cookie: a=b',
    '\u2028\u2029',
    '   ',
    '<img src=x onerror=alert(1)>',
    'Žluťoučký kůň',
    '{{7*7}}',
    'x'.repeat(200),
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 30 }),
);

const hostileNumber = fc.constantFrom(
  0,
  -0,
  -1,
  1,
  999,
  0.1,
  1e21,
  -1e21,
  1.7976931348623157e308,
  5e-324,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  9_999_999_999,
  10_000_000_000,
  -9_999_999_999,
);

/** `JSON.parse` makes an own member of `__proto__`, so it comes in as one. */
const polluting = fc.constantFrom(
  ...['{"__proto__":{"role":"manager"}}', '{"constructor":{"prototype":{"x":1}}}', '{"toString":null}'].map(
    (text) => JSON.parse(text) as unknown,
  ),
);

const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  hostileNumber,
  polluting,
  fc.constantFrom(null, true, false, [], {}, [[[[]]]]),
  fc.jsonValue({ maxDepth: 2 }),
);

const NOUNS: Readonly<Record<string, string>> = {
  lineId: 'lines',
  itemId: 'items',
  tableId: 'tables',
  categoryId: 'categories',
  typeId: 'payment-types',
  shiftId: 'shifts',
  toBillId: 'bills',
  staffId: 'staff',
  expectedTotal_haler: 'totals',
};

/**
 * Requests for every route of the document. `there` knows what is there now, so that many requests get far
 * inside; the others are wrong in one place, or from top to bottom.
 */
export function requestsOf(document: OpenApi, there: () => There, skip: ReadonlySet<string>) {
  const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => !skip.has(`${method} ${path}`))
      // Where the money is, more often.
      .flatMap(([method, operation]) =>
        Array(/bills|receipts|cash/.test(path) ? 3 : 1).fill({ path, method, operation }),
      ),
  ) as { path: string; method: string; operation: Operation }[];
  const one = (noun: string) =>
    fc.nat().map((n) => {
      const known = there()[noun] ?? [];
      return known[n % Math.max(1, known.length)] ?? 'x';
    });

  const leaf = (wellMeant: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 14, arbitrary: wellMeant }, { weight: 1, arbitrary: hostileValue });

  function arbitraryOf(schema: Schema, name: string): fc.Arbitrary<unknown> {
    const noun = NOUNS[name];
    if (noun && schema.format !== 'uuid') return leaf(one(noun));
    if (schema.const !== undefined) return leaf(fc.constant(schema.const));
    if (schema.enum) return leaf(fc.constantFrom(...schema.enum));
    if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => arbitraryOf(one, name)));
    switch (schema.type) {
      case 'object':
        return objectOf(schema);
      case 'array':
        return fc.array(arbitraryOf(schema.items ?? {}, name), {
          minLength: schema.minItems ?? 0,
          maxLength: Math.min(schema.maxItems ?? 4, Math.max(schema.minItems ?? 0, 4)),
        });
      case 'integer': {
        const { minimum: min = -1_000_000, maximum: max = 1_000_000 } = schema;
        return leaf(
          fc.oneof(
            fc.integer({ min, max: Math.min(max, Math.max(min, 0) + 3_000_000) }),
            fc.constantFrom(min, max, ...[1000, 2000].filter((n) => n >= min && n <= max)),
          ),
        );
      }
      case 'boolean':
        return leaf(fc.boolean());
      case 'null':
        return fc.constant(null);
      case 'string':
        if (schema.format === 'uuid') return leaf(fc.uuid());
        if (schema.pattern) return leaf(fc.stringMatching(new RegExp(schema.pattern)));
        return leaf(hostileText.map((text) => text.slice(0, schema.maxLength ?? 200)));
      default:
        return hostileValue;
    }
  }

  function objectOf(schema: Schema): fc.Arbitrary<unknown> {
    const { properties = {}, required = [] } = schema;
    const members = fc.record(
      Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, arbitraryOf(one, key)])),
      { requiredKeys: [...required] },
    );
    // Maps with names as keys.
    if (schema.patternProperties)
      return fc.dictionary(fc.constantFrom('EUR', 'USD', 'x', '__proto__'), hostileNumber);
    return fc.oneof(
      { weight: 12, arbitrary: members },
      // One too many.
      {
        weight: 1,
        arbitrary: fc.tuple(members, hostileText, hostileValue).map(([o, k, v]) => ({ ...o, [k]: v })),
      },
    );
  }

  return fc.constantFrom(...routes).chain(({ path, method, operation }) => {
    const parameters = operation.parameters ?? [];
    const named = (where: string) =>
      fc.record(
        Object.fromEntries(
          parameters
            .filter((parameter) => parameter.in === where)
            .map((parameter) => [
              parameter.name,
              (where === 'path'
                ? leaf(one(NOUNS[parameter.name] ?? nounOf(path)))
                : arbitraryOf(parameter.schema ?? {}, parameter.name)
              ).map(asText),
            ]),
        ),
        {
          requiredKeys: parameters.filter((one) => one.in === where && one.required).map(({ name }) => name),
        },
      );
    const schema = operation.requestBody?.content['application/json']?.schema;
    const body =
      schema === undefined
        ? fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: hostileValue })
        : fc.oneof({ weight: 9, arbitrary: arbitraryOf(schema, '') }, { weight: 1, arbitrary: hostileValue });
    return fc
      .record({ params: named('path'), query: named('query'), headers: named('header'), body })
      .map(({ params, query, headers, body }): HostileRequest => {
        const search = new URLSearchParams(query as Record<string, string>).toString();
        const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
          encodeURIComponent(wellFormed(String((params as Record<string, string>)[name]))),
        );
        return {
          method: method.toUpperCase(),
          where: `${filled}${search === '' ? '' : `?${search}`}`,
          headers: Object.fromEntries(
            // What no client can even send is left out.
            Object.entries(headers as Record<string, string>).filter(([, value]) =>
              /^[\x21-\x7e]+$/.test(value),
            ),
          ),
          body: method === 'get' ? undefined : body,
        };
      });
  });
}

/** `bills` of `/api/bills/{id}/pay`. */
function nounOf(path: string): string {
  return /^\/api\/([^/]+)/.exec(path)?.[1] ?? '';
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function wellFormed(text: string): string {
  const plain = text.toWellFormed();
  return plain === '' || plain === '.' || plain === '..' ? 'x' : plain;
}
