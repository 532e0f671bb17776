import type { Outcome } from '../outcome.ts';
import type { Asked } from './asked.ts';
import { refusalOf } from './codes.ts';
import type { Odpoved } from './odpoved.ts';
import type { JudgedSignature } from './signature.ts';

/** PokType of the schema. */
const POK = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}-[0-9a-f]{2}$/i;
/** How the playground's POKs end. */
const PLAYGROUND_POK = /-ff$/i;

/** What the answer says, against what was asked and how far it can be believed. */
export function judgeOdpoved(odpoved: Odpoved, signature: JudgedSignature, asked: Asked): Outcome {
  const { uuid, poks, faults, test, warnings } = odpoved;
  const common = { warnings, signature: signature.state, test };
  const unknown = (reason: string): Outcome => ({
    ...common,
    state: 'retry',
    left: true,
    code: null,
    reason,
  });
  if (asked.uuid !== null && uuid !== undefined && uuid.toLowerCase() !== asked.uuid.toLowerCase())
    return unknown('the answer is to another message');
  const [pok] = poks;
  // Nobody signs a refusal; beside a POK that nobody has signed either, neither is worth more than the other.
  if (pok !== undefined && (faults.length === 0 || signature.state === 'valid'))
    return confirmation(odpoved, pok, signature, asked);
  if (pok === undefined && faults.length === 1) return refusal(odpoved, signature, asked);
  return unknown('the answer neither confirms nor refuses');
}

/**
 * A POK came over TLS from the authority. When something about it is not as it should be, it is kept all the same and a
 * person is told: sending again would bring the same answer with another POK, for ever.
 *
 * Only an answer from the other environment is no confirmation at all: a real sale that the playground has taken is not
 * registered, and a test sale that is no test stands where it must not. Somebody has to put the address or the
 * certificate right; then the same sale goes through.
 */
function confirmation(odpoved: Odpoved, pok: string, signature: JudgedSignature, asked: Asked): Outcome {
  const { uuid, poks, faults, test, warnings, acceptedAt } = odpoved;
  const common = { warnings, signature: signature.state, test };
  if (test !== (asked.environment === 'playground'))
    return { ...common, state: 'blocked', code: null, reason: otherEnvironment(asked) };
  const doubts = [
    signature.reason,
    poks.length + faults.length > 1 && 'the answer says more than one thing',
    uuid === undefined && asked.uuid !== null && 'the answer does not say to which message',
    !POK.test(pok) && 'the POK has another shape',
    test !== PLAYGROUND_POK.test(pok) && 'the POK and the flag of a test do not agree',
    asked.verification && 'recorded, though only verification was asked for',
  ].filter((doubt) => doubt !== '' && doubt !== false);
  const state = doubts.length === 0 ? 'confirmed' : 'confirmed-unverified';
  return { ...common, state, pok, acceptedAt, reason: doubts.join('; ') };
}

function refusal({ faults, test, warnings }: Odpoved, signature: JudgedSignature, asked: Asked): Outcome {
  const common = { warnings, signature: signature.state, test };
  const { code, text } = faults[0] as Odpoved['faults'][number];
  if (code === null) {
    return { ...common, state: 'retry', left: true, code, reason: `a refusal without a code: ${text}` };
  }
  const { state, meaning } = refusalOf(code);
  const reason = `code ${code}, ${meaning}${text === '' ? '' : `: ${text}`}`;
  if (state === 'retry') return { ...common, state, left: true, code, reason };
  // The playground may leave the flag out of a refusal; production never says it.
  if (test && asked.environment === 'production')
    return { ...common, state: 'blocked', code, reason: `${otherEnvironment(asked)}; ${reason}` };
  if (state !== 'verified-only') return { ...common, state, code, reason };
  if (asked.verification) return { ...common, state, reason: '' };
  return {
    ...common,
    state: 'rejected',
    code,
    reason: `only verified, though recording was asked for; ${reason}`,
  };
}

function otherEnvironment({ environment }: Asked): string {
  return environment === 'production'
    ? 'the answer is of the playground; the sale is not registered'
    : 'the answer to a test sale says that it is no test';
}
