import type { Words } from '../http/contract.ts';

export const printerAway: Words = { cs: 'Tiskárna není připojená.', en: 'The printer is not connected.' };
export const notPrinting: Words = { cs: 'Tiskárna teď netiskne.', en: 'The printer is not printing now.' };

/** `Bar: v tiskárně došel papír.`: whose the sentence is, unless it says so itself. */
export function named(name: string, sentence: string): string {
  if (sentence.toLocaleLowerCase('cs').startsWith(name.toLocaleLowerCase('cs'))) return sentence;
  return `${name}: ${sentence.slice(0, 1).toLocaleLowerCase('cs')}${sentence.slice(1)}`;
}
