import { type Static, type TSchema, Type } from 'typebox';

/**
 * The configuration file of a register. From this one schema come the check, the defaults and the words in
 * which a fault is told: `description` says what the key is (Czech, genitive not needed), `examples[0]` is
 * what a remedy shows. Everything a shop may change while selling lives in the database instead.
 */
const closed = { additionalProperties: false } as const;

const text = (description: string, example: string, options: object = {}) =>
  Type.String({ description, examples: [example], minLength: 1, maxLength: 200, ...options });
const whole = (description: string, example: number, minimum: number, maximum: number, options = {}) =>
  Type.Integer({ description, examples: [example], minimum, maximum, ...options });
const oneOf = <const T extends readonly string[]>(values: T, description: string, options = {}) =>
  Type.Unsafe<T[number]>(Type.Enum([...values], { description, examples: [values[0]], ...options }));
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);

const deviceId = { pattern: '^[A-Za-z0-9_-]+$', maxLength: 32 };

export const PrinterConfig = Type.Object(
  {
    id: text('značka tiskárny, na kterou se odkazují ostatní zařízení', 'uctenky', deviceId),
    name: text('jméno tiskárny, jak jí říká obsluha', 'Tiskárna účtenek'),
    url: text('adresa tiskárny', 'tcp://10.0.0.5:9100'),
    profile: optional(text('model tiskárny', 'epson-tm-t20iii', { default: 'generic-80' })),
    routes: optional(
      Type.Array(text('co se tu tiskne', 'receipt', { maxLength: 64 }), {
        description:
          'co se tu tiskne: "receipt" účtenky, "report" uzávěrky, jinak místo, kam jdou objednávky',
        examples: [['receipt', 'report']],
        default: [],
        maxItems: 20,
      }),
    ),
    stand_in: optional(text('značka tiskárny, která zaskočí při poruše', 'bar', deviceId)),
    overrides: optional(
      Type.Object(
        {
          code_page: optional(whole('číslo znakové sady CP852 (n příkazu ESC t)', 18, 0, 255)),
          columns: optional(whole('počet znaků na řádek', 48, 16, 96)),
        },
        { ...closed, description: 'odchylky od modelu', examples: ['{ code_page = 18 }'] },
      ),
    ),
  },
  { ...closed, description: 'tiskárna' },
);
export type PrinterConfig = Static<typeof PrinterConfig>;

