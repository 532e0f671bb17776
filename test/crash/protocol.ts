import { createHash } from 'node:crypto';
import type { PayRequest } from '../../daemon/http/contract.ts';

/** What the driver asks of the register that it kills. */
export type Question =
  | { readonly do: 'open'; readonly tableId: string }
  | { readonly do: 'add'; readonly billId: string; readonly lineId: string; readonly itemId: string }
  | { readonly do: 'order'; readonly billId: string }
  | { readonly do: 'void'; readonly billId: string; readonly lineId: string }
  | { readonly do: 'pay'; readonly billId: string; readonly request: PayRequest; readonly key: string }
  | { readonly do: 'reverse'; readonly receiptId: string; readonly key: string }
  | { readonly do: 'cash'; readonly amount_haler: number; readonly key: string }
  | { readonly do: 'open-shift' }
  | { readonly do: 'close'; readonly counted_haler: number; readonly key: string };

/**
 * Where a register kills itself. Between these points lies the commit, which is hit by kills from outside: nobody
 * can say beforehand where in it.
 */
export const DEADLY = [
  'open/written',
  'add/written',
  'order/written',
  'order/committed',
  'void/written',
  'pay/written',
  'pay/committed',
  'reverse/written',
  'reverse/committed',
  'cash/written',
  'cash/committed',
  'close/written',
  'close/committed',
  'print/noted',
  'print/out',
  'copy/under-way',
] as const;
/** `<deed>/written`: in its transaction, all written and not committed. `/committed`: not answered yet. */
export type Deadly = (typeof DEADLY)[number];

export type Told =
  /** `claimed`: print jobs that were being sent when the register died, and of which it now claims to know. */
  | { readonly kind: 'ready'; readonly claimed: number }
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly code: string };

/** By which bytes on paper are told apart. */
export function fingerprint(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 24);
}

/** Marsaglia-like 32 bits from a seed (mulberry32): one seed, one run. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
