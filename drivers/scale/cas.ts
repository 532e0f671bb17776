import { type Heard, kilogramsToGrams, type ScaleProtocol } from './protocol.ts';
import { busy, negative, overload, unstable, type Weight, wrongUnit } from './weight.ts';

const SOH = 0x01;
const STX = 0x02;
const ETX = 0x03;
const EOT = 0x04;
const ENQ = 0x05;
const ACK = 0x06;
const DC1 = 0x11;
const NAK = 0x15;

/** SOH STX, state, sign, six characters of weight, two of unit, BCC, ETX EOT (CAS AP-1 and SW-II manuals). */
const frameLength = 15;
const maxNaks = 10;

export type CasState =
  | { readonly phase: 'enquiry'; readonly naks: number }
  | { readonly phase: 'frame'; readonly heard: Uint8Array };

/** BCC: exclusive or of everything between STX and itself. */
function wholeFrame(bytes: Uint8Array): boolean {
  if (bytes[0] !== SOH || bytes[1] !== STX || bytes[13] !== ETX || bytes[14] !== EOT) return false;
  return bytes.subarray(2, 12).reduce((bcc, byte) => bcc ^ byte, 0) === bytes[12];
}

function weightOf(frame: Uint8Array): Weight {
  const text = Buffer.from(frame.subarray(2, 12)).toString('latin1');
  const [state, sign, figure, unit] = [text.slice(0, 1), text.slice(1, 2), text.slice(2, 8), text.slice(8)];
  // The manuals leave overload open; models seen send F, OL or dashes in place of the state or of the digits.
  if (state === 'F' || /[FOL-]/.test(figure)) return overload;
  if (state !== 'S') return unstable;
  if (sign === '-') return negative;
  const kilograms = unit.toLowerCase() === 'kg' ? kilogramsToGrams(figure.trim()) : undefined;
  return kilograms === undefined ? wrongUnit : { state: 'stable', grams: kilograms };
}

/** The first whole frame, wherever it starts; what may still become one is kept. */
function frameHeard(heard: Uint8Array): Heard<CasState> {
  for (let at = heard.indexOf(SOH); at >= 0; at = heard.indexOf(SOH, at + 1)) {
    const frame = heard.subarray(at, at + frameLength);
    if (frame.length < frameLength) return { state: { phase: 'frame', heard: heard.slice(at) } };
    if (wholeFrame(frame))
      return { state: { phase: 'frame', heard: new Uint8Array() }, weight: weightOf(frame) };
  }
  return { state: { phase: 'frame', heard: new Uint8Array() } };
}

/** CAS AP-1, ER, PD, SW-II: ENQ → ACK, DC1 → one frame. */
export const cas: ScaleProtocol<CasState> = {
  name: 'cas',
  label: 'CAS AP-1, ER, PD-II, SW-II (ENQ/DC1)',
  line: 'baud=9600',
  begin: { phase: 'enquiry', naks: 0 },
  ask: Uint8Array.of(ENQ),
  hear(state, bytes): Heard<CasState> {
    if (state.phase === 'enquiry') {
      let naks = state.naks;
      for (const [index, byte] of bytes.entries()) {
        if (byte === ACK) {
          const rest = bytes.subarray(index + 1);
          return { ...frameHeard(rest), say: Uint8Array.of(DC1) };
        }
        if (byte === NAK) naks += 1;
      }
      if (naks > maxNaks) return { state: { phase: 'enquiry', naks }, weight: busy };
      const again = naks > state.naks ? { say: Uint8Array.of(ENQ) } : {};
      return { state: { phase: 'enquiry', naks }, ...again };
    }
    return frameHeard(Uint8Array.from([...state.heard, ...bytes]));
  },
};
