export type { Asked } from './answer/asked.ts';
export { readAnswer } from './answer/read-answer.ts';
export type { Authority } from './authority.ts';
export type { Credential } from './credential.ts';
export type { Message } from './message.ts';
export type { Attempt, Outcome, SignatureState, Warning } from './outcome.ts';
export type { RenewalApi, RenewalFault, RequestState } from './renewal/api.ts';
export type { Environment, Head, Sale } from './sale.ts';
export { bodyOf } from './signature/envelope.ts';
export { type BodySignature, verifyBody } from './signature/verify.ts';
export { builtInTrust } from './trust/built-in.ts';
export { distrustOf } from './trust/signer.ts';
export type { Trust } from './trust/trust.ts';
export { canonical } from './xml/canonical.ts';
export {
  allOf,
  attributeOf,
  elementsIn,
  hasElementsOnly,
  isNamed,
  textOf,
  type XmlAttribute,
  type XmlElement,
} from './xml/element.ts';
export { readXml, XML_LIMITS, type XmlDocument, type XmlFault, type XmlLimits } from './xml/read.ts';
