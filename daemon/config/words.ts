import type { TSchema } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';

type SchemaNode = TSchema & {
  readonly type?: string;
  readonly description?: string;
  readonly writeOnly?: boolean;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
};

/** One broken rule of the schema, told as what is wrong and what to write. `pointer`: where its line is. */
export interface BrokenRule {
  readonly pointer: string;
  readonly what: string;
  readonly remedy: string;
}

/** Several for a table with several unknown or missing keys, none for errors that repeat another. */
export function brokenRules(schema: TSchema, error: TLocalizedValidationError, value: unknown): BrokenRule[] {
  const {
    instancePath: pointer,
    keyword,
    params,
  } = error as {
    instancePath: string;
    keyword: string;
    params: Record<string, unknown>;
  };
  const node = schemaAt(schema, pointer);
  switch (keyword) {
    case 'boolean':
      return [];
    case 'additionalProperties':
      return (params.additionalProperties as string[]).map((key) => ({
        pointer: `${pointer}/${key}`,
        what: `Klíč „${key}“ ${place(schema, pointer)} neznáme.`,
        remedy: remedyForUnknown(key, Object.keys(node?.properties ?? {})),
      }));
    case 'required':
      return (params.requiredProperties as string[]).map((key) => {
        const missing = node?.properties?.[key];
        const table = missing?.type === 'object';
        return {
          pointer,
          what: table ? `Chybí tabulka [${key}].` : `Chybí klíč „${key}“ ${place(schema, pointer)}.`,
          remedy: table
            ? `Doplňte ji podle vzoru ${(schema as { title?: string }).title ?? 'docs/kasad.toml'}.`
            : `Doplňte ${example(key, missing)} (${missing?.description ?? key}).`,
        };
      });
    default: {
      const key = lastName(pointer);
      // What is given and never shown (JSON Schema, `writeOnly`) is not shown in a fault either.
      const hidden = value === undefined || node?.writeOnly === true;
      return [
        {
          pointer,
          what: `${hidden ? 'Hodnota' : `Hodnota ${shown(value)}`} klíče „${key}“ ${place(schema, parent(pointer))} ${complaint(keyword, params)}.`,
          remedy: `Napište například ${example(key, node)} (${node?.description ?? key}).`,
        },
      ];
    }
  }
}

function complaint(keyword: string, params: Record<string, unknown>): string {
  switch (keyword) {
    case 'type':
      return `má být ${TYPES[String(params.type)] ?? String(params.type)}`;
    case 'minimum':
      return `je moc malá, nejméně ${params.limit}`;
    case 'maximum':
      return `je moc velká, nejvýše ${params.limit}`;
    case 'enum':
      return `není žádná z povolených: ${(params.allowedValues as unknown[]).join(', ')}`;
    case 'minLength':
      return params.limit === 1 ? 'je prázdná' : `je moc krátká, nejméně ${params.limit} znaků`;
    case 'maxLength':
      return `je moc dlouhá, nejvýše ${params.limit} znaků`;
    case 'maxItems':
      return `má moc položek, nejvýše ${params.limit}`;
    case 'pattern':
      return 'obsahuje znaky, které tu být nesmějí';
    default:
      return 'neplatí';
  }
}

const TYPES: Readonly<Record<string, string>> = {
  integer: 'celé číslo bez uvozovek',
  string: 'text v uvozovkách',
  boolean: 'true nebo false',
  array: 'seznam v hranatých závorkách',
  object: 'tabulka',
};

function remedyForUnknown(key: string, known: readonly string[]): string {
  const near = known
    .map((name) => ({ name, distance: editDistance(key.toLowerCase(), name) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (near && near.distance <= Math.max(2, Math.floor(near.name.length / 3))) {
    return `Nemělo to být „${near.name}“?`;
  }
  return `Smažte ho; tady umíme ${known.join(', ')}.`;
}

/** Levenshtein's, of short words. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function schemaAt(schema: TSchema, pointer: string): SchemaNode | undefined {
  let node: SchemaNode | undefined = schema as SchemaNode;
  for (const step of pointer.split('/').slice(1)) {
    node = /^\d+$/.test(step) && node?.items ? node.items : node?.properties?.[step];
  }
  return node;
}

/** `v tabulce [http]`, `v tabulce [[printer]] číslo 2`, nothing at the top. */
export function place(schema: TSchema, pointer: string): string {
  const [table, index] = pointer.split('/').slice(1);
  if (table === undefined) return 'na začátku souboru';
  if (index !== undefined && /^\d+$/.test(index) && schemaAt(schema, `/${table}/0`)?.type === 'object') {
    return `v tabulce [[${table}]] číslo ${Number(index) + 1}`;
  }
  return `v tabulce [${pointer
    .split('/')
    .slice(1)
    .filter((step) => !/^\d+$/.test(step))
    .join('.')}]`;
}

const parent = (pointer: string) => pointer.slice(0, pointer.lastIndexOf('/'));

function lastName(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  return steps.findLast((step) => !/^\d+$/.test(step)) ?? '';
}

function example(key: string, node: SchemaNode | undefined): string {
  const value = node?.examples?.[0];
  if (node?.type === 'object') return String(value ?? `[${key}]`);
  return `${key} = ${JSON.stringify(value ?? '…')}`;
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? `„${value}“` : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
