/** Longest code that a till meets: a GS1-128 of 48 characters, with room; what is longer is not a code. */
export const longestCode = 64;

/** When a code is whole. Most scanners end it with CR, LF or both; some say nothing and only stop. */
export type CodeEnd = 'terminator' | 'idle';

export type ScanEvent = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'idle' };

export type ScanEffect =
  /** `aim` is the symbology by ISO/IEC 15424, without the bracket (`E0` = EAN-13), when the scanner sends it. */
  | { readonly kind: 'code'; readonly code: string; readonly aim?: string }
  | { readonly kind: 'trouble'; readonly trouble: 'too-long' | 'garbled' | 'unfinished' };

/** What was heard of the code under way; `spoilt` until its end once it cannot become a code. */
export interface ScanState {
  readonly heard: string;
  readonly spoilt?: 'too-long' | 'garbled';
}

export const noScan: ScanState = { heard: '' };

const CR = 0x0d;
const LF = 0x0a;
/** Separates the fields of a GS1 code and is a part of it. */
const GS = 0x1d;
/** `]E0` before the code. */
const aimLength = 3;

function ended(state: ScanState): ScanEffect[] {
  if (state.spoilt) return [{ kind: 'trouble', trouble: state.spoilt }];
  if (state.heard === '') return [];
  const [, aim, code] = /^\]([A-Za-z][0-9A-Za-z])(.+)$/s.exec(state.heard) ?? [];
  if ((code ?? state.heard).length > longestCode) return [{ kind: 'trouble', trouble: 'too-long' }];
  if (aim !== undefined && code !== undefined) return [{ kind: 'code', code, aim }];
  return [{ kind: 'code', code: state.heard }];
}

/**
 * Bytes into codes, the same however they are cut. An `idle` event says that nothing has come for a while: it
 * ends the code, or drops it as unfinished when a terminator should have come.
 */
export function scanStep(state: ScanState, event: ScanEvent, end: CodeEnd): [ScanState, ScanEffect[]] {
  if (event.kind === 'idle') {
    if (state.heard === '' && !state.spoilt) return [noScan, []];
    if (end === 'idle' || state.spoilt) return [noScan, ended(state)];
    return [noScan, [{ kind: 'trouble', trouble: 'unfinished' }]];
  }
  const effects: ScanEffect[] = [];
  let now = state;
  for (const byte of event.bytes) {
    if (byte === CR || byte === LF) {
      effects.push(...ended(now));
      now = noScan;
    } else if (now.spoilt) {
      // Swallowed up to its end, so that the tail of a bad code is not sold as another one.
    } else if ((byte < 0x20 && byte !== GS) || byte > 0x7e) {
      now = { heard: '', spoilt: 'garbled' };
    } else if (now.heard.length >= longestCode + aimLength) {
      now = { heard: '', spoilt: 'too-long' };
    } else {
      now = { heard: now.heard + String.fromCharCode(byte) };
    }
  }
  return [now, effects];
}
