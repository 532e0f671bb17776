import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('../../docs/siblings.md', import.meta.url), 'utf8');

/** A block of docs/siblings.md as it is printed there, so that the page cannot say what does not work. */
export function printed(language: 'sh' | 'conf' | 'acl' | 'json'): string {
  const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].filter(([, of]) => of === language);
  const [block, another] = blocks;
  if (!block || another) throw new Error(`docs/siblings.md has ${blocks.length} blocks of ${language}`);
  return block[2] as string;
}

/** Puts real values in for the ones that the page gives as examples. A value that is not there is a mistake. */
export function filledIn(text: string, values: Readonly<Record<string, string>>): string {
  let result = text;
  for (const [example, value] of Object.entries(values)) {
    if (!result.includes(example)) throw new Error(`docs/siblings.md does not say ${example}`);
    result = result.replaceAll(example, value);
  }
  return result;
}
