/** An operation of an OpenAPI document, as far as it is called here. */
export interface Operation {
  readonly method: string;
  /** With parameters as `{store}`. */
  readonly path: string;
  /** `x-access` of the document. */
  readonly access: string;
  readonly body: Schema | undefined;
  readonly stream: boolean;
}

export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | readonly Schema[];
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly pattern?: string;
  readonly format?: string;
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly 'x-access'?: string;
            readonly requestBody?: {
              readonly content: Readonly<Record<string, { readonly schema?: Schema }>>;
            };
            readonly responses: Readonly<Record<string, { readonly description?: string }>>;
          }
        >
      >
    >
  >;
}

/** Every operation that the server at this address describes. */
export async function operationsOf(url: string): Promise<Operation[]> {
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as Document;
  return Object.entries(document.paths).flatMap(([path, of]) =>
    Object.entries(of).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      access: operation['x-access'] ?? '',
      body: operation.requestBody?.content['application/json']?.schema,
      stream: operation.responses[200]?.description === 'text/event-stream',
    })),
  );
}

/** Something that a schema takes, as far as texts with a pattern of their own can be guessed. */
export function sampleOf(schema: Schema, name = ''): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sampleOf(schema.anyOf[0] ?? {}, name);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          // A change may leave everything out; to be a change it has to have something.
          .filter(([key]) => (schema.required ?? []).length === 0 || schema.required?.includes(key))
          .map(([key, of]) => [key, sampleOf(of, key)]),
      );
    case 'array':
      return Array.isArray(schema.items)
        ? schema.items.map((item) => sampleOf(item))
        : Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items as Schema));
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return true;
    case 'string':
      return textFor(schema, name);
    default:
      return null;
  }
}

const TEXTS = [
  'text text',
  '4711',
  'a@b.cz',
  '2026-11-24',
  '2026-11-24T10:00',
  '2026-11-24T10:00:00Z',
  '10:00',
  '2026-11',
  'x',
  '0'.repeat(64),
];

function textFor({ pattern, format, minLength = 0 }: Schema, name: string): string {
  if (format === 'date-time') return '2026-11-24T10:00:00Z';
  if (format === 'uuid') return '0191d3a0-0000-7000-8000-000000000001';
  const long = name === 'password' || name === 'next' ? 'dlouhe heslo 1' : undefined;
  const fits = (text: string) => text.length >= minLength && (!pattern || new RegExp(pattern).test(text));
  return long ?? TEXTS.find(fits) ?? 'x'.repeat(minLength);
}
