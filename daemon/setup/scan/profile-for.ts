import { profiles } from '../../../drivers/index.ts';

/** In order: the first that fits. Clones give the names of others, so this is only what to begin with. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/TM-?T20/, 'epson-tm-t20iii'],
  [/TM-?T88VI\b|TM-?T88VII/, 'epson-tm-t88vi'],
  [/TM-?T88/, 'epson-tm-t88v'],
  [/TM-?U2[123]0/, 'epson-tm-u220'],
  [/TSP1\d\d|TSP6\d\d/, 'star-tsp100'],
  [/MC-?PRINT|MCP3/, 'star-mc-print'],
  [/SRP-?35\d|SRP-?S300|BIXOLON/, 'bixolon-srp-350'],
  [/CT-?[SDE]\d{3}|CITIZEN/, 'citizen-ct-s'],
  [/XPRINTER|XP-?[NTQ]?\d/, 'xprinter-xp-80'],
  [/POS-?58|58MM|5890|58T/, 'generic-58'],
];

/** The model of the drivers that a printer's own words point to; `generic-80` when to none. */
export function profileFor(maker: string, model: string): string {
  const said = `${maker} ${model}`.toUpperCase();
  const found = KNOWN.find(([pattern]) => pattern.test(said))?.[1];
  return profiles.some(({ id }) => id === found) ? (found as string) : 'generic-80';
}
