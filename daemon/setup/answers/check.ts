import type { ConfigFault } from '../../config/fault.ts';
import { knownDevices } from '../../config/known-devices.ts';
import { brokenValues, NOBODY, schemaRules } from '../../config/load.ts';
import { readToml } from '../../config/toml.ts';
import type { BrokenRule } from '../../config/words.ts';
import { backofficeUrl } from '../../upstream/address.ts';
import { Answers } from './schema.ts';

export type CheckedAnswers =
  | { readonly answers: Answers; readonly faults: readonly [] }
  | { readonly answers: null; readonly faults: readonly ConfigFault[] };

/** Every fault at once, in the order of lines. `readable`: whether a file that the answers name is there. */
export function checkAnswers(source: string, readable: (file: string) => boolean): CheckedAnswers {
  const document = readToml(source);
  const faults: ConfigFault[] = document.syntax.map(({ line, message }) => ({
    line,
    // A line that cannot be read is quoted, but not a PIN or a code on it.
    what: SECRET.test(message) ? message.replace(/: „.*“/s, '') : message,
    remedy: 'Opravte řádek podle vzoru docs/setup.toml.',
  }));
  if (document.tablesKnown) {
    const value = document.value as Answers;
    const rules = schemaRules(Answers, value).filter(
      // A key on a line that could not be read is not missing, it is unread.
      ({ what }) => faults.length === 0 || !what.startsWith('Chybí'),
    );
    // Rules between keys make sense of what the schema accepts.
    const more =
      rules.length === 0 && faults.length === 0 ? [...deviceRules(value), ...ownRules(value, readable)] : [];
    for (const { pointer, what, remedy } of [...rules, ...more]) {
      faults.push({ line: document.line(pointer), what, remedy });
    }
  }
  if (faults.length > 0) return { answers: null, faults: faults.sort((a, b) => a.line - b.line) };
  return { answers: document.value as Answers, faults: [] };
}

/** Devices as the configuration would judge them. */
function deviceRules({ printer = [], drawer, display, scale, scanner }: Answers): BrokenRule[] {
  const { unnamed: _, ...register } = NOBODY;
  const given = Object.entries({ drawer, display, scale, scanner }).filter(([, one]) => one !== undefined);
  return brokenValues({ register, printer, ...Object.fromEntries(given) }, knownDevices);
}

function ownRules(
  { shop, register = {}, seller, eet, backoffice, staff = [] }: Answers,
  readable: (file: string) => boolean,
): BrokenRule[] {
  const rules: BrokenRule[] = [];
  const broken = (pointer: string, what: string, remedy: string) => rules.push({ pointer, what, remedy });
  if (register.id !== undefined && (register.series === undefined || register.name === undefined)) {
    broken(
      '/register/id',
      'Pokladna má danou značku, ale ne jméno a řadu.',
      'Doplňte name a series, nebo značku vynechte a program ji zvolí sám.',
    );
  }
  if (shop && seller) {
    broken(
      '/seller',
      'Pokladna se má připojit k obchodu, který prodávajícího už má.',
      'Smažte tabulku [seller], nebo tabulku [shop].',
    );
  }
  if (eet && (eet.certificate === undefined) !== (eet.password_file === undefined)) {
    broken('/eet', 'Certifikát a soubor s heslem patří k sobě.', 'Doplňte certificate i password_file.');
  }
  for (const key of ['certificate', 'password_file'] as const) {
    const file = eet?.[key];
    if (file === undefined || readable(file)) continue;
    broken(
      `/eet/${key}`,
      `Soubor „${file}“ tu není, nebo nejde přečíst.`,
      'Cesta se počítá od souboru s odpověďmi.',
    );
  }
  if (backoffice?.url !== undefined && backofficeUrl(backoffice.url) === null) {
    broken(
      '/backoffice/url',
      `„${backoffice.url}“ není adresa backoffice.`,
      'Napište ji tak, jak je v prohlížeči, například url = "https://backoffice.example.cz".',
    );
  }
  staff.forEach(({ name }, index) => {
    const first = staff.findIndex((one) => sameName(one.name, name));
    if (first !== index) {
      broken(
        `/staff/${index}/name`,
        `Jméno „${name}“ je tu podruhé.`,
        'Napište ho tak, aby se poznalo, kdo je kdo.',
      );
    }
  });
  if (staff.length > 0 && !shop && !staff.some(({ role }) => role === 'manager')) {
    broken('/staff/0', 'Mezi lidmi není žádný vedoucí.', 'Dejte aspoň jednomu role = "manager".');
  }
  return rules;
}

const SECRET = /„\s*(pin|code)\b/;

export const sameName = (a: string, b: string): boolean =>
  a.trim().toLocaleLowerCase('cs') === b.trim().toLocaleLowerCase('cs');
