import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Library, manifest } from './libraries.ts';
import type { Licence } from './parts.ts';

/** What a library that lies beside the program says of its use. */
export function licenceOf({ name, version, folder }: Library, root: string): Licence {
  const at = join(root, folder);
  const file = readdirSync(at).find((entry) => /^licen[cs]e(?:\.|$)/i.test(entry));
  return {
    name,
    version,
    identifier: manifest(at).license ?? null,
    text: file === undefined ? null : readFileSync(join(at, file), 'utf8'),
  };
}
