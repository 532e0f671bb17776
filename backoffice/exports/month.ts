import { formatAmount, formatRate } from '../../domain/index.ts';
import { counted } from '../../paper/index.ts';
import { receiptNames } from '../books/names.ts';
import { addDays, type Period } from '../books/periods.ts';
import type { Sql } from '../database/database.ts';

/** From its first day to its last. */
export function monthPeriod(month: string): Period {
  const from = `${month}-01`;
  const next = addDays(from, 31).slice(0, 7);
  return { from, to: addDays(`${next}-01`, -1) };
}

interface SumRow {
  readonly dimension: 'total' | 'payment' | 'vat';
  readonly key: string;
  readonly count: number;
  readonly amount_haler: number;
  readonly base_haler: number;
  readonly vat_haler: number;
}

interface About {
  readonly store: string;
  readonly month: string;
  /** Of shifts that were opened in the month, those of which not everything has come. */
  readonly incomplete: number;
  readonly open: number;
}

/** What an accountant reads first: how much, by rate and by way to pay, and what to beware of. */
export async function summaryText(sql: Sql, store: string, period: Period, about: About): Promise<string> {
  const rows = await sql.all<SumRow>(
    `SELECT dimension, key, sum(count) AS count, sum(amount_haler) AS amount_haler, sum(base_haler) AS base_haler,
       sum(vat_haler) AS vat_haler
     FROM taking WHERE store = ? AND day >= ? AND day <= ? AND dimension IN ('total', 'payment', 'vat')
     GROUP BY dimension, key`,
    store,
    period.from,
    period.to,
  );
  const payments = await receiptNames(sql, store, 'payment');
  const total = (key: string) => rows.find((row) => row.dimension === 'total' && row.key === key);
  const crowns = (haler: number | undefined) => `${formatAmount(haler ?? 0)} Kč`;
  const line = (label: string, value: string) => `  ${label.padEnd(28)}${value.padStart(20)}`;
  const of = (dimension: SumRow['dimension']) =>
    rows
      .filter((row) => row.dimension === dimension && (row.count !== 0 || row.amount_haler !== 0))
      .sort((a, b) => b.amount_haler - a.amount_haler || (a.key < b.key ? -1 : 1));
  return lines([
    `SOUHRN TRŽEB ${about.month}`,
    about.store,
    `Období ${period.from} až ${period.to}, podle dne na účtenkách.`,
    '',
    line('Tržba', crowns(total('all')?.amount_haler)),
    line('z toho storna', crowns(total('reversed')?.amount_haler)),
    line('Poskytnuté slevy', crowns(total('discount')?.amount_haler)),
    line('Spropitné (není v tržbě)', crowns(total('tip')?.amount_haler)),
    line('Zaokrouhlení (není v tržbě)', crowns(total('rounding')?.amount_haler)),
    line('Účtenek po odečtení storen', String(total('all')?.count ?? 0)),
    '',
    'PODLE SAZBY DPH',
    ...of('vat')
      .sort((a, b) => Number(b.key) - Number(a.key))
      .flatMap((row) => [
        line(formatRate(Number(row.key)), crowns(row.amount_haler)),
        line('  základ', crowns(row.base_haler)),
        line('  daň', crowns(row.vat_haler)),
      ]),
    '',
    'PODLE PLATBY (se spropitným a zaokrouhlením)',
    ...of('payment').map((row) => line(payments.of(row.key), crowns(row.amount_haler))),
    ...warnings(about),
  ]);
}

function warnings({ incomplete, open }: About): string[] {
  const shifts = (count: number) => counted(count, 'směna', 'směny', 'směn');
  const found = [
    ...(incomplete > 0
      ? [`Neúplné: ${shifts(incomplete)}. Data pokladny ještě nepřišla všechna, viz uzaverky.csv.`]
      : []),
    ...(open > 0 ? [`Neuzavřené: ${shifts(open)}. Čísla se ještě mohou změnit.`] : []),
  ];
  return found.length === 0 ? [] : ['', 'POZOR', ...found.map((text) => `  ${text}`)];
}

export const readMe = (month: string, hasPack: boolean): string =>
  lines([
    `PODKLADY PRO ÚČETNICTVÍ ZA ${month}`,
    '',
    'souhrn.txt    tržby za měsíc podle sazeb DPH a plateb',
    'trzby.csv     tržby po dnech a sazbách DPH',
    'uzaverky.csv  uzávěrky (Z) všech pokladen s hotovostí a rozdíly',
    'uctenky.csv   všechny účtenky včetně storen, s kódem POK',
    ...(hasPack ? ['pohoda.xml    doklady pro program POHODA'] : []),
    '',
    'CSV je v UTF-8, oddělené středníkem, s desetinnou čárkou; Excel ho otevře poklepáním.',
    'Text, který by tabulkový program spustil jako vzorec, má před sebou apostrof.',
    'Storno má záporné částky a patří do dne, kdy bylo vystaveno.',
    ...(hasPack
      ? [
          '',
          'Import do POHODY: Soubor > Datová komunikace > XML import/export, zaškrtněte Kontrolu duplicity dávek.',
          'Hotovost je v pokladních dokladech (pokladna se zkratkou HP), ostatní platby v ostatních pohledávkách,',
          'účtenky s odběratelem ve vydaných fakturách. Předkontace doplňte v POHODĚ.',
        ]
      : ['', 'V tomto měsíci se nic neprodalo, soubor pro program POHODA proto chybí.']),
  ]);

/** As the Notepad of Windows reads it too. */
const lines = (all: readonly string[]): string => `\ufeff${all.join('\r\n')}\r\n`;
