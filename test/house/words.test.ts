import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const told = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) =>
    /^(daemon|drivers|sync|eet|wire|catalogue|sheet|backoffice)\/.*(?<!\.(test|contract|fixture))\.ts$/.test(
      path,
    ),
  )
  .filter((path) => existsSync(new URL(path, ROOT)));

const CZECH = /[ěščřžýáíéúůďťňĚŠČŘŽÝÁÍÉÚŮĎŤŇ„]/u;
/** The other half of a pair, by the name of each half. */
const ENGLISH: Readonly<Record<string, string>> = { cs: 'en', hintCs: 'hintEn' };

/** As much of a syntax tree (ESTree) as is looked at. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly shorthand?: boolean;
  readonly key?: { readonly name?: string };
  readonly value?: unknown;
  readonly properties?: readonly Node[];
}

/** What is wrong with the pairs `{ cs, en }` of a source file. */
function faultsIn(path: string, source: string): string[] {
  const faults: string[] = [];
  for (const node of nodesOf(parseSync(path, source).program)) {
    if (node.type !== 'ObjectExpression') continue;
    const line = source.slice(0, node.start).split('\n').length;
    faults.push(...faultsOfPair(node, source).map((what) => `${path}:${line}: ${what}`));
  }
  return faults;
}

function faultsOfPair({ properties = [] }: Node, source: string): string[] {
  const members = new Map(properties.map((property) => [property.key?.name, property]));
  return Object.entries(ENGLISH).flatMap(([czech, english]) => {
    const cs = members.get(czech);
    const en = members.get(english);
    if (!cs) return [];
    if (!en) return [`${english} is missing`];
    if (cs.shorthand || en.shorthand) return [];
    const [inCzech, inEnglish] = [cs.value as Node, en.value as Node];
    const text = textOf(inEnglish);
    if (CZECH.test(text)) return [`Czech in ${english}: ${text}`];
    const same = source.slice(inCzech.start, inCzech.end) === source.slice(inEnglish.start, inEnglish.end);
    return same && text !== '' ? [`the same twice: ${text}`] : [];
  });
}

/** The fixed parts of a text, without what stands between quotation marks, the sign of the crown, IČO and EIČ. */
function textOf(node: Node): string {
  return nodesOf(node)
    .flatMap(({ type, value }) => {
      if (type === 'TemplateElement') return [(value as { cooked: string }).cooked];
      return type === 'Literal' && typeof value === 'string' ? [value] : [];
    })
    .join('#')
    .replace(/“[^”]*”/gu, '')
    .replace(/Kč|IČO|EIČ/gu, '');
}

/** Itself and all below it. */
function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(nodesOf);
  return typeof (value as Node).type === 'string' ? [value as Node, ...below] : below;
}

describe('what is told to people', () => {
  it('stands in both languages side by side, and the English one is English', () => {
    expect(told.length).toBeGreaterThan(150);
    const texts = told.map((path) => readFileSync(new URL(path, ROOT), 'utf8'));
    expect(texts.join('').match(/\bcs: /g)?.length).toBeGreaterThan(300);
    expect(told.flatMap((path, index) => faultsIn(path, texts[index] as string))).toEqual([]);
  });

  it.each([
    ['a Czech letter', "x({ cs: 'Účet', en: 'Účet je zavřený' })", 'Czech in en: Účet je zavřený'],
    ['the same twice', "x({ cs: 'Ne', en: 'Ne' })", 'the same twice: Ne'],
    ['a Czech quotation mark', "x({ cs: '„' + a + '“', en: 'The „' + a + '“' })", 'Czech in en: The „#“'],
    ['half a pair', "x({ cs: 'Účet' })", 'en is missing'],
    ['half a hint', "x({ hintCs: 'Hleďte.' })", 'hintEn is missing'],
    ['a choice', "x({ cs: 'a', en: yes ? 'The bill' : 'Žádný' })", 'Czech in en: The bill#Žádný'],
  ])('%s is noticed', (_what, source, what) => {
    expect(faultsIn('x.ts', source)).toContain(`x.ts:1: ${what}`);
  });

  it.each([
    "x({ cs: 'Účet je „' + of + '“', en: 'The bill is “' + of + '”' })",
    "x({ cs: 'Název;Cena', en: 'for instance “Název;Cena”' })",
    "x({ cs: a + ' Kč chybí', en: a + ' Kč is missing' })",
    'const pair = { cs, en };',
  ])('%s is well', (source) => {
    expect(faultsIn('x.ts', source)).toEqual([]);
  });
});
