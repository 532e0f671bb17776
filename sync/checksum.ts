import { DELETED, type Row } from './rows.ts';
import type { Storage } from './storage.ts';

/** Per origin the XOR of the hashes of its rows, 16 hexadecimal digits. */
export type Checksums = Readonly<Record<string, string>>;

/**
 * Equal on two replicas that hold the same vector. Deleted records are left out: one replica may have thrown away
 * already what the other still keeps.
 */
export function checksums(storage: Storage): Checksums {
  const sums = new Map<string, readonly [number, number]>();
  for (const row of storage.rows()) {
    if (row.is === 'cell' && storage.cell(row.tbl, row.id, DELETED)?.val === 'true') continue;
    const [high, low] = sums.get(row.origin) ?? [0, 0];
    const [h, l] = hash(row);
    sums.set(row.origin, [high ^ h, low ^ l]);
  }
  const hex = (half: number) => (half >>> 0).toString(16).padStart(8, '0');
  return Object.fromEntries([...sums].map(([origin, [high, low]]) => [origin, hex(high) + hex(low)]));
}

export function sameChecksums(a: Checksums, b: Checksums): boolean {
  const none = '0'.repeat(16);
  const read = (sums: Checksums, origin: string) => (Object.hasOwn(sums, origin) ? sums[origin] : none);
  return [...Object.keys(a), ...Object.keys(b)].every((origin) => read(a, origin) === read(b, origin));
}

/** Two rounds of FNV-1a with a mixer: it finds damage, it does not resist anyone. */
function hash(row: Row): readonly [number, number] {
  const text =
    row.is === 'fact'
      ? JSON.stringify([row.origin, row.seq, row.hlc, row.kind, row.id, row.body])
      : JSON.stringify([row.origin, row.seq, row.hlc, row.tbl, row.id, row.col, row.val]);
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  return [Math.imul(a ^ (b >>> 15), 0xc2b2ae35), Math.imul(b ^ (a >>> 13), 0x27d4eb2f)];
}
