/** What became of a package: `update.json` in the folder of the data, for the register to read. */
export interface UpdateResult {
  /** `installing` only while dpkg works. `rolled-back`: the new version did not get ready, and the old one runs again. */
  readonly state: 'installing' | 'done' | 'failed' | 'rolled-back';
  readonly from: string;
  readonly to: string;
  /** RFC 3339. */
  readonly at: string;
  /** In a word or a line, for the technician. */
  readonly reason?: string;
}

export const RESULT_FILE = 'update.json';
/** In the folder of the data; packages and the request lie in it. */
export const UPDATES_FOLDER = 'updates';
export const REQUEST_FILE = 'request.json';

export function readResult(text: string): UpdateResult | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { state, from, to, at, reason } = value as Record<string, unknown>;
  if (state !== 'installing' && state !== 'done' && state !== 'failed' && state !== 'rolled-back') {
    return undefined;
  }
  if (typeof from !== 'string' || typeof to !== 'string' || typeof at !== 'string') return undefined;
  const why = typeof reason === 'string' ? { reason: reason.slice(0, 400) } : {};
  return { state, from: from.slice(0, 40), to: to.slice(0, 40), at: at.slice(0, 40), ...why };
}

/** The register asks for one of its packages to be installed. */
export interface UpdateRequest {
  /** Name of its file in the folder of packages. */
  readonly package: string;
}

export function readRequest(text: string): UpdateRequest | undefined {
  try {
    const { package: name } = JSON.parse(text) as Record<string, unknown>;
    return typeof name === 'string' && name.length <= 80 ? { package: name } : undefined;
  } catch {
    return undefined;
  }
}
