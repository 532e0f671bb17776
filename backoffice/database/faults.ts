import { Refusal } from '../../wire/index.ts';

/*
 * What a database has to say, in words. The registers sell without the backoffice and send what they have later:
 * whatever happens here, no sale is lost by it.
 */

const SELLS = {
  cs: 'Pokladny prodávají dál a všechno pošlou později.',
  en: 'The registers go on selling and send everything later.',
};

export function urlRefusal(): Refusal {
  return new Refusal(
    500,
    'database-url',
    {
      cs: `Adresa databáze není srozumitelná, BackOffice se nespustil. ${SELLS.cs}`,
      en: `The address of the database cannot be understood, the backoffice did not start. ${SELLS.en}`,
    },
    {
      cs: 'Zadejte ji jako sqlite:/cesta/soubor.db, nebo postgres://uživatel:heslo@počítač/databáze.',
      en: 'Give it as sqlite:/path/file.db, or postgres://user:password@host/database.',
    },
  );
}

export function takenRefusal(): Refusal {
  return new Refusal(
    409,
    'database-taken',
    {
      cs: `Nad touto databází už pracuje jiný BackOffice, tento do ní nezapisuje. ${SELLS.cs}`,
      en: `Another backoffice works on this database already, this one does not write to it. ${SELLS.en}`,
    },
    {
      cs: 'Ukončete jeden z nich, nebo dejte každému vlastní databázi.',
      en: 'Stop one of them, or give each a database of its own.',
    },
  );
}

export function closedRefusal(): Refusal {
  return new Refusal(
    503,
    'closing',
    {
      cs: `BackOffice se právě vypíná, tento krok se neuložil. ${SELLS.cs}`,
      en: `The backoffice is shutting down, this step was not saved. ${SELLS.en}`,
    },
    { cs: 'Zkuste to za chvíli znovu.', en: 'Try again in a moment.' },
    { retryAfter_s: 5 },
  );
}

export function newerRefusal(names: readonly string[]): Refusal {
  return new Refusal(
    500,
    'database-newer',
    {
      cs: `Databázi už upravila novější verze programu (${names.join(', ')}), tato se nespustila. ${SELLS.cs}`,
      en: `A newer version of the program has changed the database (${names.join(', ')}), this one did not start. ${SELLS.en}`,
    },
    { cs: 'Nainstalujte novější verzi programu.', en: 'Install the newer version of the program.' },
  );
}

export function unstorableRefusal(): Refusal {
  return new Refusal(
    400,
    'text-unstorable',
    {
      cs: 'V textu je znak, který se nedá uložit. Nic se nezměnilo a na prodej to nemá vliv.',
      en: 'There is a character in the text that cannot be stored. Nothing was changed, and sales are not affected.',
    },
    { cs: 'Napište text znovu ručně.', en: 'Type the text again by hand.' },
  );
}

const diskFull = (cause: string) =>
  new Refusal(
    507,
    'disk-full',
    {
      cs: `Databáze nemá kam psát: disk je plný nebo selhává. Tento krok se neuložil, všechno uložené předtím zůstává. ${SELLS.cs}`,
      en: `The database cannot write: the disk is full or failing. This step was not saved, everything saved before remains. ${SELLS.en}`,
    },
    {
      cs: 'Uvolněte na disku serveru místo, nebo zavolejte správce, a pak krok zopakujte.',
      en: 'Free some space on the disk of the server, or call its administrator, and then repeat the step.',
    },
    { cause },
  );

const damaged = (cause: string) =>
  new Refusal(
    500,
    'database-damaged',
    {
      cs: `Soubor s daty je poškozený, tento krok se neuložil. ${SELLS.cs}`,
      en: `The file with the data is damaged, this step was not saved. ${SELLS.en}`,
    },
    {
      cs: 'Nic nemažte a zavolejte správce. Data pokladen jsou i v pokladnách: nová databáze je z nich dostane zpět.',
      en: 'Delete nothing and call the administrator. What registers wrote is in the registers too: a new database gets it back from them.',
    },
    { cause },
  );

const away = (cause: string) =>
  new Refusal(
    503,
    'database-away',
    {
      cs: `Databázový server neodpovídá, krok se možná neuložil. ${SELLS.cs}`,
      en: `The database server does not answer, the step may not have been saved. ${SELLS.en}`,
    },
    {
      cs: 'Zkuste to za chvíli znovu. Trvá-li to, zkontrolujte, že PostgreSQL běží a je dosažitelný.',
      en: 'Try again in a moment. If it lasts, check that PostgreSQL is running and can be reached.',
    },
    { cause, retryAfter_s: 5 },
  );

const slow = (cause: string) =>
  new Refusal(
    503,
    'database-slow',
    {
      cs: `Databáze to nestihla včas, krok se neuložil. ${SELLS.cs}`,
      en: `The database did not manage it in time, the step was not saved. ${SELLS.en}`,
    },
    {
      cs: 'Zvolte kratší období, nebo to za chvíli zkuste znovu.',
      en: 'Choose a shorter period, or try again in a moment.',
    },
    { cause, retryAfter_s: 5 },
  );

const denied = (cause: string) =>
  new Refusal(
    500,
    'database-denied',
    {
      cs: `Databázový server toto přihlášení nepouští, nebo databáze není. ${SELLS.cs}`,
      en: `The database server does not let this user in, or there is no such database. ${SELLS.en}`,
    },
    {
      cs: 'Opravte v nastavení uživatele, heslo a název databáze; uživatel v ní musí smět zakládat tabulky.',
      en: 'Correct user, password and the name of the database in the settings; the user must be allowed to make tables in it.',
    },
    { cause },
  );

/**
 * SQLite's result codes (https://www.sqlite.org/rescode.html) and PostgreSQL's SQLSTATE
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html), then errors of the socket.
 */
const CAUSES: readonly (readonly [RegExp, (cause: string) => Refusal])[] = [
  [
    /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)|^53100$|^58030$|^(ENOSPC|EDQUOT|EIO|EROFS|EACCES|EPERM)$/,
    diskFull,
  ],
  [/^SQLITE_(CORRUPT|NOTADB)|^XX00[12]$/, damaged],
  [/^57014$|^55P03$|^SQLITE_BUSY/, slow],
  [/^28|^3D000$|^42501$|^25006$/, denied],
  [/^08|^57P0|^53|^25P03$|^(ECONN|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)/, away],
  [/^22021$/, () => unstorableRefusal()],
];

/** pg has no code for these. */
const SEVERED =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;

/** The Refusal for what a database could not do; any other error as it is: it is a bug of ours. */
export function databaseRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Refusal) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === '' && SEVERED.test(error.message)) return away(error.message);
  const refusal = CAUSES.find(([pattern]) => pattern.test(code));
  return refusal ? refusal[1](code) : error;
}
