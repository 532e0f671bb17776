import { type Changes, held, type Message, type Row, readMessage, same } from '../../sync/index.ts';
import { REQUEST_ROWS_MAX, Refusal } from '../../wire/index.ts';
import { type Aside, unreadable } from './parking.ts';

/** A message as it came, and what stood in it in the place of rows. */
export interface Heard {
  readonly message: Message;
  readonly asides: readonly Aside[];
}

/** What a register says in one request. Throws a Refusal before anything of it has been taken in. */
export function hear(values: readonly unknown[], origin: string): Heard[] {
  const heard = values.map(hearOne);
  for (const { message } of heard) if (message.origin !== origin) throw otherOrigin();
  const rows = heard.reduce(
    (sum, { message }) => sum + (message.type === 'changes' ? message.rows.length : 0),
    0,
  );
  if (rows > REQUEST_ROWS_MAX) throw tooMany();
  return heard;
}

function hearOne(value: unknown): Heard {
  const asides: Aside[] = [];
  const parsed = readMessage(value, (row, where) => asides.push(unreadable(row, where)));
  if (!parsed.ok) throw malformed(parsed.where);
  const { message } = parsed;
  if (message.type === 'hello') return { message, asides };
  const rows = message.rows.filter((row) => {
    if (isStorable(row)) return true;
    asides.push(unreadable(row, 'texts that are not well-formed, or with U+0000', 'characters'));
    return false;
  });
  return { message: closed({ ...message, rows }), asides };
}

/**
 * A first part in which no number is missing is whole by itself: nothing in it was replaced by what comes later. It is
 * taken in as it is, and of a long backlog the rest is asked for anew: what has come is there at once, and stays when
 * the way breaks. A part with a gap is put aside with all that follow it, until the last one is here.
 */
function closed(message: Changes): Changes {
  const { done, full, floor, base, from, upto, rows } = message;
  if (done || full || floor || !same(base, from)) return message;
  const missing = new Map(
    Object.keys(upto).map((origin) => [origin, held(upto, origin) - held(base, origin)]),
  );
  const numbers = new Set(rows.map(({ origin, seq }) => `${origin} ${seq}`));
  for (const name of numbers) {
    const origin = name.slice(0, name.indexOf(' '));
    missing.set(origin, (missing.get(origin) ?? 0) - 1);
  }
  return [...missing.values()].some((count) => count > 0)
    ? message
    : { ...message, done: true, whole: false };
}

/** Names with U+0000 and halves of characters are no text for PostgreSQL, and another one for SQLite. */
export function isStorable(row: Row): boolean {
  const texts = row.is === 'cell' ? [row.tbl, row.id, row.col, row.val] : [row.kind, row.id, row.body];
  return texts.every((text) => text.isWellFormed() && !text.includes('\0'));
}

const KEPT = {
  cs: 'Nic se neztratilo: pokladna prodává dál a data má u sebe.',
  en: 'Nothing is lost: the register goes on selling and has its data.',
};
const UPDATE = {
  cs: 'Aktualizujte program pokladny i BackOffice. Trvá-li to, zavolejte technika.',
  en: 'Update the program of the register and the backoffice. If it lasts, call the technician.',
};

const malformed = (where: string) =>
  new Refusal(
    400,
    'message-malformed',
    {
      cs: `BackOffice zprávě pokladny nerozumí a nic z ní nepřevzal. ${KEPT.cs}`,
      en: `The backoffice does not understand the register's message and took nothing of it. ${KEPT.en}`,
    },
    UPDATE,
    { where },
  );

const otherOrigin = () =>
  new Refusal(
    400,
    'other-origin',
    {
      cs: `Zpráva je z jiné databáze, než která se hlásí. Nic z ní se nepřevzalo. ${KEPT.cs}`,
      en: `The message is of another database than the one that asks. Nothing of it was taken. ${KEPT.en}`,
    },
    { cs: 'Restartujte pokladnu.', en: 'Restart the register.' },
  );

const tooMany = () =>
  new Refusal(
    413,
    'too-many-rows',
    {
      cs: `Pokladna poslala najednou víc řádků než ${REQUEST_ROWS_MAX} a žádný se nepřevzal. ${KEPT.cs}`,
      en: `The register sent more than ${REQUEST_ROWS_MAX} rows at once and none was taken. ${KEPT.en}`,
    },
    UPDATE,
  );

export const retired = () =>
  new Refusal(
    409,
    'origin-retired',
    {
      cs: 'Tato databáze byla z obchodu vyřazena, BackOffice od ní nic nepřevezme. Pokladna může prodávat, ale její účtenky zůstanou jen v ní.',
      en: 'This database was put out of the shop, the backoffice takes nothing from it. The register can sell, but its receipts stay in it alone.',
    },
    {
      cs: 'Připojte pokladnu k obchodu znovu kódem z jiné pokladny.',
      en: 'Join the register to the shop again by a code of another register.',
    },
  );

export const twin = () =>
  new Refusal(
    409,
    'origin-twin',
    {
      cs: `Pokladna má stejné označení databáze jako BackOffice, data se nevymění. ${KEPT.cs}`,
      en: `The register's database bears the name of the backoffice's, nothing is exchanged. ${KEPT.en}`,
    },
    { cs: 'Zavolejte technika.', en: 'Call the technician.' },
  );

export const otherProtocol = () =>
  new Refusal(
    409,
    'protocol',
    {
      cs: `Pokladna a BackOffice mluví různými verzemi protokolu, data se nevymění. ${KEPT.cs}`,
      en: `Register and backoffice speak different versions of the protocol, nothing is exchanged. ${KEPT.en}`,
    },
    UPDATE,
  );

export const crowded = () =>
  new Refusal(
    503,
    'store-busy',
    {
      cs: `Na data tohoto obchodu čeká příliš mnoho požadavků. ${KEPT.cs}`,
      en: `Too many requests are waiting for the data of this store. ${KEPT.en}`,
    },
    { cs: 'Zkuste to za chvíli znovu.', en: 'Try again in a moment.' },
    { retryAfter_s: 5 },
  );

export const drawing = () =>
  new Refusal(
    503,
    'store-drawing',
    {
      cs: `BackOffice právě přebírá mnoho dat od jiné pokladny a tato počká. ${KEPT.cs}`,
      en: `The backoffice is taking many rows from another register, and this one has to wait. ${KEPT.en}`,
    },
    { cs: 'Není třeba nic dělat.', en: 'Nothing needs to be done.' },
    { retryAfter_s: 5 },
  );
