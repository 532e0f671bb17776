import { existsSync, readFileSync } from 'node:fs';

/** Messages, answers and certificates that the tax authority has published; they are no part of this project. */
export interface Samples {
  /** A file of theirs, by its path: `requests/CZ00000019.eet.v4.req.xml`. */
  read(path: string): Buffer;
}

const FOLDER = new URL('../../shared/eet/', import.meta.url);
let told = false;

/** Undefined where they do not lie beside the project; the tests that need them are then not run, and that is said. */
export function samples(): Samples | undefined {
  if (existsSync(new URL('README.md', FOLDER))) {
    return { read: (path) => readFileSync(new URL(path, FOLDER)) };
  }
  if (!told)
    console.warn(`The official EET samples are not at ${FOLDER.pathname}: tests against them were NOT run.`);
  told = true;
  return undefined;
}
