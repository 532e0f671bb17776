import path from 'node:path';
import { SaxesParser } from 'saxes';
import type { Row } from './heading.ts';

/*
 * The first sheet of a workbook as text (ECMA-376, SpreadsheetML). Formulas count with the values that were last
 * reckoned. Where a cell stands is what it says; no more rows or columns are made than anybody's price list has.
 */

export interface SheetLimits {
  readonly rows: number;
  readonly columns: number;
}

export interface SheetRows {
  readonly rows: readonly Row[];
  /** There are more rows or columns than allowed; reading was given up. */
  readonly tooMany: boolean;
}

class Enough extends Error {}

/** Undefined when it is no workbook, or not well-formed. */
export function readWorkbook(
  files: ReadonlyMap<string, Uint8Array>,
  limits: SheetLimits,
): SheetRows | undefined {
  try {
    const sheet = files.get(firstSheet(files) ?? '');
    if (!sheet) return undefined;
    const strings = readStrings(files.get('xl/sharedStrings.xml'));
    return readSheet(sheet, strings, limits);
  } catch {
    // The parser's words name places in XML, which nobody who sent a workbook has ever seen.
    return undefined;
  }
}

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Names without their prefixes; some programs write one. */
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

function walk(
  xml: Uint8Array,
  on: {
    open?: (name: string, tag: Tag) => void;
    close?: (name: string) => void;
    text?: (text: string) => void;
  },
): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => on.open?.(local(tag.name), tag as Tag));
  parser.on('closetag', (tag) => on.close?.(local(tag.name)));
  parser.on('text', (text) => on.text?.(text));
  parser.on('cdata', (text) => on.text?.(text));
  parser.write(new TextDecoder('utf-8', { fatal: true }).decode(xml)).close();
}

function firstSheet(files: ReadonlyMap<string, Uint8Array>): string | undefined {
  const workbook = files.get('xl/workbook.xml');
  const rels = files.get('xl/_rels/workbook.xml.rels');
  if (!workbook || !rels) return undefined;
  let id: string | undefined;
  walk(workbook, {
    open: (name, { attributes }) => {
      if (name === 'sheet') id ??= attributes['r:id'];
    },
  });
  let target: string | undefined;
  walk(rels, {
    open: (name, { attributes }) => {
      if (name === 'Relationship' && attributes.Id === id) target = attributes.Target;
    },
  });
  if (target === undefined) return undefined;
  return target.startsWith('/') ? target.slice(1) : path.posix.join('xl', target);
}

/** Texts by number. Those in phonetic notes are not the text. */
function readStrings(xml: Uint8Array | undefined): readonly string[] {
  const strings: string[] = [];
  if (!xml) return strings;
  let text = '';
  let wanted = false;
  let notes = 0;
  walk(xml, {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') notes++;
      wanted = name === 't' && notes === 0;
    },
    text: (part) => {
      if (wanted) text += part;
    },
    close: (name) => {
      wanted = false;
      if (name === 'rPh') notes--;
      if (name === 'si') strings.push(unescaped(text));
    },
  });
  return strings;
}

function readSheet(xml: Uint8Array, strings: readonly string[], limits: SheetLimits): SheetRows {
  const rows: Row[] = [];
  let line = 0;
  let cells: string[] = [];
  let cell: { column: number; type: string; text: string } | undefined;
  let wanted = false;
  let column = 0;
  const requireColumn = (at: number) => {
    if (at > limits.columns) throw new Enough();
  };

  try {
    walk(xml, {
      open: (name, { attributes }) => {
        if (name === 'row') {
          const said = attributes.r === undefined ? line + 1 : Number(attributes.r);
          if (!Number.isInteger(said) || said <= line) throw new Error('rows out of order');
          if (rows.length >= limits.rows) throw new Enough();
          line = said;
          cells = [];
          column = 0;
        } else if (name === 'c') {
          column = attributes.r === undefined ? column + 1 : columnOf(attributes.r);
          cell = { column, type: attributes.t ?? 'n', text: '' };
        }
        wanted = cell !== undefined && (name === 'v' || name === 't');
      },
      text: (part) => {
        if (wanted && cell) cell.text += part;
      },
      close: (name) => {
        wanted = false;
        if (name === 'c' && cell) {
          const value = textOf(cell.type, cell.text, strings);
          if (value !== '') {
            requireColumn(cell.column);
            while (cells.length < cell.column) cells.push('');
            cells[cell.column - 1] = value;
          }
          cell = undefined;
        } else if (name === 'row' && cells.length > 0) rows.push({ line, cells });
      },
    });
  } catch (error) {
    if (error instanceof Enough) return { rows, tooMany: true };
    throw error;
  }
  return { rows, tooMany: false };
}

/** `B7` is 2. */
function columnOf(address: string): number {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(address)?.[0];
  if (letters === undefined) throw new Error('no address of a cell');
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function textOf(type: string, text: string, strings: readonly string[]): string {
  switch (type) {
    case 's': {
      const string = strings[Number(text)];
      if (string === undefined) throw new Error('a text that is not there');
      return string;
    }
    case 'b':
      return text === '1' ? 'ano' : 'ne';
    case 'n':
      return text === '' ? '' : numberText(text);
    default:
      return unescaped(text);
  }
}

/** A spreadsheet reckons in binary and keeps fifteen digits: 62.300000000000004 was meant as 62.3. */
function numberText(text: string): string {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Error('no number');
  const meant = Number(value.toPrecision(15));
  return Number.isInteger(meant) && Math.abs(meant) < 1e21 ? meant.toFixed(0) : String(meant);
}

/** What XML cannot hold stands there as `_x000D_` (ECMA-376, ST_Xstring). */
function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

export function escaped(text: string): string {
  const passable = text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replace(FORBIDDEN, escapedUnits);
  // The writer looks texts up in an object, where `constructor` is there before anybody has put it there.
  return passable in Object.prototype ? escapedChar(passable.slice(0, 1)) + passable.slice(1) : passable;
}

/** A character beyond the first plane is two units. */
const escapedUnits = (char: string): string => char.split('').map(escapedChar).join('');

const escapedChar = (char: string): string =>
  `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

// Beside control characters a carriage return, which XML makes a line feed, and what the writer would drop in silence:
// the replacement character, and code points that stand for no character in any plane of Unicode.
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u0084\u0086-\u009f\ufffd]|\p{Noncharacter_Code_Point}/gu;
