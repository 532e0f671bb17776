import { type Heard, kilogramsToGrams, type ScaleProtocol } from './protocol.ts';
import { negative, notUnderstood, outOfZero, overload, unstable, type Weight, wrongUnit } from './weight.ts';

const STX = 0x02;
const CR = 0x0d;
/** `02 0 1 . 2 5 0 N 0d` with room for a leading space; anything longer is noise. */
const longest = 12;

/** Status byte, bits from 0. Bit 6 is "bad command" on some models and always 1 on others (8213). */
const motion = 0x01;
const over = 0x02;
const underZero = 0x04;
const outsideZero = 0x08;
const centreZero = 0x10;

type Frame =
  | { readonly kind: 'weight'; readonly weight: Weight }
  | { readonly kind: 'status'; readonly status: number };

/**
 * The first whole frame in what was heard so far and the rest that may still become one. A frame is
 * `STX weight [N] CR` or `STX ? status CR`; whatever is neither is skipped.
 */
function firstFrame(heard: Uint8Array): { frame?: Frame; rest: Uint8Array } {
  for (let at = heard.indexOf(STX); at >= 0; at = heard.indexOf(STX, at + 1)) {
    const status = heard[at + 2];
    if (heard[at + 1] === 0x3f) {
      if (heard.length < at + 4) return { rest: heard.slice(at) };
      if (heard[at + 3] !== CR || status === undefined) continue;
      return { frame: { kind: 'status', status }, rest: heard.slice(at + 4) };
    }
    const end = heard.indexOf(CR, at);
    if (end < 0 && heard.length - at <= longest) return { rest: heard.slice(at) };
    if (end < 0 || end - at > longest) continue;
    const text = Buffer.from(heard.subarray(at + 1, end)).toString('latin1');
    const [, figure] = /^ *([\d.]+)N?$/.exec(text) ?? [];
    if (figure === undefined) continue;
    // The frame names no unit: kilograms have three decimals, pounds two.
    const grams = /\.\d{3}$/.test(figure) ? kilogramsToGrams(figure) : undefined;
    return {
      frame: { kind: 'weight', weight: grams === undefined ? wrongUnit : { state: 'stable', grams } },
      rest: heard.slice(end + 1),
    };
  }
  return { rest: new Uint8Array() };
}

function weightOf(status: number): Weight {
  if (status & over) return overload;
  if (status & underZero) return negative;
  if (status & motion) return unstable;
  if (status & outsideZero) return outOfZero;
  // It refused to weigh and named no reason that we know: a command it does not have.
  return notUnderstood;
}

const joined = (left: Uint8Array, right: Uint8Array) => Uint8Array.from([...left, ...right]);

/** Mettler Toledo 8217 and its emulations: `W` asks for a weight, `Z` for zero. */
export const toledo8217: ScaleProtocol<Uint8Array> = {
  name: 'toledo-8217',
  label: 'Mettler Toledo 8217',
  line: 'baud=9600&bits=7&parity=even',
  begin: new Uint8Array(),
  ask: Uint8Array.of(0x57),
  hear(state, bytes): Heard<Uint8Array> {
    const { frame, rest } = firstFrame(joined(state, bytes));
    if (!frame) return { state: rest };
    return { state: rest, weight: frame.kind === 'weight' ? frame.weight : weightOf(frame.status) };
  },
  zero: {
    ask: Uint8Array.of(0x5a),
    hear(state, bytes) {
      const { frame, rest } = firstFrame(joined(state, bytes));
      if (!frame) return { state: rest };
      if (frame.kind === 'weight') return { state: rest, zeroed: false };
      const refused = (frame.status & (motion | over | underZero)) !== 0;
      return { state: rest, zeroed: !refused && (frame.status & centreZero) !== 0 };
    },
  },
};
