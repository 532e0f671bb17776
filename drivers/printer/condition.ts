import type { Words } from '../words.ts';
import type { PrinterStatus } from './outcome.ts';

/** The printer's own word about itself, from whichever answer came last. */
export type Condition = Pick<PrinterStatus, 'paper' | 'cover' | 'online' | 'error' | 'drawerPin'>;

export const unknownCondition: Condition = {
  paper: 'unknown',
  cover: 'unknown',
  online: 'unknown',
  error: 'unknown',
  drawerPin: 'unknown',
};

/** DLE EOT n, n = 1–4 (Epson APG): each answer tells a part. */
export function fromRealtime(was: Condition, n: number, byte: number): Condition {
  const has = (mask: number) => (byte & mask) !== 0;
  switch (n) {
    case 1:
      return { ...was, drawerPin: has(0x04) ? 'high' : 'low', online: has(0x08) ? 'no' : 'yes' };
    case 2:
      return { ...was, cover: has(0x04) ? 'open' : 'closed', ...(has(0x20) && { paper: 'out' as const }) };
    case 3:
      return { ...was, error: errorOf(byte) };
    case 4:
      return { ...was, paper: has(0x60) ? 'out' : has(0x0c) ? 'near-end' : 'ok' };
    default:
      return was;
  }
}

/** Automatic status: GS a n, four bytes (Epson APG). */
export function fromAutomatic(bytes: readonly [number, number, number, number]): Condition {
  const [first, errors, paper] = bytes;
  return {
    drawerPin: first & 0x04 ? 'high' : 'low',
    online: first & 0x08 ? 'no' : 'yes',
    cover: first & 0x20 ? 'open' : 'closed',
    error: errorOf(errors),
    paper: paper & 0x0c ? 'out' : paper & 0x03 ? 'near-end' : 'ok',
  };
}

/** The bits of DLE EOT 3 and of the second byte of automatic status are the same. */
function errorOf(byte: number): Condition['error'] {
  if (byte & 0x20) return 'unrecoverable';
  if (byte & 0x08) return 'cutter';
  if (byte & 0x40) return 'overheated';
  if (byte & 0x04) return 'recoverable';
  return 'none';
}

/** Why nothing can be printed now, and what to do; undefined when nothing stands in the way. */
export function obstacle(condition: Condition): { reason: Words; hint: Words } | undefined {
  if (condition.cover === 'open') {
    return {
      reason: { cs: 'Tiskárna má otevřený kryt.', en: 'The cover of the printer is open.' },
      hint: { cs: 'Zavřete kryt, až zaklapne.', en: 'Close the cover until it clicks.' },
    };
  }
  if (condition.paper === 'out') {
    return {
      reason: { cs: 'V tiskárně došel papír.', en: 'The printer is out of paper.' },
      hint: { cs: 'Vložte nový kotouč a zavřete kryt.', en: 'Put in a new roll and close the cover.' },
    };
  }
  switch (condition.error) {
    case 'cutter':
      return {
        reason: { cs: 'V tiskárně se zasekl nůž.', en: 'The cutter of the printer is jammed.' },
        hint: {
          cs: 'Vypněte tiskárnu, vyndejte zmačkaný papír a zase ji zapněte.',
          en: 'Switch the printer off, take out the crumpled paper and switch it on again.',
        },
      };
    case 'unrecoverable':
      return {
        reason: { cs: 'Tiskárna hlásí závadu.', en: 'The printer reports a fault.' },
        hint: {
          cs: 'Vypněte ji a zapněte. Nepomůže-li to, patří do servisu.',
          en: 'Switch it off and on. If that does not help, it needs service.',
        },
      };
    case 'overheated':
      return {
        reason: { cs: 'Tiskárna je přehřátá.', en: 'The printer is overheated.' },
        hint: {
          cs: 'Chvíli počkejte, sama se vrátí k tisku.',
          en: 'Wait a while; it goes back to printing by itself.',
        },
      };
    case 'recoverable':
      return {
        reason: { cs: 'Tiskárna hlásí chybu.', en: 'The printer reports an error.' },
        hint: {
          cs: 'Otevřete a zavřete kryt, případně ji vypněte a zapněte.',
          en: 'Open and close the cover, or switch it off and on.',
        },
      };
  }
  if (condition.online === 'no') {
    return {
      reason: { cs: 'Tiskárna je pozastavená.', en: 'The printer is paused.' },
      hint: {
        cs: 'Zkontrolujte papír a kryt a pusťte tlačítko posuvu.',
        en: 'Check the paper and the cover, and let go of the feed button.',
      },
    };
  }
  return undefined;
}
