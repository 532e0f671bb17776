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
export function obstacle(condition: Condition): { reason: string; hint: string } | undefined {
  if (condition.cover === 'open') {
    return { reason: 'Tiskárna má otevřený kryt.', hint: 'Zavřete kryt, až zaklapne.' };
  }
  if (condition.paper === 'out') {
    return { reason: 'V tiskárně došel papír.', hint: 'Vložte nový kotouč a zavřete kryt.' };
  }
  switch (condition.error) {
    case 'cutter':
      return {
        reason: 'V tiskárně se zasekl nůž.',
        hint: 'Vypněte tiskárnu, vyndejte zmačkaný papír a zase ji zapněte.',
      };
    case 'unrecoverable':
      return {
        reason: 'Tiskárna hlásí závadu.',
        hint: 'Vypněte ji a zapněte. Nepomůže-li to, patří do servisu.',
      };
    case 'overheated':
      return { reason: 'Tiskárna je přehřátá.', hint: 'Chvíli počkejte, sama se vrátí k tisku.' };
    case 'recoverable':
      return {
        reason: 'Tiskárna hlásí chybu.',
        hint: 'Otevřete a zavřete kryt, případně ji vypněte a zapněte.',
      };
  }
  if (condition.online === 'no') {
    return {
      reason: 'Tiskárna je pozastavená.',
      hint: 'Zkontrolujte papír a kryt a pusťte tlačítko posuvu.',
    };
  }
  return undefined;
}