export const Config = Type.Object(
  {
    data_dir: optional(text('složka s daty pokladny', '/var/lib/kasad', { default: '/var/lib/kasad' })),
    register: Type.Object(
      {
        id: text('značka pokladny, v obchodě jedinečná', 'pokladna-1', deviceId),
        name: text('jméno pokladny na obrazovce', 'Pokladna u baru', { maxLength: 120 }),
        series: text('řada čísel účtenek, v obchodě jedinečná', 'R1', { pattern: '^[A-Z0-9]{1,8}$' }),
        timezone: optional(text('časové pásmo', 'Europe/Prague', { default: 'Europe/Prague' })),
      },
      { ...closed, description: 'pokladna' },
    ),
    http: optional(
      Type.Object(
        {
          host: optional(text('adresa, na které pokladna poslouchá', '127.0.0.1', { default: '127.0.0.1' })),
          port: optional(whole('port, na kterém pokladna poslouchá', 8400, 1, 65_535, { default: 8400 })),
          allowed_hosts: optional(
            Type.Array(text('jméno nebo adresa bez portu', 'pokladna-1.local'), {
              description: 'jména a adresy, pod kterými se smí obrazovka otevřít z jiného přístroje',
              examples: [['pokladna-1.local']],
              default: [],
              maxItems: 20,
            }),
          ),
        },
        { ...closed, description: 'obrazovka a rozhraní pokladny', default: {} },
      ),
    ),
    printer: optional(
      Type.Array(PrinterConfig, {
        description: 'tiskárny, každá pod vlastním [[printer]]',
        examples: ['[[printer]]'],
        default: [],
        maxItems: 20,
      }),
    ),
    drawer: optional(
      Type.Object(
        {
          via: optional(
            text('tiskárna, do které je zásuvka zapojená', 'printer:uctenky', {
              pattern: '^printer:[A-Za-z0-9_-]+$',
            }),
          ),
          url: optional(text('adresa zásuvky zapojené přímo', 'serial:/dev/ttyUSB1')),
          pin: optional(
            Type.Union([Type.Literal(2), Type.Literal(5)], {
              description: 'vývod tiskárny, na kterém zásuvka je: 2 nebo 5',
              examples: [2],
            }),
          ),
          trigger: optional(oneOf(['bel', 'any'], 'na co se zásuvka zapojená přímo otevírá')),
        },
        { ...closed, description: 'pokladní zásuvka' },
      ),
    ),
    display: optional(
      Type.Object(
        {
          url: text('adresa zákaznického displeje', 'serial:/dev/ttyUSB2?baud=9600'),
          profile: optional(text('model displeje', 'cd5220', { default: 'cd5220' })),
        },
        { ...closed, description: 'zákaznický displej' },
      ),
    ),
    scale: optional(
      Type.Object(
        {
          url: text('adresa váhy', 'serial:/dev/ttyUSB3?baud=9600'),
          protocol: optional(oneOf(['toledo-8217', 'cas'], 'protokol váhy')),
        },
        { ...closed, description: 'váha' },
      ),
    ),
    scanner: optional(
      Type.Object(
        {
          url: text('adresa čtečky kódů', 'serial:/dev/ttyUSB4?baud=9600'),
          end: optional(oneOf(['terminator', 'idle'], 'čím kód končí: znakem CR nebo LF, nebo jen tichem')),
        },
        { ...closed, description: 'čtečka kódů zapojená sériově' },
      ),
    ),
    sync: optional(
      Type.Object(
        {
          host: optional(
            text('adresa v síti obchodu, na které pokladna mluví se sousedními', '0.0.0.0', {
              default: '0.0.0.0',
            }),
          ),
          port: optional(
            whole('port, na kterém pokladna mluví se sousedními', 8883, 1, 65_535, { default: 8883 }),
          ),
          pairing_port: optional(
            whole(
              'port, který je otevřený, jen dokud je na obrazovce kód pro novou pokladnu',
              8884,
              1,
              65_535,
              {
                default: 8884,
              },
            ),
          ),
          discovery: optional(
            Type.Boolean({
              description: 'hledání sousedních pokladen v síti (mDNS)',
              examples: [true],
              default: true,
            }),
          ),
          siblings: optional(
            Type.Array(text('adresa a port sousední pokladny', '10.0.0.12:8883'), {
              description: 'adresy sousedních pokladen pro síť, ve které se samy nenajdou',
              examples: [['10.0.0.12:8883']],
              default: [],
              maxItems: 40,
            }),
          ),
          broker: optional(
            text('společný broker MQTT místo přímých spojení', 'mqtts://10.0.0.20:8883', {
              pattern: '^mqtts://[^/?#@]+$',
            }),
          ),
          broker_ca: optional(
            text(
              'soubor s certifikátem autority brokera, když ho nevydal tento obchod',
              '/etc/kasad/broker-ca.pem',
            ),
          ),
        },
        { ...closed, description: 'sousední pokladny', default: {} },
      ),
    ),
    backoffice: optional(
      Type.Object(
        {
          url: optional(text('adresa backoffice', 'https://backoffice.example.cz')),
          ca: optional(
            text(
              'soubor s certifikátem autority BackOffice, když ho nevydala žádná veřejná',
              '/etc/kasad/backoffice-ca.pem',
            ),
          ),
        },
        { ...closed, description: 'backoffice', default: {} },
      ),
    ),
    log: optional(
      Type.Object(
        {
          level: optional(
            oneOf(['debug', 'info', 'warn', 'error'], 'co se zapisuje do záznamu', { default: 'info' }),
          ),
        },
        { ...closed, description: 'záznam o běhu', default: {} },
      ),
    ),
  },
  closed,
);

type Given = Static<typeof Config>;
/** As the register uses it: defaults filled in, `data_dir` absolute. */
export type Config = Omit<
  Given,
  'data_dir' | 'register' | 'http' | 'printer' | 'sync' | 'backoffice' | 'log'
> & {
  readonly data_dir: string;
  readonly register: Given['register'] & {
    readonly timezone: string;
    /** The file does not say who the register is: it goes by what it has drawn for itself, and does not sell. */
    readonly unnamed?: boolean;
  };
  readonly http: { readonly host: string; readonly port: number; readonly allowed_hosts: readonly string[] };
  readonly printer: readonly (PrinterConfig & {
    readonly profile: string;
    readonly routes: readonly string[];
  })[];
  readonly sync: {
    readonly host: string;
    readonly port: number;
    readonly pairing_port: number;
    readonly discovery: boolean;
    readonly siblings: readonly string[];
    readonly broker?: string;
    readonly broker_ca?: string;
  };
  readonly backoffice: { readonly url?: string; readonly ca?: string };
  readonly log: { readonly level: 'debug' | 'info' | 'warn' | 'error' };
};
