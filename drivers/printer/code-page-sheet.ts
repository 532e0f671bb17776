import iconv from 'iconv-lite';
import { languages } from './commands.ts';
import type { Encoded } from './encode.ts';
import type { Profile } from './profiles.ts';

const last = 80;

/**
 * The technician's page: behind each number the same bytes, Czech in CP852, printed with that page selected. The
 * line that reads right names the printer's number for CP852. Everything else on it is ASCII, which all pages
 * share. Page 0 comes before each, so that a number the printer does not know cannot look like its neighbour.
 */
export function codePageSheet(profile: Profile): Encoded {
  const commands = languages[profile.language];
  const ascii = (text: string) => [...Buffer.from(`${text}\n`, 'latin1')];
  const czech = iconv.encode('Žluťoučký kůň', 'cp852');
  const bytes: number[] = [
    ...commands.initialize,
    ...ascii('KTERE CISLO JE PRO CESTINU?'),
    ...ascii('Hledejte radek s vetou'),
    ...ascii('  Zlutoucky kun (s hacky a carkami)'),
    ...ascii('a zadejte jeho cislo v nastaveni.'),
    ...ascii(''),
  ];
  for (let number = 0; number <= last; number++) {
    const label = `${number}`.padStart(3);
    bytes.push(...Buffer.from(`${label}  `, 'latin1'));
    bytes.push(...commands.codePage(0), ...commands.codePage(number), ...czech, 0x0a);
  }
  bytes.push(...commands.codePage(0));
  if (profile.cutter.feedLines > 0) bytes.push(...commands.feed(profile.cutter.feedLines));
  if (profile.cutter.kind !== 'none') bytes.push(...commands.cut(profile.cutter.kind));
  return { bytes: Uint8Array.from(bytes), substitutions: [] };
}
