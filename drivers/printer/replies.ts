/**
 * Tells apart the answers that an ESC/POS printer mixes into one stream. The rule is in the manuals (Epson
 * TM-U375, Citizen CT-D150 section 5.3) and rests on bits 0, 1, 4 and 7 alone:
 *
 *   0xx1xx10            answer to DLE EOT n
 *   0xx1xx00            first byte of automatic status, three bytes 0xx0xxxx follow
 *   0xx0xxxx            answer to GS r, or to a one-byte GS I
 *   0x11, 0x13          XON, XOFF
 *   35 37 3b 3d 5f … 00 a block: 37 22 is the process id (GS ( H), 5f the maker or model (GS I 66, 67)
 */
export type Reply =
  | { readonly kind: 'realtime'; readonly byte: number }
  | { readonly kind: 'automatic'; readonly bytes: readonly [number, number, number, number] }
  | { readonly kind: 'transmitted'; readonly byte: number }
  | { readonly kind: 'flow'; readonly on: boolean }
  | { readonly kind: 'block'; readonly header: number; readonly body: readonly number[] }
  /** Fits no rule: line noise, or a language we do not speak. */
  | { readonly kind: 'stray'; readonly byte: number };

/** What has begun and not ended yet. */
export interface ReplyState {
  readonly automatic: readonly number[];
  readonly block: readonly number[];
}

export const noReply: ReplyState = { automatic: [], block: [] };

const headers = [0x35, 0x37, 0x3b, 0x3d, 0x5f];
/** The longest real block is a model name; more than this without its end is noise. */
const block_bytes = 80;

/** Feeds bytes; where the stream is cut into pieces makes no difference. */
export function readReplies(state: ReplyState, bytes: Uint8Array): [ReplyState, Reply[]] {
  const replies: Reply[] = [];
  let { automatic, block } = state;
  for (const byte of bytes) {
    if (block.length > 0) {
      if (byte === 0) {
        replies.push({ kind: 'block', header: block[0] ?? 0, body: block.slice(1) });
        block = [];
      } else if (block.length >= block_bytes) {
        for (const lost of [...block, byte]) replies.push({ kind: 'stray', byte: lost });
        block = [];
      } else {
        block = [...block, byte];
      }
      continue;
    }
    if (headers.includes(byte)) {
      block = [byte];
    } else if (byte === 0x11 || byte === 0x13) {
      replies.push({ kind: 'flow', on: byte === 0x11 });
    } else if ((byte & 0x93) === 0x12) {
      replies.push({ kind: 'realtime', byte });
    } else if ((byte & 0x93) === 0x10) {
      // A new one begins before the old one ended: the rest of the old one was lost on the way.
      for (const lost of automatic) replies.push({ kind: 'stray', byte: lost });
      automatic = [byte];
    } else if ((byte & 0x90) === 0) {
      if (automatic.length === 0) {
        replies.push({ kind: 'transmitted', byte });
      } else {
        automatic = [...automatic, byte];
        const [a, b, c, d] = automatic;
        if (a !== undefined && b !== undefined && c !== undefined && d !== undefined) {
          replies.push({ kind: 'automatic', bytes: [a, b, c, d] });
          automatic = [];
        }
      }
    } else {
      replies.push({ kind: 'stray', byte });
    }
  }
  return [{ automatic, block }, replies];
}
