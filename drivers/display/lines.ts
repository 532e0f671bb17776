import { plainText } from './charset.ts';

export const columns = 20;

/** What stands on the display: two lines. */
export type Lines = readonly [string, string];

/** Exactly `columns` code points: cut or padded with spaces on the right. */
export function padded(text: string): string {
  const chars = [...plainText(text)].slice(0, columns);
  return chars.join('') + ' '.repeat(columns - chars.length);
}

/** Exactly `columns` code points, in the middle. */
export function centred(text: string): string {
  const chars = [...plainText(text).trim()].slice(0, columns);
  return padded(' '.repeat(Math.floor((columns - chars.length) / 2)) + chars.join(''));
}

/**
 * One line with words on the left and a figure at the right edge. The words give way, never the figure: a cut
 * price would be a wrong price. One space stays between them.
 */
export function displayLine(left: string, right: string): string {
  const figure = [...plainText(right).trim()];
  if (figure.length >= columns) {
    // Nothing sensible is this long; hashes say so, as in a spreadsheet, where a cut figure would lie.
    return figure.length === columns ? figure.join('') : '#'.repeat(columns);
  }
  const room = columns - figure.length - (figure.length > 0 ? 1 : 0);
  const words = [...plainText(left).trim()].slice(0, room).join('').trimEnd();
  return words + ' '.repeat(columns - [...words].length - figure.length) + figure.join('');
}

/** The usual picture: an item with its price above, a label with the total below. */
export function displayLines(
  item: { readonly left: string; readonly right: string },
  total: { readonly left: string; readonly right: string },
): Lines {
  return [displayLine(item.left, item.right), displayLine(total.left, total.right)];
}
