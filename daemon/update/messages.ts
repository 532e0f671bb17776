import { readPackageName, STATEMENT_MAX } from '../../systemd/index.ts';

/**
 * What registers say to each other of packages, on the way on which the replica's messages go. One asks, the other
 * answers; nothing is sent that was not asked for. JSON, `{"package":{"is":…}}`.
 */
export type PackageMessage =
  | { readonly is: 'want-statement'; readonly name: string }
  | { readonly is: 'statement'; readonly name: string; readonly text: string }
  | {
      readonly is: 'want-piece';
      readonly name: string;
      readonly sha256: string;
      readonly from: number;
      readonly length: number;
    }
  | { readonly is: 'piece'; readonly sha256: string; readonly from: number; readonly data: Buffer }
  /** The package is not here any more. */
  | { readonly is: 'gone'; readonly name: string };

/** Bytes of a package in one message; a price change waits for no longer than one of them takes. */
export const PIECE_MAX = 48 * 1024;
const TEXT_MAX = 80 * 1024;
const HEAD = '{"package":{';

/** Whether a message is one of these, without reading all of it. */
export const isPackageMessage = (text: string): boolean => text.startsWith(HEAD);

export function writeMessage(message: PackageMessage): string {
  const said = message.is === 'piece' ? { ...message, data: message.data.toString('base64') } : message;
  return JSON.stringify({ package: said });
}

/** The only way in for what a sibling says of packages. It never throws. */
export function readMessage(text: string): PackageMessage | undefined {
  if (text.length > TEXT_MAX) return undefined;
  let it: Record<string, unknown>;
  try {
    const { package: value } = JSON.parse(text) as Record<string, unknown>;
    if (typeof value !== 'object' || value === null) return undefined;
    it = value as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const name = typeof it.name === 'string' && readPackageName(it.name) ? it.name : undefined;
  const sha256 = typeof it.sha256 === 'string' && /^[0-9a-f]{64}$/.test(it.sha256) ? it.sha256 : undefined;
  const from = whole(it.from);
  const length = whole(it.length);
  switch (it.is) {
    case 'want-statement':
    case 'gone':
      return name ? { is: it.is, name } : undefined;
    case 'statement':
      return name && typeof it.text === 'string' && it.text.length <= STATEMENT_MAX
        ? { is: 'statement', name, text: it.text }
        : undefined;
    case 'want-piece':
      return name && sha256 && from !== undefined && length && length <= PIECE_MAX
        ? { is: 'want-piece', name, sha256, from, length }
        : undefined;
    case 'piece': {
      if (!sha256 || from === undefined || typeof it.data !== 'string') return undefined;
      const data = Buffer.from(it.data, 'base64');
      return data.length > 0 && data.length <= PIECE_MAX ? { is: 'piece', sha256, from, data } : undefined;
    }
    default:
      return undefined;
  }
}

const whole = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
