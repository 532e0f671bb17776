import type { Weight } from './weight.ts';

/** What came of the bytes heard: nothing yet, the next thing to say, or the reading. */
export interface Heard<S> {
  readonly state: S;
  readonly say?: Uint8Array;
  readonly weight?: Weight;
}

/**
 * A conversation with a scale, without I/O. A reading starts from `begin` by sending `ask`; every chunk of bytes
 * goes to `hear` with the state that the last one returned. However the bytes are cut, the outcome is the same.
 */
export interface ScaleProtocol<S = unknown> {
  readonly name: string;
  readonly label: string;
  /** The line as the maker sets it, for the address: `serial:/dev/ttyUSB0?` + this. */
  readonly line: string;
  readonly begin: S;
  readonly ask: Uint8Array;
  hear(state: S, bytes: Uint8Array): Heard<S>;
  /** Missing when the register cannot zero this scale. */
  readonly zero?: {
    readonly ask: Uint8Array;
    /** Whether the answer says that zero was set; undefined when it is not an answer yet. */
    hear(state: S, bytes: Uint8Array): { readonly state: S; readonly zeroed?: boolean };
  };
}

/** `1.250` → 1250, exactly, without floating point; undefined unless digits, a point and 1–3 digits. */
export function kilogramsToGrams(text: string): number | undefined {
  const [, whole, part] = /^(\d{1,3})\.(\d{1,3})$/.exec(text) ?? [];
  if (whole === undefined || part === undefined) return undefined;
  return Number(whole) * 1_000 + Number(part.padEnd(3, '0'));
}
