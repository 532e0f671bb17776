import type { ItemView } from '../../../daemon/http/contract.ts';

/** Width of a line on the narrowest tile, in ems of its type; two lines there are. */
const LINE_EM = 5.76;
const LINES = 2;

/** Widths of the kiosk's type, roughly. Measuring each name in the browser would cost a frame at 2 000 items. */
function width_em(char: string): number {
  if (/[ \u00a0iíjlI.,'|:;!]/.test(char)) return 0.27;
  if (/[ftřťr()-]/.test(char)) return 0.37;
  if (/[aáceěékščsvxyýzž]/.test(char)) return 0.55;
  if (/[mwMW%@]/.test(char)) return 0.88;
  return char === char.toLowerCase() ? 0.61 : 0.69;
}

const widthOf = (text: string): number => [...text].reduce((sum, char) => sum + width_em(char), 0);

/** Whether a name fits a tile without being cut or broken inside a word. */
export function fitsTile(name: string): boolean {
  let lines = 1;
  let used = 0;
  for (const word of bound(name).split(' ')) {
    const width = widthOf(word);
    if (width > LINE_EM) return false;
    if (used > 0 && used + widthOf(' ') + width > LINE_EM) {
      lines += 1;
      used = width;
    } else used += (used > 0 ? widthOf(' ') : 0) + width;
  }
  return lines <= LINES;
}

/** A number stays with its unit: `0,5 l` is never parted. */
const bound = (name: string): string => name.replaceAll(/(\d) (?=(?:ml|l|g|kg|ks|Kč)(?:\s|$))/g, '$1\u00a0');

export interface TileName {
  readonly text: string;
  /** It may be longer than its two lines. */
  readonly long: boolean;
}

type Named = Pick<ItemView, 'name' | 'shortName'>;
const known = new WeakMap<Named, TileName>();

/**
 * The long name when it fits, otherwise the short one: two sizes of one beer must not look alike. Reckoned once
 * for each item of a price list.
 */
export function tileName(item: Named): TileName {
  let name = known.get(item);
  if (!name) {
    const fits = fitsTile(item.name);
    const chosen = fits ? item.name : item.shortName;
    name = { text: bound(chosen), long: !fits && !fitsTile(chosen) };
    known.set(item, name);
  }
  return name;
}
