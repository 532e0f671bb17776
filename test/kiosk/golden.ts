import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

const folder = new URL('papers/', import.meta.url);

/** Days, times and the year of a number give way to letters; the columns stay where they are. */
export function undated(paper: string): string {
  return paper
    .replace(/ *\d{1,2}\. \d{1,2}\. \d{4} \d{2}:\d{2}/g, (found) =>
      'DD. MM. RRRR HH:MM'.padStart(found.length),
    )
    .replace(/\b([A-Z]\d)-\d{4}-/g, '$1-RRRR-')
    .replace(/\b\d{2}:\d{2}\b/g, 'HH:MM');
}

/**
 * Compares a paper with the one that a person has read and found right. A new one is written down with
 * KASAD_GOLDEN=write, and then it has to be read.
 */
export function expectPaper(name: string, paper: string): void {
  const file = new URL(`${name}.txt`, folder);
  const seen = undated(paper);
  if (process.env.KASAD_GOLDEN === 'write') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, seen);
  }
  if (!existsSync(file)) throw new Error(`There is no paper to compare with: test/kiosk/papers/${name}.txt`);
  expect(seen, `test/kiosk/papers/${name}.txt`).toBe(readFileSync(file, 'utf8'));
}
