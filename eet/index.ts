export type { Asked } from './answer/asked.ts';
export { ANSWER_BYTES_MAX, readAnswer } from './answer/read-answer.ts';
export type { Authority } from './authority/authority.ts';
export { createAuthority, ENDPOINTS } from './authority/https-authority.ts';
export { type MemoryAuthority, memoryAuthority, type Turn } from './authority/memory-authority.ts';
export {
  type Credential,
  type CredentialFault,
  createCredential,
  credentialFromPem,
  credentialPem,
} from './credential/credential.ts';
export { openP12, type P12Fault } from './credential/p12.ts';
export type { Behaviour, Spoilt } from './double/behaviour.ts';
export type { Double, DoubleKeys, DoubleOptions, IssuedP12, Issuing } from './double/door.ts';
export type { CaBehaviour } from './double/renewal-desk.ts';
export { createDouble } from './double/start.ts';
export { type Fault, faultsOf } from './message/limits.ts';
export { buildMessage, EET_NAMESPACE, identityOf, type Message } from './message/message.ts';
export { type Ids, signEnvelope } from './message/sign-envelope.ts';
export type { Attempt, Outcome, SignatureState, Warning } from './outcome.ts';
export type { RenewalApi, RenewalFault, RequestState } from './renewal/api.ts';
export { createRenewalApi, RENEWAL_ENDPOINTS } from './renewal/https-renewal.ts';
export { type CallFault, type MemoryRenewal, memoryRenewal } from './renewal/memory-renewal.ts';
export type { Environment, Head, Sale } from './sale.ts';
export type { Time } from './time.ts';
export { builtInTrust } from './trust/built-in.ts';
export type { Trust } from './trust/trust.ts';
