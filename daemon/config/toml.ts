import { type AST, getStaticTOMLValue, ParseError, parseTOML } from 'toml-eslint-parser';

export interface SyntaxFault {
  readonly line: number;
  /** One Czech sentence. */
  readonly message: string;
}

export interface TomlDocument {
  readonly value: unknown;
  /** The line of a value by its JSON pointer, or of the nearest table around it. */
  line(pointer: string): number;
  readonly syntax: readonly SyntaxFault[];
  /** False when a table's heading could not be read, so that keys may stand in the wrong table. */
  readonly tablesKnown: boolean;
}

const max_syntax_faults = 20;

/**
 * TOML with the lines of its values. A line that cannot be read is told and left out, and reading goes on, so
 * that one missing quote does not hide the other faults.
 */
export function readToml(source: string): TomlDocument {
  const lines = source.split('\n');
  const syntax: SyntaxFault[] = [];
  let tablesKnown = true;
  for (;;) {
    try {
      const ast = parseTOML(lines.join('\n'));
      const at = new Map<string, number>();
      for (const node of ast.body[0].body) locate(node, [], at);
      return { value: getStaticTOMLValue(ast), line: (pointer) => nearest(at, pointer), syntax, tablesKnown };
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      const line = faultyLine(Math.min(Math.max(error.lineNumber, 1), lines.length), lines);
      const text = lines[line - 1] ?? '';
      syntax.push({ line, message: words(error, text) });
      if (syntax.length >= max_syntax_faults || text === '') {
        return { value: {}, line: () => line, syntax, tablesKnown: false };
      }
      if (text.trimStart().startsWith('[')) tablesKnown = false;
      lines[line - 1] = '';
    }
  }
}

/** An open bracket is noticed on the next line; the fault is on the line that opened it. */
function faultyLine(noticed: number, lines: readonly string[]): number {
  const before = lines.slice(0, noticed - 1).findLastIndex((line) => line.trim() !== '');
  return /^\s*\[[^\]#]*$/.test(lines[before] ?? '') ? before + 1 : noticed;
}

function locate(node: AST.TOMLNode, path: readonly (string | number)[], at: Map<string, number>): void {
  switch (node.type) {
    case 'TOMLTable': {
      // [[printer]] without a position of its own still is the first line of that printer.
      mark(node.resolvedKey, node, at);
      for (const entry of node.body) locate(entry, node.resolvedKey, at);
      return;
    }
    case 'TOMLKeyValue': {
      const keys = getStaticTOMLValue(node.key);
      mark([...path, ...keys], node, at);
      locate(node.value, [...path, ...keys], at);
      return;
    }
    case 'TOMLInlineTable':
      for (const entry of node.body) locate(entry, path, at);
      return;
    case 'TOMLArray':
      node.elements.forEach((element, index) => {
        mark([...path, index], element, at);
        locate(element, [...path, index], at);
      });
      return;
    default:
      return;
  }
}

function mark(path: readonly (string | number)[], node: AST.TOMLNode, at: Map<string, number>): void {
  // The first mention counts: a table [printer.overrides] must not move the line of its printer.
  path.forEach((_, index) => {
    const pointer = `/${path.slice(0, index + 1).join('/')}`;
    if (!at.has(pointer)) at.set(pointer, node.loc.start.line);
  });
}

function nearest(at: ReadonlyMap<string, number>, pointer: string): number {
  for (let rest = pointer; rest !== ''; rest = rest.slice(0, rest.lastIndexOf('/'))) {
    const line = at.get(rest);
    if (line !== undefined) return line;
  }
  return 1;
}

function words(error: ParseError, text: string): string {
  const said = error.message.toLowerCase();
  if (said.includes('defining a key multiple times')) {
    return `Klíč nebo tabulka je tu podruhé: „${text.trim()}“.`;
  }
  if (said.includes('unterminated string')) return `Chybí uvozovka na konci textu: „${text.trim()}“.`;
  if (said.includes('missing equals')) return `Chybí rovnítko mezi klíčem a hodnotou: „${text.trim()}“.`;
  if (said.includes('missing value')) return `Za rovnítkem chybí hodnota: „${text.trim()}“.`;
  if (said.includes('unterminated')) return `Chybí závorka: „${text.trim()}“.`;
  return `Řádek nelze přečíst (text patří do uvozovek): „${text.trim()}“.`;
}
