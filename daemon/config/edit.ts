import { isDeepStrictEqual } from 'node:util';
import { type AST, getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { keyText, NOTES, type TomlTable, tableText, valueText } from './text.ts';

/** What is to stand in the file: a table that is not named stays as it is, null takes it out. */
export interface ConfigEdit {
  readonly tables: Readonly<Record<string, TomlTable | null>>;
  /** All printers there are to be, in this order. */
  readonly printers?: readonly TomlTable[];
}

interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

type Node = AST.TOMLTable | AST.TOMLKeyValue;

/**
 * A configuration with some of its tables changed. What somebody wrote by hand stays where it is, comments too: only
 * values that differ are written anew, on their own lines. A table in an odd form (inline, or by dotted keys) is taken
 * out and written as the program writes it. `source` must be TOML that can be read.
 */
export function editConfig(source: string, { tables, printers }: ConfigEdit): string {
  const text = source === '' || source.endsWith('\n') ? source : `${source}\n`;
  const body: Node[] = parseTOML(text).body[0].body;
  const changes: Change[] = [];
  const end: string[] = [];
  for (const [name, wanted] of Object.entries(tables)) {
    const nodes = body.filter((node) => nameOf(node) === name);
    const whole = wanted === null || !editTable(text, nodes, wanted, changes);
    if (!whole) continue;
    changes.push(...nodes.map((node) => withoutNode(text, node, name)));
    if (wanted !== null) end.push(tableText(name, wanted));
  }
  if (printers) editPrinters(text, body, printers, changes, end);
  const edited = apply(text, changes).trimEnd();
  return `${[...(edited === '' ? [] : [`${edited}\n`]), ...end].join('\n')}`;
}

/** Printers stay where they are when each can be told by its id and their order holds; otherwise all are written anew. */
function editPrinters(
  text: string,
  body: readonly Node[],
  printers: readonly TomlTable[],
  changes: Change[],
  end: string[],
): void {
  const all = body.filter((node) => nameOf(node) === 'printer');
  const blocks = blocksOf(all);
  const ids = blocks?.map(({ id }) => id) ?? [];
  const wantedIds: readonly unknown[] = printers.map(({ id }) => id);
  const kept = ids.filter((id) => wantedIds.includes(id));
  const inOrder = isDeepStrictEqual(wantedIds.slice(0, kept.length), kept);
  const planned: Change[] = [];
  const told =
    blocks !== undefined &&
    inOrder &&
    new Set(ids).size === ids.length &&
    blocks.every(({ id, nodes }) => {
      const wanted = printers.find((one) => one.id === id);
      if (wanted) return editTable(text, nodes, wanted, planned);
      planned.push(...nodes.map((node) => withoutNode(text, node, 'printer')));
      return true;
    });
  const added = told ? printers.slice(kept.length) : printers;
  const made = added.map((one) => tableText('printer', one, true));
  changes.push(...(told ? planned : all.map((node) => withoutNode(text, node, 'printer'))));
  const last = told ? blocks?.at(-1)?.nodes.at(-1) : undefined;
  if (last === undefined) end.push(...made);
  else if (made.length > 0) {
    const at = lineEnd(text, last.range[1]);
    changes.push({ from: at, to: at, text: made.map((one) => `\n${one}`).join('') });
  }
}

/** Each `[[printer]]` with its sub-tables; undefined when they stand in another form. */
function blocksOf(nodes: readonly Node[]): { id: unknown; nodes: AST.TOMLTable[] }[] | undefined {
  const blocks: { id: unknown; nodes: AST.TOMLTable[] }[] = [];
  for (const node of nodes) {
    if (node.type !== 'TOMLTable') return undefined;
    if (node.kind === 'array' && node.resolvedKey.length === 2) {
      const id = node.body.find((entry) => keysOf(entry).join('.') === 'id');
      blocks.push({ id: id && getStaticTOMLValue(id.value), nodes: [node] });
    } else if (blocks.length === 0) return undefined;
    else blocks.at(-1)?.nodes.push(node);
  }
  return blocks;
}

/** Notes the changes that make the table what is wanted; false, with nothing noted, when it has an odd form. */
function editTable(text: string, nodes: readonly Node[], wanted: TomlTable, changes: Change[]): boolean {
  const [main, ...rest] = nodes;
  if (main?.type !== 'TOMLTable' || !rest.every((node) => node.type === 'TOMLTable')) return false;
  const depth = main.resolvedKey.length;
  if (main.kind === 'standard' ? depth !== 1 : depth !== 2) return false;
  if (main.body.some((entry) => keysOf(entry).length > 1)) return false;
  const there = new Set<string>();
  const planned: Change[] = [];
  for (const entry of main.body) {
    const [key = ''] = keysOf(entry);
    const value = wanted[key];
    if (value === undefined) planned.push(lines(text, entry));
    else {
      there.add(key);
      if (isDeepStrictEqual(getStaticTOMLValue(entry.value), plain(value))) continue;
      planned.push({ from: entry.value.range[0], to: entry.value.range[1], text: valueText(value) });
    }
  }
  for (const node of rest as AST.TOMLTable[]) {
    const key = String(node.resolvedKey[depth]);
    const value = Object.fromEntries(
      node.body.map((entry) => [keysOf(entry).join('.'), getStaticTOMLValue(entry.value)]),
    );
    if (node.resolvedKey.length === depth + 1 && isDeepStrictEqual(value, plain(wanted[key]))) there.add(key);
    else planned.push(lines(text, node));
  }
  const missing = Object.entries(wanted).filter(([key, value]) => value !== undefined && !there.has(key));
  if (missing.length > 0) {
    const at = lineEnd(text, main.body.at(-1)?.range[1] ?? main.key.range[1]);
    const made = missing.map(([key, value]) => `${keyText(key, value as NonNullable<typeof value>)}\n`);
    planned.push({ from: at, to: at, text: made.join('') });
  }
  changes.push(...planned);
  return true;
}

const keysOf = (entry: AST.TOMLKeyValue): string[] => getStaticTOMLValue(entry.key);

function nameOf(node: Node): string | undefined {
  return node.type === 'TOMLTable' ? String(node.resolvedKey[0]) : keysOf(node)[0];
}

/** Without keys that are not there. */
const plain = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

/** Takes out the whole lines of a node. */
function lines(text: string, { range }: { readonly range: readonly [number, number] }): Change {
  return { from: lineStart(text, range[0]), to: lineEnd(text, range[1]), text: '' };
}

/** A table, with the notes that the program itself puts above it. */
function withoutNode(text: string, node: Node, name: string): Change {
  const change = lines(text, node);
  let { from } = change;
  for (const note of [...(NOTES[name] ?? [])].reverse()) {
    if (!text.slice(0, from).endsWith(`${note}\n`)) break;
    from -= note.length + 1;
  }
  return { ...change, from };
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** Behind the line's end. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

/** From the end; of two that are put in at one place the first noted stands first. */
function apply(text: string, changes: readonly Change[]): string {
  return changes
    .map((change, index) => ({ ...change, index }))
    .sort((a, b) => b.from - a.from || b.to - a.to || b.index - a.index)
    .reduce((edited, { from, to, text: put }) => edited.slice(0, from) + put + edited.slice(to), text);
}
