import type { Authority, Credential, Environment, Head, Message, Sale } from '../../eet/index.ts';
import type { EetCertificateView, EetView, HealthPart } from '../http/contract.ts';

/** The certificates of this box. */
export interface Credentials {
  /** What signs now for this EIČ in this environment; else a word for why nothing does (words.ts, NO_CREDENTIAL). */
  current(environment: Environment, eic: string): Credential | string;
  /** All of them, the newest first. */
  views(): EetCertificateView[];
  /** A .p12 with its password, of the shop's EIČ or of one under which sales still wait (`owed`). Throws a Refusal. */
  import(p12: Uint8Array, password: string, owed: readonly string[]): EetCertificateView;
  /** `run` is called whenever another one may sign. */
  onChange(run: () => void): void;
  health(): HealthPart[];
}

/**
 * What it takes to send a sale. Loaded only where there is something to send: signing, XML and certificates are more
 * than the rest of a start.
 */
export interface Sender {
  readonly authority: Authority;
  /** Throws when no message can be made of the sale. */
  readonly build: (sale: Sale, head: Head, credential: Credential) => Message;
  readonly credentials: Credentials;
  /** How the renewal of the certificate stands; null when it is not due. */
  renewal(): EetView['renewal'];
  start(): void;
  stop(): Promise<void>;
}
