import { type Static, Type } from 'typebox';
import { ROLES } from '../../../domain/index.ts';
import { ENVIRONMENTS } from '../../../wire/index.ts';
import { Config, PrinterConfig } from '../../config/schema.ts';

/*
 * The file of answers for `kasad setup`: what the wizard on the screen would ask. From this one schema come the check and
 * the words in which a fault is told, as with the configuration. Devices are written as in the configuration.
 */
const closed = { additionalProperties: false } as const;

const text = (description: string, example: string, options: object = {}) =>
  Type.String({ description, examples: [example], minLength: 1, maxLength: 200, ...options });
const oneOf = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Unsafe<T[number]>(Type.Enum([...values], { description, examples: [values[0]] }));
const optional = Type.Optional;
const { drawer, display, scale, scanner } = Config.properties;
const eic = { pattern: '^CZ[0-9]{8,10}$' };

export const Answers = Type.Object(
  {
    language: optional(oneOf(['cs', 'en'], 'jazyk obrazovky')),
    shop: optional(
      Type.Object(
        {
          code: text('kód z obrazovky Sousedé jiné pokladny', 'ABCD-EFGH-JKLM', {
            minLength: 12,
            writeOnly: true,
            maxLength: 40,
          }),
          address: optional(text('adresa té pokladny, když se v síti nenajde sama', '10.0.0.12:8883')),
        },
        { ...closed, description: 'obchod, ke kterému se pokladna připojí; bez tabulky je obchod nový' },
      ),
    ),
    register: optional(
      Type.Object(
        {
          id: optional(
            text('značka pokladny, v obchodě jedinečná', 'pokladna-1', {
              pattern: '^[A-Za-z0-9_-]+$',
              maxLength: 32,
            }),
          ),
          name: optional(text('jméno pokladny na obrazovce', 'Pokladna u baru', { maxLength: 120 })),
          series: optional(
            text('řada čísel účtenek, v obchodě jedinečná', 'R1', { pattern: '^[A-Z0-9]{1,8}$' }),
          ),
          label: optional(text('štítek položek, které se tu ukazují', 'bar', { maxLength: 40 })),
        },
        {
          ...closed,
          description: 'pokladna; co chybí, zvolí program tak, aby to v obchodě nikdo neměl',
          default: {},
        },
      ),
    ),
    seller: optional(
      Type.Object(
        {
          name: text('prodávající na účtence', 'Hostinec U Lípy s. r. o.', { maxLength: 120 }),
          place: optional(text('provozovna', 'U Lípy', { maxLength: 120, default: '' })),
          address: text('adresa na účtence', 'Lipová 1, 602 00 Brno'),
          ico: text('IČO', '27082440', { pattern: '^[0-9]{8}$' }),
          dic: optional(text('DIČ plátce DPH', 'CZ27082440', eic)),
        },
        { ...closed, description: 'prodávající, jak je na účtence' },
      ),
    ),
    printer: optional(
      Type.Array(PrinterConfig, { description: 'tiskárny', examples: ['[[printer]]'], maxItems: 20 }),
    ),
    drawer,
    display,
    scale,
    scanner,
    eet: optional(
      Type.Object(
        {
          environment: oneOf(ENVIRONMENTS, 'prostředí EET'),
          eic: text('EIČ', 'CZ27082440', eic),
          unit_id: text('označení evidenčního místa', '11', { pattern: '^[1-9][0-9]{0,8}$' }),
          delegating_eic: optional(text('EIČ pověřujícího', 'CZ27082440', eic)),
          wait_s: optional(
            Type.Integer({
              description: 'kolik sekund účtenka čeká na POK',
              examples: [2],
              minimum: 2,
              maximum: 30,
            }),
          ),
          certificate: optional(text('soubor .p12 s certifikátem', 'eet.p12')),
          password_file: optional(text('soubor, na jehož prvním řádku je heslo k certifikátu', 'eet.heslo')),
        },
        { ...closed, description: 'evidence tržeb' },
      ),
    ),
    backoffice: optional(
      Type.Object(
        {
          url: optional(text('adresa backoffice', 'https://backoffice.example.cz')),
          code: text('kód z BackOffice, stránka Pokladny', 'ABCD-EFGH', { maxLength: 40, writeOnly: true }),
        },
        { ...closed, description: 'backoffice' },
      ),
    ),
    staff: optional(
      Type.Array(
        Type.Object(
          {
            name: text('jméno', 'Jana Nováková', { maxLength: 120 }),
            role: oneOf(ROLES, 'role'),
            pin: optional(
              text('PIN, 4 až 8 číslic; bez něj se čte ze standardního vstupu', '4711', {
                pattern: '^[0-9]{4,8}$',
                writeOnly: true,
              }),
            ),
          },
          { ...closed, description: 'člověk, který se smí přihlásit' },
        ),
        { description: 'obsluha, každý pod vlastním [[staff]]', examples: ['[[staff]]'], maxItems: 50 },
      ),
    ),
  },
  { ...closed, title: 'docs/setup.toml' },
);
export type Answers = Static<typeof Answers>;
