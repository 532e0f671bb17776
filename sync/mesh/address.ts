import { isIP, isIPv6 } from 'node:net';

/** `host:port`; an IPv6 host stands in brackets. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const HOST = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,252})$/;

export function parseAddress(text: string): Address | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (!(port >= 1 && port <= 65_535)) return undefined;
  if (bracketed !== undefined) return isIPv6(bracketed) ? { host: bracketed, port } : undefined;
  return plain !== undefined && HOST.test(plain) ? { host: plain, port } : undefined;
}

export function formatAddress({ host, port }: Address): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/** As a peer's socket names it, without the dress that an IPv6 socket puts on IPv4. */
export function plainHost(remote: string | undefined): string {
  return (remote ?? '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '');
}
