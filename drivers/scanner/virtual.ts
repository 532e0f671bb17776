import type { DeviceEnd } from '../twin.ts';

export interface VirtualScannerOptions {
  readonly terminator?: '\r' | '\n' | '\r\n' | '';
  /** Sends the AIM prefix, for example `]E0`. */
  readonly prefix?: string;
}

/** A scanner's mouth: what it reads goes down the line at once. */
export interface VirtualScanner {
  scan(code: string): void;
  /** Raw bytes: noise, half a code, a wrong speed. */
  emit(bytes: Uint8Array): void;
}

export function virtualScanner(
  end: DeviceEnd,
  { terminator = '\r', prefix = '' }: VirtualScannerOptions = {},
): VirtualScanner {
  return {
    scan: (code) => end.send(new TextEncoder().encode(prefix + code + terminator)),
    emit: (bytes) => end.send(bytes),
  };
}
