/** Printers take bytes as they are on it. */
const RAW_PORT = 9100;
const ADDRESS = /^(?:tcp:\/\/)?(?<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(?<port>\d{1,5}))?\/?$/i;

/** `10.0.0.5`, `10.0.0.5:9101` or `tcp://…` as the configuration has it; null when it is no address of a printer. */
export function printerUrl(typed: string): string | null {
  const { host, port = String(RAW_PORT) } = ADDRESS.exec(typed.trim())?.groups ?? {};
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return null;
  // Four numbers that are no address: a slip of the finger, not somebody's name.
  if (/^[\d.]+$/.test(host) && !isIpv4(host)) return null;
  return `tcp://${host.toLowerCase()}:${Number(port)}`;
}

const isIpv4 = (host: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(host) && host.split('.').every((part) => Number(part) <= 255);

/** The speed that a serial address bears. */
export function baudOf(url: string): string {
  return /[?&]baud=(\d+)/.exec(url)?.[1] ?? '9600';
}

/** The same line at another speed. */
export function withBaud(url: string, baud: string): string {
  const [line = url, query = ''] = url.split('?');
  const others = query.split('&').filter((part) => part !== '' && !part.startsWith('baud='));
  return `${line}?${[`baud=${baud}`, ...others].join('&')}`;
}

/** Two addresses of one line, whatever its speed. */
export const sameLine = (a: string, b: string): boolean => a.split('?')[0] === b.split('?')[0];

export const isSerial = (url: string): boolean => url.startsWith('serial:');
