/** A signed message, ready to be sent. */
export interface Message {
  readonly uuid: string;
  /** The SOAP envelope, at most 12 kB, ASCII. */
  readonly xml: string;
  /** SHA-256 of `xml`, in hexadecimal. */
  readonly sha256: string;
}
