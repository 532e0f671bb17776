import { formatReceiptNumber, type Receipt } from '../../../domain/index.ts';

/** What a cell of a table may hold: text, a number as it is, nothing. */
export type Cell = string | number | null;

/** One table of the export: a .csv, with the names of its columns in Czech. */
export interface Sheet<T> {
  readonly file: string;
  /** For the README. */
  readonly about: string;
  readonly columns: readonly string[];
  rows(of: T): readonly (readonly Cell[])[];
}

/** Haléře as crowns with a comma, as Czech spreadsheets read them. */
export const crowns = (haler: number): string => decimal(haler, 100, 2);
/** Thousandths as a number with a comma. */
export const pieces = (thousandths: number): string =>
  decimal(thousandths, 1000, 3).replace(/,?0+$/, '') || '0';

function decimal(value: number, unit: number, places: number): string {
  const sign = value < 0 ? '-' : '';
  const [whole, rest] = [Math.floor(Math.abs(value) / unit), Math.abs(value) % unit];
  return `${sign}${whole},${String(rest).padStart(places, '0')}`;
}

/** How the sale of a receipt stands with the tax authority. */
export interface Registered {
  readonly state: string;
  readonly pok: string | null;
  readonly confirmedAt: string | null;
}
export interface ReceiptRow {
  readonly receipt: Receipt;
  readonly registered: Registered | undefined;
}

const numberOf = ({ receipt }: ReceiptRow): string => formatReceiptNumber(receipt.number);

export const RECEIPT_SHEETS: readonly Sheet<ReceiptRow>[] = [
  {
    file: 'uctenky.csv',
    about: 'účtenky, každá na jednom řádku; částky v Kč',
    columns: [
      ...['číslo', 'vystaveno', 'pokladna', 'směna', 'obsluha', 'stůl', 'celkem', 'sleva', 'zaokrouhlení'],
      ...['k úhradě', 'spropitné', 'storno účtenky', 'důvod storna', 'odběratel', 'adresa odběratele'],
      ...['IČO odběratele', 'DIČ odběratele', 'EET stav', 'EET POK', 'EET potvrzeno', 'id'],
    ],
    rows: (row) => {
      const { receipt, registered } = row;
      const { reverses, buyer } = receipt;
      return [
        [
          ...[numberOf(row), receipt.issuedAt, receipt.registerId, receipt.shiftId, receipt.staff.name],
          ...[receipt.table, crowns(receipt.total_haler), crowns(receipt.discount_haler)],
          ...[crowns(receipt.rounding_haler), crowns(receipt.toPay_haler), crowns(receipt.tip_haler)],
          reverses ? formatReceiptNumber(reverses.number) : null,
          reverses?.reason ?? null,
          ...[buyer?.name ?? null, buyer?.address ?? null, buyer?.ico ?? null, buyer?.dic ?? null],
          ...[
            registered?.state ?? null,
            registered?.pok ?? null,
            registered?.confirmedAt ?? null,
            receipt.id,
          ],
        ],
      ];
    },
  },
  {
    file: 'uctenky-polozky.csv',
    about: 'položky účtenek; jednotková cena a částka v Kč s DPH, po slevách',
    columns: [
      'účtenka',
      'položka',
      'množství',
      'jednotka',
      'cena za jednotku',
      'sazba DPH %',
      'částka',
      'id položky',
    ],
    rows: (row) =>
      row.receipt.lines.map((line) => [
        ...[numberOf(row), line.name, pieces(line.quantity), line.unit, crowns(line.unitPrice_haler)],
        ...[crowns(line.rate_bp).replace(/,00$/, ''), crowns(line.amount_haler), line.itemId],
      ]),
  },
  {
    file: 'uctenky-platby.csv',
    about: 'čím se účtenky platily',
    columns: ['účtenka', 'platba', 'druh', 'částka', 'přijato', 'vráceno', 'cizí měna', 'částka v cizí měně'],
    rows: (row) =>
      row.receipt.payments.map((payment) => [
        ...[numberOf(row), payment.name, payment.kind, crowns(payment.amount_haler)],
        ...[crowns(payment.tendered_haler), crowns(payment.change_haler)],
        ...[
          payment.foreign?.currency ?? null,
          payment.foreign ? crowns(payment.foreign.tendered_cents) : null,
        ],
      ]),
  },
  {
    file: 'uctenky-dph.csv',
    about: 'rekapitulace DPH každé účtenky',
    columns: ['účtenka', 'sazba DPH %', 'základ', 'daň', 'celkem'],
    rows: (row) =>
      row.receipt.recap.map((part) => [
        ...[numberOf(row), crowns(part.rate_bp).replace(/,00$/, ''), crowns(part.base_haler)],
        ...[crowns(part.vat_haler), crowns(part.total_haler)],
      ]),
  },
];

/** A table made of a table of the database. */
export interface TableSheet {
  readonly file: string;
  readonly about: string;
  /** Columns are called as the query calls them; `…_haler` and `…_tisiciny` are written as crowns and as numbers. */
  readonly sql: string;
}

