/** What may stand behind a key of the configuration; `undefined` is a key that is not there. */
export type TomlValue =
  | string
  | number
  | boolean
  | readonly TomlValue[]
  | { readonly [key: string]: TomlValue | undefined };
export type TomlTable = { readonly [key: string]: TomlValue | undefined };

/** How a new file begins; `path` is where it lies. */
export const heading = (path: string): string =>
  [
    '# Nastavení jedné pokladny. Zapsala ho pokladna sama; upravovat se smí i ručně, komentáře zůstanou.',
    `# Po každé změně: kasad check-config ${path} a systemctl reload kasad`,
    '# Co se mění za provozu (ceník, stoly, obsluha, texty na účtence), se nastavuje na obrazovce pokladny.',
    '',
  ].join('\n');

/** The lines above a table that the program writes; they go with it. */
export const NOTES: Readonly<Record<string, readonly string[]>> = {
  register: [],
  printer: [],
  drawer: [
    '# Zásuvka zapojená do tiskárny. Zapojená přímo má místo via klíč url a trigger ("bel" nebo "any").',
  ],
  display: ['# Zákaznický displej.'],
  scale: ['# Váha. Protokol "toledo-8217" nebo "cas".'],
  scanner: ['# Čtečka kódů zapojená sériově. Čtečka, která se chová jako klávesnice, sem nepatří.'],
};

const KEY_NOTES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  register: {
    id: 'Značka pokladny, v obchodě jedinečná.',
    name: 'Jméno pokladny na obrazovce.',
    series:
      'Řada čísel účtenek, v obchodě jedinečná. Dvě pokladny se stejnou řadou by vydávaly stejná čísla.',
  },
  printer: {
    url: 'tcp://adresa:port, usblp:/dev/usb/lp0 nebo serial:/dev/ttyUSB0?baud=9600',
    profile: 'Model tiskárny. Neznáte-li ho, nechte generic-80 (papír 80 mm) nebo generic-58.',
    routes: '"receipt" účtenky, "report" uzávěrky, jinak místo, kam jdou objednávky.',
    stand_in: 'Tiskárna, která zaskočí při poruše.',
    overrides: 'Odchylky od modelu: číslo znakové sady CP852 (n příkazu ESC t), počet znaků na řádek.',
  },
  drawer: { pin: 'Vývod tiskárny, na kterém zásuvka je: 2 nebo 5.' },
  display: {},
  scale: {},
  scanner: { end: 'Čím kód končí: "terminator" znakem CR nebo LF, "idle" jen tichem.' },
};

/** A whole table with its notes; ends with a line end. `list`: one of several under `[[name]]`. */
export function tableText(name: string, table: TomlTable, list = false): string {
  const keys = Object.entries(table).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const note = KEY_NOTES[name]?.[key];
    return [...(note === undefined ? [] : [`# ${note}`]), keyText(key, value)];
  });
  return `${[...(NOTES[name] ?? []), list ? `[[${name}]]` : `[${name}]`, ...keys].join('\n')}\n`;
}

export const keyText = (key: string, value: TomlValue): string => `${bareKey(key)} = ${valueText(value)}`;

/** On one line. Numbers are whole: the configuration knows no other. */
export function valueText(value: TomlValue): string {
  if (typeof value === 'string') return basicString(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  const members = Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [keyText(key, member)],
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** TOML 1.0, "String": what JSON escapes and, beyond it, U+007F. */
const basicString = (text: string): string =>
  JSON.stringify(text.toWellFormed()).replaceAll('\u007f', '\\u007F');

const bareKey = (key: string): string => (/^[A-Za-z0-9_-]+$/.test(key) ? key : basicString(key));
