import { isIPv4 } from 'node:net';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `10.0.0.12:8883` or `pokladna-2.local:8883`; without a port the usual one. Undefined when it is neither. */
export function parseAddress(text: string, port = 8883): Address | undefined {
  const found = /^([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?)(?::(\d{1,5}))?$/.exec(text.trim());
  if (!found) return undefined;
  const [, host = '', given] = found;
  // A slip in a number makes a name that nobody has.
  if (/^[\d.]+$/.test(host) && !isIPv4(host)) return undefined;
  const number = given === undefined ? port : Number(given);
  return number >= 1 && number <= 65_535 ? { host, port: number } : undefined;
}

export const formatAddress = ({ host, port }: Address): string => `${host}:${port}`;