const ITEM = `SELECT i.name AS "položka", i.shortName AS "na tlačítko", i.price_haler AS "cena_haler", i.vatClass AS "třída DPH",
  c.name AS "kategorie", i.unit AS "jednotka", i.plu AS "PLU", i.eans AS "EAN", i.allergens AS "alergeny", i.labels AS "štítky",
  i.soldOut AS "vyprodáno", i.archived AS "vyřazeno", i.stocked AS "vede se sklad", i.recipe AS "receptura", i.id AS "id"
  FROM item i LEFT JOIN category c ON c.id = i.categoryId ORDER BY c.position, i.name`;

export const TABLE_SHEETS: readonly TableSheet[] = [
  {
    file: 'smeny.csv',
    about: 'směny a uzávěrky všech pokladen',
    sql: `SELECT z_number AS "uzávěrka Z", register_id AS "pokladna", opened_at AS "otevřena", closed AS "zavřena",
      float_haler AS "počáteční stav_haler", takings_haler AS "tržba_haler", difference_haler AS "rozdíl_haler", id AS "id"
      FROM (SELECT z_number, register_id, opened_at, json_extract(closed, '$.at') AS closed, float_haler, takings_haler,
        difference_haler, id, position FROM shift) ORDER BY position`,
  },
  {
    file: 'pohyby-hotovosti.csv',
    about: 'vklady a výběry hotovosti',
    sql: `SELECT m.at AS "kdy", m.shift_id AS "směna", m.amount_haler AS "částka_haler", m.reason AS "důvod",
      coalesce(s.name, m.staff_id) AS "kdo" FROM cash_movement m LEFT JOIN staff s ON s.id = m.staff_id ORDER BY m.position`,
  },
  {
    file: 'evidence-trzeb.csv',
    about: 'evidence tržeb (EET): jak u úřadu dopadla každá tržba, s potvrzovacím kódem POK',
    sql: `SELECT number AS "účtenka", register_id AS "pokladna", sold_at AS "prodáno", total AS "částka",
      state AS "stav", pok AS "POK", code AS "kód chyby", environment AS "prostředí", receipt_id AS "id účtenky"
      FROM eet_shop ORDER BY sold_ms`,
  },
  {
    file: 'evidence-zpravy.csv',
    about: 'zprávy, které o tržbách odeslala tato pokladna',
    sql: `SELECT a.receipt_id AS "id účtenky", a.uuid AS "UUID zprávy", a.first AS "první zaslání", a.started_at AS "odesláno",
      a.ended_at AS "odpověď", a.state AS "výsledek", a.pok AS "POK", a.code AS "kód chyby", a.sha256 AS "SHA-256 zprávy"
      FROM eet_attempt a ORDER BY a.seq`,
  },
  { file: 'cenik.csv', about: 'ceník; ceny v Kč s DPH', sql: ITEM },
  {
    file: 'sazby-dph.csv',
    about: 'třídy a sazby DPH',
    sql: `SELECT vatClass AS "třída DPH", name AS "název", rate_bp AS "sazba v setinách %", validFrom AS "platí od",
      archived AS "vyřazeno" FROM vat_rate ORDER BY vatClass, validFrom`,
  },
  {
    file: 'druhy-plateb.csv',
    about: 'čím se dá platit',
    sql: `SELECT name AS "název", kind AS "druh", currency AS "měna", rate_haler AS "kurz_haler", registered AS "eviduje se",
      active AS "používá se", archived AS "vyřazeno", id AS "id" FROM payment_type ORDER BY position`,
  },
  {
    file: 'stoly.csv',
    about: 'stoly',
    sql: 'SELECT name AS "stůl", area AS "část", archived AS "vyřazeno", id AS "id" FROM dining_table ORDER BY position',
  },
  {
    file: 'sklad.csv',
    about: 'stav skladu',
    sql: `SELECT coalesce(i.name, s.item_id) AS "položka", s.level AS "stav_tisiciny", i.unit AS "jednotka",
      s.item_id AS "id" FROM stock s LEFT JOIN item i ON i.id = s.item_id ORDER BY 1`,
  },
  {
    file: 'sklad-pohyby.csv',
    about: 'pohyby skladu',
    sql: `SELECT coalesce(i.name, m.item_id) AS "položka", m.kind AS "pohyb", m.quantity AS "množství_tisiciny",
      m.hlc AS "kdy (čas a pořadí)", m.item_id AS "id" FROM stock_movement m LEFT JOIN item i ON i.id = m.item_id
      ORDER BY m.hlc`,
  },
  {
    file: 'obsluha.csv',
    about: 'obsluha, bez PINů',
    sql: 'SELECT name AS "jméno", role AS "role", active AS "pracuje", id AS "id" FROM staff ORDER BY name',
  },
  {
    file: 'nastaveni-obchodu.csv',
    about: 'nastavení obchodu',
    sql: 'SELECT scope AS "kde", key AS "co", value AS "hodnota (JSON)" FROM setting ORDER BY scope, key',
  },
];
