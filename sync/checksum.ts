import type { CellRow, Row } from './rows.ts';
import type { Storage } from './storage.ts';
import type { Vector } from './vector.ts';

/** Per origin the XOR of the hashes of its rows, 16 hexadecimal digits. */
export type Checksums = Readonly<Record<string, string>>;

/** Checksums of all rows as they stood when this was held. */
export interface Census {
  readonly vector: Vector;
  readonly sums: Checksums;
}

/**
 * Equal on two replicas that hold the same vector. Deleted records are left out: one replica may have thrown away
 * already what the other still keeps. It reads every row, which takes a register with years of receipts seconds.
 */
export function takeCensus(storage: Pick<Storage, 'vector' | 'deletions' | 'rows'>): Census {
  const place = (row: CellRow) => `${row.tbl.length} ${row.tbl} ${row.id}`;
  const deleted = new Set(storage.deletions().map(place));
  const sums = new Map<string, [number, number]>();
  for (const row of storage.rows()) {
    if (row.is === 'cell' && deleted.size > 0 && deleted.has(place(row))) continue;
    let sum = sums.get(row.origin);
    if (!sum) {
      sum = [0, 0];
      sums.set(row.origin, sum);
    }
    addHash(sum, row);
  }
  const hex = (half: number) => (half >>> 0).toString(16).padStart(8, '0');
  return {
    vector: storage.vector(),
    sums: Object.fromEntries([...sums].map(([origin, [high, low]]) => [origin, hex(high) + hex(low)])),
  };
}

export function sameChecksums(a: Checksums, b: Checksums): boolean {
  const none = '0'.repeat(16);
  const read = (sums: Checksums, origin: string) => (Object.hasOwn(sums, origin) ? sums[origin] : none);
  return [...Object.keys(a), ...Object.keys(b)].every((origin) => read(a, origin) === read(b, origin));
}

/** Two rounds of FNV-1a with a mixer: it finds damage, it does not resist anyone. */
function addHash(sum: [number, number], row: Row): void {
  const parts =
    row.is === 'fact'
      ? [row.origin, row.hlc, row.kind, row.id, row.body]
      : [row.origin, row.hlc, row.tbl, row.id, row.col, row.val];
  let [a, b] = [0x811c9dc5 ^ row.seq, 0x9e3779b9 ^ parts.length];
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      const code = part.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b);
    }
    a = Math.imul(a ^ part.length, 0x01000193);
    b = Math.imul(b ^ part.length, 0x85ebca6b);
  }
  sum[0] ^= Math.imul(a ^ (b >>> 15), 0xc2b2ae35);
  sum[1] ^= Math.imul(b ^ (a >>> 13), 0x27d4eb2f);
}
