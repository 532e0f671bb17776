import { crowns, RECEIPT_SHEETS } from './sheets.ts';

/** What an export holds, for its README and for who asked for it. */
export interface Summary {
  readonly version: string;
  readonly wall_ms: number;
  readonly receipts: number;
  readonly total_haler: number;
  /** Receipts of a newer program, which are only among the JSON records. */
  readonly unread: number;
  readonly tables: readonly { readonly file: string; readonly about: string; readonly rows: number }[];
  readonly kinds: readonly { readonly kind: string; readonly file: string; readonly count: number }[];
  readonly cells: number;
}

/** For whoever takes the shop over and has neither this program nor anybody to ask. */
export function readme(summary: Summary): string {
  const { version, wall_ms, receipts, total_haler, unread, tables, kinds, cells } = summary;
  const width = Math.max(...[...RECEIPT_SHEETS, ...tables, ...kinds].map(({ file }) => file.length)) + 2;
  const line = (file: string, about: string) => `${file.padEnd(width)}${about}`;
  return [
    'Vývoz všech dat pokladny',
    '========================',
    '',
    `Vyvezeno ${new Date(wall_ms).toISOString()} (čas UTC), program kasad ${version}.`,
    `Účtenek ${receipts}, jejich součet ${crowns(total_haler)} Kč.`,
    ...(unread === 0
      ? []
      : [`Dalších ${unread} účtenek zapsala novější verze programu; jsou jen v zaznamy-receipt.json.`]),
    '',
    'Tabulky (CSV)',
    '-------------',
    'Otevře je Excel, LibreOffice i cokoli jiného: UTF-8, oddělovač středník, desetinná čárka. Částky jsou v Kč.',
    'Text, který by tabulkový program spustil jako vzorec, má na začátku apostrof.',
    '',
    ...RECEIPT_SHEETS.map(({ file, about }) => line(file, about)),
    ...tables.map(({ file, about, rows }) => line(file, `${about} (řádků ${rows})`)),
    '',
    'Tabulky účtenek se spojují číslem účtenky, ostatní podle id.',
    'EET stav: confirmed potvrzeno úřadem (POK), confirmed-unverified potvrzeno, podpis neověřen, waiting čeká,',
    'blocked nejde odeslat, rejected úřad odmítl. Prázdný: tržba se neevidovala.',
    '',
    'Záznamy (JSON)',
    '--------------',
    'Totéž tak, jak to pokladna zapsala: kdyby v tabulkách něco chybělo, je to zde. Částky *_haler jsou v haléřích,',
    'množství v tisícinách, hlc je čas zápisu (první číslo jsou milisekundy od 1. 1. 1970).',
    '',
    ...kinds.map(({ file, kind, count }) => line(file, `záznamy druhu ${kind} (${count})`)),
    line('udaje.json', `ceník, stoly, obsluha a nastavení po jednotlivých údajích (${cells})`),
    '',
    'Co tu není: PINy, hesla, klíče a certifikáty. Ty se nepředávají; nový provozovatel si pořídí vlastní.',
    'Doklady se uchovávají podle zákona o účetnictví a zákona o DPH; uložte tento vývoz na dvě různá místa.',
    '',
  ].join('\r\n');
}
